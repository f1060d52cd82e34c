"""C09: dear work is limited per person and address, by a count that all processes share."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from prakarsa.audit.models import AuditEntry
from prakarsa.foundation import limits
from prakarsa.foundation.limits import (
    CHECKS,
    EXPORTS,
    IDENTITIES,
    LETTERS,
    OPEN_DATA,
    REFUSALS,
    SEARCHES,
    UPLOADS,
    Rule,
    TooMany,
    house_of,
    take,
)
from prakarsa.foundation.models import Tally
from prakarsa.jobs.models import Job
from prakarsa.notices.models import Mail
from prakarsa.organisations.roles import Role
from tests.architecture.routes import routes
from tests.worlds import World

SOURCE = Path("src/prakarsa")


@pytest.fixture
def at() -> datetime:
    """Return a moment that no other test counts in: the beginning of a window of its own."""
    _moments.append(_moments[-1] + timedelta(days=1))
    return _moments[-1]


_moments = [datetime(2031, 1, 1, tzinfo=UTC)]


@pytest.fixture
def clock(at: datetime) -> Iterator[Any]:
    with time_machine.travel(at, tick=False) as travelled:
        yield travelled


@pytest.fixture
def few(settings: Any) -> Any:
    """Let everybody ask three times."""
    settings.PRAKARSA_LIMITS = {rule.name: 3 for rule in limits.RULES}
    return settings


def ask(rule: Rule, at: datetime, visitor: str = "address 192.0.2.1") -> int:
    """Ask once; return 0, or after how many seconds to come back."""
    try:
        take(rule, visitor=visitor, at=at)
    except TooMany as refused:
        return refused.seconds
    return 0


@pytest.mark.parametrize("rule", [SEARCHES, EXPORTS])
def test_C09_a_window_counts_one_visitor_and_ends(
    db: None, few: Any, at: datetime, rule: Rule
) -> None:
    assert [ask(rule, at) for _each in range(5)] == [0, 0, 0, rule.seconds, rule.seconds]
    assert ask(rule, at, "address 192.0.2.2") == 0
    late = at + timedelta(seconds=rule.seconds - 1)
    assert ask(rule, late) == 1
    assert ask(rule, at + timedelta(seconds=rule.seconds)) == 0


def test_C09_kinds_of_work_are_counted_apart(db: None, few: Any, at: datetime) -> None:
    assert [ask(EXPORTS, at) for _each in range(3)] == [0, 0, 0]
    assert ask(UPLOADS, at) == 0
    assert ask(EXPORTS, at) > 0


def test_C09_another_process_counts_on(db: None, few: Any, at: datetime) -> None:
    """A process that never saw the visitor reads the count that the others wrote."""
    assert ask(EXPORTS, at) == 0
    Tally.objects.update(count=3)
    assert ask(EXPORTS, at) > 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_C09_askings_at_once_are_each_counted(few: Any, at: datetime) -> None:
    answers: list[int] = []
    gate = Barrier(20)

    def one() -> None:
        gate.wait()
        answers.append(ask(EXPORTS, at))
        connection.close()

    threads = [Thread(target=one) for _each in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer == 0 for answer in answers) == [False] * 17 + [True] * 3


def test_C09_who_keeps_flooding_costs_no_more_statements(
    db: None, few: Any, at: datetime, django_assert_num_queries: Any
) -> None:
    for _each in range(5):
        ask(EXPORTS, at)
    with django_assert_num_queries(0):
        assert ask(EXPORTS, at) > 0


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::1", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("kosong", "kosong", True),
    ],
)
def test_C09_a_household_is_one_visitor(one: str, other: str, is_same: bool) -> None:
    assert (house_of(one) == house_of(other)) is is_same


def test_P02_no_address_and_no_person_stands_in_the_counts(
    world: World, few: Any, clock: Any
) -> None:
    world.client(Role.OPERATOR).get("/perangkat-daerah/unduh/csv/")
    Client().get("/data-terbuka/inovasi.csv")
    kept = str(list(Tally.objects.values()))
    assert "127.0.0.1" not in kept
    assert Tally.objects.filter(bucket__regex=r"^[0-9a-f]{64}$").count() == 2


def test_C09_a_flood_stops_while_another_person_works_normally(
    world: World, few: Any, clock: Any
) -> None:
    flooding, working = world.client(Role.SECRETARIAT), world.client(Role.AUDITOR)
    address = reverse("organisations:export", args=["csv"])
    statuses = []
    for _each in range(30):
        statuses.append(flooding.get(address).status_code)
        assert working.get("/hak-akses/").status_code == 200
    assert statuses == [200] * 3 + [429] * 27
    assert working.get(address).status_code == 200
    assert flooding.get("/orang/").status_code == 200
    taken = AuditEntry.objects.filter(act="audit.export.taken").count()
    limited = AuditEntry.objects.filter(act="audit.access.limited")
    assert (taken, [entry.target_key for entry in limited]) == (4, ["organisations:export"])


def test_C09_the_refusal_is_a_plain_page_that_says_when(world: World, few: Any, clock: Any) -> None:
    client = world.client(Role.SECRETARIAT)
    answers = [client.get("/orang/?cari=a") for _each in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    page = answers[-1].content.decode()
    assert "Coba lagi dalam 1 menit" in page
    assert client.get("/orang/").status_code == 200
    clock.shift(timedelta(seconds=60))
    assert client.get("/orang/?cari=a").status_code == 200


def test_C09_an_upload_script_reads_the_reason(world: World, few: Any, clock: Any) -> None:
    client, address = world.client(Role.OPERATOR), reverse("files:uploads")
    answers = [client.post(address, headers={"Upload-Length": "x"}) for _each in range(4)]
    assert [answer.status_code for answer in answers] == [400, 400, 400, 429]
    assert "Terlalu banyak unggahan" in answers[-1].json()["message"]
    assert int(answers[-1]["Retry-After"]) > 0


def test_C09_strangers_are_counted_by_their_address(db: None, few: Any, clock: Any) -> None:
    def statuses(path: str, address: str) -> list[int]:
        return [Client(REMOTE_ADDR=address).get(path).status_code for _each in range(4)]

    for path in ("/?q=sampah", "/data-terbuka/inovasi.csv"):
        assert statuses(path, "192.0.2.1") == [200, 200, 200, 429]
        assert statuses(path, "192.0.2.2") == [200, 200, 200, 429]
    assert Client(REMOTE_ADDR="192.0.2.1").get("/").status_code == 200


def test_C09_letters_are_limited_by_address_whoever_they_go_to(
    db: None, few: Any, clock: Any
) -> None:
    client = Client()
    statuses = [
        client.post("/kata-sandi/lupa/", {"email": f"{number}@contoh.invalid"}).status_code
        for number in range(5)
    ]
    assert statuses == [302, 302, 302, 429, 429]
    assert (Mail.objects.count(), Job.objects.count()) == (3, 3)
    assert client.get("/kata-sandi/lupa/").status_code == 200


# What each limited address is limited as; a new one that searches, takes away or takes in is here.
LIMITED = {
    "accounts:address": LETTERS, "accounts:identity-answered": IDENTITIES,
    "accounts:identity-invitation": IDENTITIES, "accounts:identity-start": IDENTITIES,
    "accounts:identity-start-link": IDENTITIES, "accounts:reset": LETTERS,
    "assessments:what-if": SEARCHES, "auctions:lot-files": UPLOADS,
    "auctions:period": SEARCHES, "auctions:room-offer": UPLOADS,
    "calendars:holiday-import": UPLOADS,
    "catalogue:data-file": OPEN_DATA, "catalogue:home": SEARCHES,
    "contracts:attach": UPLOADS, "contracts:checked": CHECKS, "contracts:list": SEARCHES,
    "contracts:report-proof": UPLOADS,
    "evidence:add-proof": UPLOADS, "evidence:finals": UPLOADS, "files:uploads": UPLOADS,
    "organisations:agencies": SEARCHES, "organisations:import": UPLOADS,
    "organisations:people": SEARCHES, "organisations:regions": SEARCHES,
    "registry:attachments": UPLOADS, "registry:import": UPLOADS, "registry:list": SEARCHES,
}  # fmt: skip


def test_C09_every_address_that_is_limited_is_known() -> None:
    found = {route.name: getattr(route.view, "limit", None) for route in routes()}
    assert {name: rule for name, rule in found.items() if rule} == LIMITED


def views() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield the functions of the modules that answer requests."""
    for path in SOURCE.rglob("*.py"):
        if "views" in {*path.parts, path.stem}:
            for node in ast.parse(path.read_text("utf-8")).body:
                if isinstance(node, ast.FunctionDef):
                    yield path.relative_to(SOURCE).as_posix(), node


def test_C09_a_view_that_takes_files_or_searches_says_so() -> None:
    unlimited = []
    for path, view in views():
        text = ast.unparse(view)
        signs = ("request.FILES", "from_query(request.GET)", "'cari'", "asked_text(request)")
        is_dear = bool(view.decorator_list) and any(sign in text for sign in signs)
        is_export = "export_table(" in text or "open_data.answer" in text
        has_search = "board" not in path
        if is_dear and has_search and not is_export and "@limited(" not in text:
            unlimited.append((path, view.name))
    assert unlimited == []


def test_L05_a_flood_of_refusals_does_not_fill_the_chain(
    world: World, few: Any, clock: Any
) -> None:
    client = world.client(Role.OPERATOR)
    statuses = {client.get("/jejak-audit/").status_code for _each in range(20)}
    assert statuses == {403}
    refused = AuditEntry.objects.filter(act="audit.access.refused")
    assert refused.count() == REFUSALS.most
    clock.shift(timedelta(minutes=1))
    client.get("/jejak-audit/")
    assert refused.count() == REFUSALS.most + 1


def test_L05_what_is_not_there_writes_nothing(db: None, clock: Any) -> None:
    for path in ("/tidak-ada/", "/inovasi/zzzzzzzzzzzz/", "/katalog/zzzzzzzzzzzz/x/"):
        Client().get(path)
    Client(enforce_csrf_checks=True).post("/masuk/", {"username": "a", "password": "b"})
    assert (AuditEntry.objects.count(), Tally.objects.count()) == (0, 0)


def test_G04_counts_have_an_end(db: None, at: datetime) -> None:
    ask(EXPORTS, at)
    assert limits.sweep_tallies(at=at + timedelta(days=1)) == 0
    assert limits.sweep_tallies(at=at + timedelta(days=1, minutes=11)) == 1


def test_F04_the_form_of_a_table_is_counted_too(world: World, few: Any, clock: Any) -> None:
    client, address = world.client(Role.SECRETARIAT), reverse("organisations:import")
    statuses = [
        client.post(address, {"file": SimpleUploadedFile("a.csv", b"x")}).status_code
        for _each in range(4)
    ]
    assert statuses == [200, 200, 200, 429]
