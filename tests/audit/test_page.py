"""L07: only the auditor reads the log, of the own region, and reading it is itself an entry."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from prakarsa.accounts.models import Person
from prakarsa.audit.actions import erase_payloads, record
from prakarsa.audit.actors import system_actor
from prakarsa.audit.models import AuditEntry
from prakarsa.foundation.time import now
from prakarsa.organisations.roles import Role
from tests.audit.entries import assert_no_entry, assert_one_entry
from tests.worlds import World

URL = "/jejak-audit/"


def act(world: World, *, at: datetime, region: Any = None, **after: object) -> AuditEntry:
    seat = world.seat(Role.OPERATOR, region=region)
    with transaction.atomic():
        return record(
            actor=seat.actor,
            act="accounts.profile.changed",
            target=seat.person or world.home,
            at=at,
            region_code=(region or world.home).code,
            after=after,
        )


@pytest.mark.parametrize("query", ["sampai=9999-12-31", "sejak=0001-01-01", "sejak=x"])
def test_X09_days_beyond_the_calendar_show_no_entries(world: World, query: str) -> None:
    page = world.client(Role.AUDITOR).get(f"{URL}?{query}")
    assert page.status_code == 200
    assert page.context["lines"] == []


def test_L07_only_the_auditor_reads_the_log(world: World, at: datetime) -> None:
    act(world, at=at)
    for role in Role:
        if role is Role.PUBLIC:
            continue
        if role is Role.AUDITOR:
            assert world.client(role).get(URL).status_code == 200
            continue
        with assert_one_entry("audit.access.refused"):
            assert world.client(role).get(URL).status_code == 403, role
    refused = AuditEntry.objects.filter(act="audit.access.refused")
    assert set(refused.values_list("target_key", flat=True)) == {"audit:list"}


def test_L07_a_visitor_is_asked_to_sign_in(client: Any, db: None) -> None:
    response = client.get(URL)
    assert (response.status_code, response.url) == (302, "/masuk/?next=/jejak-audit/")


def test_L07_reading_the_log_is_an_entry_with_what_was_read(world: World, at: datetime) -> None:
    client = world.client(Role.AUDITOR)
    with assert_one_entry("audit.entries.read"):
        client.get(URL, {"tindakan": "accounts.session.failed", "sejak": "2026-07-01"})
    entry = AuditEntry.objects.select_related("payload").get(act="audit.entries.read")
    assert entry.actor_key == str(world.person(Role.AUDITOR).key)
    assert (entry.role, entry.region_code) == ("auditor", world.home.code)
    assert entry.payload.body is not None
    assert entry.payload.body["after"] == {
        "tindakan": "accounts.session.failed",
        "sejak": "2026-07-01",
    }
    with assert_no_entry():
        assert client.post(URL).status_code == 405


def test_the_log_shows_one_region_with_names_and_changes(world: World, at: datetime) -> None:
    act(world, at=at, name="Sesudah<script>")
    act(world, at=at, region=world.other, name="rahasia tetangga")
    page = world.client(Role.AUDITOR).get(URL).content.decode()
    assert world.person(Role.OPERATOR).name in page
    assert "Sesudah&lt;script&gt;" in page
    assert "rahasia tetangga" not in page
    assert world.person(Role.OPERATOR, region=world.other).name not in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, 3),
        ({"tindakan": "accounts.profile.changed"}, 3),
        ({"tindakan": "accounts.session.begun"}, 0),
        ({"jenis": "accounts.person"}, 3),
        ({"jenis": "view"}, 0),
        ({"sejak": "2026-07-14"}, 3),
        ({"sejak": "2026-07-15"}, 2),
        ({"sampai": "2026-07-14"}, 1),
        ({"sampai": "2026-07-13"}, 0),
        ({"sejak": "2026-07-15", "sampai": "2026-07-15"}, 1),
        ({"sejak": "kemarin"}, 0),
    ],
)
def test_the_filters_take_a_closed_list_and_whole_days_of_the_region(
    world: World, query: dict[str, str], expected: int
) -> None:
    # 23.59 on the 14th, 00.00 on the 15th and 00.00 on the 16th, all WIB.
    for moment in ("2026-07-14T16:59:59", "2026-07-14T17:00:00", "2026-07-15T17:00:00"):
        act(world, at=datetime.fromisoformat(moment + "+00:00"), number=1)
    response = world.client(Role.AUDITOR).get(URL, query)
    assert response.status_code == 200
    assert response.context["page"].paginator.count == expected


@pytest.mark.parametrize(
    "query",
    [
        {"tindakan": "target_key"},
        {"jenis": "accounts.person' OR 1=1"},
        {"payload__body__icontains": "x"},
    ],
)
def test_Z07_what_the_filters_do_not_offer_is_a_bad_request(
    world: World, query: dict[str, str]
) -> None:
    assert world.client(Role.AUDITOR).get(URL, query).status_code == 400


@pytest.mark.parametrize("rows", [1, 3, 40])
def test_the_page_asks_a_fixed_number_of_queries(world: World, at: datetime, rows: int) -> None:
    for number in range(rows):
        act(world, at=at + timedelta(minutes=number), number=number)
    client = world.client(Role.AUDITOR)
    client.get(URL)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(URL).status_code == 200
    reading = [each for each in queries if each["sql"].startswith("SELECT")]
    assert len(reading) <= 9, [each["sql"] for each in reading]


def test_an_erased_person_is_no_longer_named_and_the_entry_stays(
    world: World, at: datetime
) -> None:
    entry = act(world, at=at, name="Nama Lama")
    person = world.person(Role.OPERATOR)
    erase_payloads(actor=system_actor("t"), person_key=str(person.key), reason="r", at=now())
    Person.objects.filter(pk=person.pk).update(name="-")
    page = world.client(Role.AUDITOR).get(URL).content.decode()
    assert "Nama Lama" not in page
    assert f"No. {entry.sequence}" in page
    assert "sudah dihapus atas permintaan" in page


def test_L05_the_log_is_taken_as_a_table_with_its_filters_and_that_is_an_entry(
    world: World, at: datetime
) -> None:
    entry = act(world, at=at, name="baru")
    act(world, at=at, region=world.other)
    address = f"{URL}unduh/csv/?tindakan=accounts.profile.changed"
    with assert_one_entry("audit.export.taken"):
        sent = world.client(Role.AUDITOR).get(address)
    head, *rows = b"".join(sent).decode("utf-8-sig").splitlines()
    assert head.startswith("No.,Saat,Siapa,Peran,Tindakan")
    assert [row.split(",")[0] for row in rows] == [str(entry.sequence)]
    assert rows[0].endswith("name:  → baru")
    taken = AuditEntry.objects.select_related("payload").get(act="audit.export.taken")
    assert taken.region_code == world.home.code
    assert taken.payload.body["after"] == {
        "filters": {"tindakan": "accounts.profile.changed", "kind": "csv"}, "rows": 1,
    }  # fmt: skip
    assert world.client(Role.SECRETARIAT).get(address).status_code == 403
