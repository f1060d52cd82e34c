"""P07, P08: people get a copy of what is held of them, and it can be erased, in 3 x 24 hours."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner, Result
from django.db import connection
from django.test import Client

from prakarsa.accounts.actions import request_address
from prakarsa.accounts.models import Person
from prakarsa.audit.models import AuditEntry
from prakarsa.audit.verification import verify
from prakarsa.cli import main
from prakarsa.foundation.privacy import DataClass, read_register
from prakarsa.foundation.time import now
from prakarsa.notices.actions import notify
from prakarsa.notices.models import Topic
from prakarsa.operations.holdings import WITHHELD, holdings_of
from prakarsa.operations.requests import open_requests
from prakarsa.organisations import actions
from prakarsa.organisations.roles import Role
from tests.accounts.browser import signed_in
from tests.audit.entries import assert_one_entry
from tests.working import run_all
from tests.worlds import AT, PASSWORD, World

NAME, NIP, DEVICE = "Kenari Wulandarí", "198804122014031003", "192.0.2.77"
# Tables with personal columns that no person is found by, and why.
NOT_FOUND_BY_PERSON = {
    "audit.AuditPayload": "what an entry says; the entry itself is given",
    "foundation.Tally": "a keyed digest that lives for a day",
    "registry.Partner": "the name of an institution or of somebody without an account",
    "registry.Submission": "the profile of an innovation as it was handed in",
}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["person", *arguments])


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(AT, tick=False) as travelled:
        yield travelled


@pytest.fixture
def person(world: World) -> Person:
    """Return somebody who left traces wherever people do."""
    person = world.person(Role.OPERATOR)
    person.name, person.nip, person.email = NAME, NIP, "kenari@contoh.invalid"
    person.set_password(PASSWORD)
    person.save()
    seat = world.seat(Role.OPERATOR)
    signed_in(person.email, REMOTE_ADDR=DEVICE)
    Client().post("/masuk/", {"username": person.email, "password": "salah"}, REMOTE_ADDR=DEVICE)
    notify(person=person, topic=Topic.ACCOUNT, title=f"Halo {NAME}", event_key="e", at=AT)
    request_address(person=person, new_email="kenari.baru@contoh.invalid", at=AT)
    actions.add_service(seat=seat, agency=world.ward, name="Surat", description="", at=AT)
    run_all(at=AT)
    return person


def test_P07_a_copy_is_the_inventory(person: Person) -> None:
    register, held = read_register(), holdings_of(person)
    personal = {
        name
        for name, entry in register.items()
        if {DataClass.PERSONAL, DataClass.SPECIFIC} & set(entry.fields.values())
    }
    assert personal - set(held) == set(NOT_FOUND_BY_PERSON)
    for name, each in held.items():
        for row in each.rows:
            assert set(row) <= set(register[name].fields), name
    own = held["accounts.Person"].rows
    assert [(row["name"], row["nip"]) for row in own] == [(NAME, NIP)]
    assert set(own[0]) == set(register["accounts.Person"].fields)
    assert [row["address"] for row in held["accounts.DeviceSession"].rows] == [DEVICE]
    assert any(NAME in row["title"] for row in held["notices.Notice"].rows)
    acts = {row["act"] for row in held["audit.AuditEntry"].rows}
    assert {"accounts.session.begun", "organisations.service.added"} <= acts


def test_P07_a_copy_holds_nobody_else_and_no_secret(world: World, person: Person) -> None:
    text = json.dumps({name: each.rows for name, each in holdings_of(person).items()})
    others = Person.objects.exclude(pk=person.pk)
    assert [other.name for other in others if other.name in text or other.email in text] == []
    assert person.password not in text
    words = ("password", "secret", "token", "digest", "session", "credential", "stamp")
    for name in holdings_of(person):
        entry = read_register()[name]
        secret = {
            field
            for field, kind in entry.fields.items()
            if kind is DataClass.PERSONAL and any(word in field for word in words)
        }
        assert secret <= WITHHELD, name


def test_P07_the_command_writes_one_file_for_its_owner_alone_and_an_entry(
    person: Person, tmp_path: Path
) -> None:
    path = tmp_path / "salinan.zip"
    with assert_one_entry("audit.export.taken"):
        result = run("copy", person.email, "--to", str(path))
    assert result.exit_code == 0, result.output
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with zipfile.ZipFile(path) as archive:
        content = json.loads(archive.read("data.json"))
        assert "notices.Notice: 1" in archive.read("BACA-SAYA.txt").decode()
    rows = sum(len(table["rows"]) for table in content["tables"].values())
    assert f"{rows} baris" in result.output
    assert content["tables"]["accounts.Person"]["purpose"]
    entry = AuditEntry.objects.get(act="audit.export.taken")
    assert entry.payload.body["after"]["rows"] == rows
    assert run("copy", person.email, "--to", str(path)).exit_code == 1
    assert run("copy", "tidak.ada@contoh.invalid", "--to", "x.zip").exit_code == 1


def test_P07_the_clock_of_three_days_is_shown_and_rings(person: Person, clock: Any) -> None:
    result = run("request", person.email, "--wish", "correction")
    assert "paling lambat 17 Juli 2026 pukul 09.00 WIB" in result.output
    assert "menunggu" in run("requests").output
    clock.shift(timedelta(hours=72))
    assert run("requests").exit_code == 0
    clock.shift(timedelta(seconds=1))
    late = run("requests")
    assert (late.exit_code, "LEWAT" in late.output) == (1, True)
    (request,) = open_requests()
    assert run("answer", str(request.number), "--how", "nama dibetulkan").exit_code == 0
    assert run("answer", str(request.number), "--how", "lagi").exit_code == 1
    assert open_requests() == []
    assert run("requests").exit_code == 0


def test_P07_a_copy_answers_the_wish_for_one_and_no_other(person: Person, tmp_path: Path) -> None:
    for wish in ("copy", "erasure"):
        run("request", person.email, "--wish", wish)
    run("copy", person.email, "--to", str(tmp_path / "a.zip"))
    assert [request.wish for request in open_requests()] == ["erasure"]


def everything() -> str:
    """Return all rows of all tables, ours and the framework's, as one text."""
    with connection.cursor() as cursor:
        texts = []
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{name}"')
            texts.append(repr(cursor.fetchall()))
    return "\n".join(texts)


def deactivate(world: World, person: Person, at: datetime) -> None:
    heir = world.person(Role.EMPLOYEE)
    seat = world.seat(Role.SECRETARIAT)
    day = seat.today(at)
    actions.deactivate_person(
        seat=seat, person=person, heir=heir, reason=f"{NAME} pindah", on=day, at=at
    )


def test_P08_after_erasure_no_canary_remains_and_the_chain_is_whole(
    world: World, person: Person
) -> None:
    assert all(canary in everything() for canary in (NAME, NIP, DEVICE, "kenari@"))
    run("request", person.email, "--wish", "erasure")
    deactivate(world, person, now())
    result = run("erase", person.email, "--reason", "permintaan sendiri", "--yes")
    assert result.exit_code == 0, result.output
    kept = everything()
    for canary in (NAME, NIP, DEVICE, "kenari@", "kenari.baru@"):
        assert canary not in kept, canary
    assert "Masih disebut" not in result.output
    assert verify().findings == ()
    assert open_requests() == []
    entry = AuditEntry.objects.get(act="operations.person.erased")
    assert entry.payload.body["after"]["reason"] == "permintaan sendiri"


def test_P08_what_others_wrote_about_the_person_is_pointed_out(
    world: World, person: Person
) -> None:
    deactivate(world, person, now())
    world.ward.source = f"SK tentang {NAME}"
    world.ward.save()
    result = run("erase", person.email, "--reason", "x", "--yes")
    assert "Masih disebut di organisations.Agency: 1 baris." in result.output


def test_P08_a_short_name_takes_no_other_s_entries_along(world: World, person: Person) -> None:
    actions.add_service(
        seat=world.seat(Role.SECRETARIAT), agency=world.office, name="Kenaikan", description="",
        at=AT,
    )  # fmt: skip
    Person.objects.filter(pk=person.pk).update(name="Kena")
    deactivate(world, person, now())
    result = run("erase", person.email, "--reason", "x", "--yes")
    assert "Masih disebut di organisations.Service: 1 baris." in result.output
    kept = AuditEntry.objects.filter(act="organisations.service.added", role="secretariat")
    assert kept.get().payload.body["after"] == {"name": "Kenaikan"}


def test_P08_nobody_is_erased_while_serving_nor_by_a_slip(person: Person) -> None:
    refused = run("erase", person.email, "--reason", "x", "--yes")
    assert (refused.exit_code, "masih memegang peran" in refused.output) == (1, True)
    unsure = CliRunner().invoke(
        main, ["person", "erase", person.email, "--reason", "x"], input="n\n"
    )
    assert unsure.exit_code == 1
    person.refresh_from_db()
    assert person.name == NAME


def test_P08_the_audit_alone_is_erased_by_key(person: Person) -> None:
    arguments = ["audit", "erase", str(person.key), "--reason", "akun lama", "--yes"]
    with assert_one_entry("audit.payloads.erased"):
        result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert DEVICE not in repr(list(AuditEntry.objects.values("payload__address")))
    assert verify().findings == ()
