"""P07: an administrator records, prepares and answers what people ask about their own data."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from prakarsa.audit.models import AuditEntry
from prakarsa.files.storage import path_of
from prakarsa.jobs.models import Job
from prakarsa.operations.requests import (
    Request,
    Wish,
    close_request,
    open_requests,
    take_request,
)
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat
from tests.audit.entries import assert_no_entry, assert_one_entry
from tests.crowds import at_once, crowd, seats
from tests.working import run_next
from tests.worlds import AT, World, make_world

LIST = "/operasi/permintaan/"


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def client(world: World) -> Client:
    """Return the browser of an administrator."""
    return world.client(Role.PLATFORM_ADMIN)


def asked(world: World, wish: Wish = Wish.COPY, *, role: Role = Role.OPERATOR) -> Request:
    """Record a request of somebody."""
    seat, person = world.seat(Role.PLATFORM_ADMIN), world.person(role)
    return take_request(seat=seat, person=person, wish=wish, at=AT)


def test_P07_a_request_is_recorded_once_and_its_clock_is_shown(
    world: World, client: Client
) -> None:
    person = world.person(Role.OPERATOR)
    form = {"email": person.email.upper(), "wish": "copy"}
    with assert_one_entry("operations.request.received"):
        response = client.post(LIST, form)
    (waits,) = open_requests()
    assert response.url == f"{LIST}{waits.number}/"
    page = client.get(LIST).content.decode()
    assert "1 permintaan menunggu jawaban</h1>" in page
    assert f"Salinan data: {person.name}" in page
    assert "paling lambat 17 Juli 2026" in page
    again = client.post(LIST, form)
    assert "Permintaan ini sudah dicatat dan belum dijawab." in again.content.decode()
    assert open_requests() == [waits]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"email": "tidak.ada@contoh.invalid"}, "Tidak ada akun dengan alamat ini."),
        ({"wish": "everything"}, "everything"),
    ],
)
def test_P07_what_cannot_be_recorded_is_said(
    world: World, client: Client, change: dict[str, str], said: str
) -> None:
    form = {"email": world.person(Role.OPERATOR).email, "wish": "copy", **change}
    assert said in client.post(LIST, form).content.decode()
    assert open_requests() == []


def test_P07_the_copy_is_made_by_a_job_for_whoever_asked_and_recorded(
    world: World, client: Client
) -> None:
    waits, person = asked(world), world.person(Role.OPERATOR)
    copy = f"{LIST}{waits.number}/salinan/"
    assert client.post(copy).status_code == 302
    assert client.post(copy).status_code == 302
    with assert_one_entry("audit.export.taken"):
        run_next(at=AT)
    job = Job.objects.get(kind="operations.copy")
    assert job.parameters == {"request": waits.number}
    assert job.result_file is not None
    with zipfile.ZipFile(path_of(job.result_file.key)) as archive:
        content = json.loads(archive.read("data.json"))
    assert content["person"] == str(person.key)
    assert content["tables"]["accounts.Person"]["rows"][0]["email"] == person.email
    address = f"/pekerjaan/{job.key}/unduh/"
    assert client.get(address).status_code == 200
    for other in (Role.SECRETARIAT, Role.OPERATOR):
        assert world.client(other).get(address).status_code == 404


def test_P07_a_request_is_closed_once_with_words(world: World, client: Client) -> None:
    waits = asked(world, Wish.CORRECTION)
    page = f"{LIST}{waits.number}/"
    assert client.post(page, {"how": ""}).status_code == 200
    with assert_one_entry("operations.request.answered"):
        assert client.post(page, {"how": "Dibetulkan sekretariat"}).url == LIST
    assert open_requests() == []
    assert client.get(page).status_code == 404
    assert client.post(page, {"how": "Sekali lagi"}).status_code == 404
    with pytest.raises(ValidationError, match="sudah dijawab"):
        close_request(seat=world.seat(Role.PLATFORM_ADMIN), request=waits, how="x", at=AT)
    assert "Tidak ada permintaan yang menunggu</h1>" in client.get(LIST).content.decode()


def test_M03_one_of_many_answers_counts(shared_database: str) -> None:
    home = make_world()
    waits = asked(home)
    administrators = seats(home, Role.PLATFORM_ADMIN)

    def close(seat: Seat) -> str:
        try:
            close_request(seat=seat, request=waits, how="Diserahkan", at=AT)
        except ValidationError:
            return "too late"
        return "closed"

    told = at_once([lambda seat=seat: close(seat) for seat in administrators])
    assert told == sorted(["closed"] + ["too late"] * (crowd() - 1))
    assert AuditEntry.objects.filter(act="operations.request.answered").count() == 1


def test_P07_what_is_late_says_so(world: World, client: Client) -> None:
    waits = asked(world)
    for later, is_late in ((timedelta(hours=72), False), (timedelta(hours=72, seconds=1), True)):
        with time_machine.travel(AT + later, tick=False):
            fresh = world.client(Role.PLATFORM_ADMIN)
            for path in (LIST, f"{LIST}{waits.number}/"):
                assert ("Lewat waktu" in fresh.get(path).content.decode()) == is_late


def test_P07_reading_who_asked_what_is_an_entry(world: World, client: Client) -> None:
    waits = asked(world)
    with assert_one_entry("operations.requests.read"):
        client.get(LIST)
    with assert_one_entry("operations.requests.read"):
        client.get(f"{LIST}{waits.number}/")
    last = AuditEntry.objects.order_by("-sequence")[0]
    assert (last.target_key, last.payload.body["after"]) == (
        waits.person_key,
        {"request": waits.number},
    )


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PLATFORM_ADMIN, Role.PUBLIC}))
def test_Z01_nobody_else_reads_or_answers(world: World, role: Role) -> None:
    waits = asked(world)
    client, own = world.client(role), f"{LIST}{waits.number}/"
    form = {"email": world.person(Role.OPERATOR).email, "wish": "erasure"}
    assert client.get(LIST).status_code == client.get(own).status_code == 403
    assert client.post(LIST, form).status_code == 403
    assert client.post(own, {"how": "x"}).status_code == 403
    assert client.post(f"{own}salinan/").status_code == 403
    seat, person = world.seat(role), world.person(Role.OPERATOR)
    with assert_no_entry():
        with pytest.raises(PermissionDenied):
            take_request(seat=seat, person=person, wish="copy", at=AT)
        with pytest.raises(PermissionDenied):
            close_request(seat=seat, request=waits, how="x", at=AT)
    assert open_requests() == [waits]
    assert not Job.objects.exists()


def test_Z04_a_copy_is_made_for_a_wish_for_a_copy_only(world: World, client: Client) -> None:
    waits = asked(world, Wish.ERASURE)
    assert client.post(f"{LIST}{waits.number}/salinan/").status_code == 404
    assert client.post(f"{LIST}{waits.number + 1}/salinan/").status_code == 404
    assert not Job.objects.exists()


def test_a_copy_is_not_made_once_the_request_was_answered(world: World, client: Client) -> None:
    waits = asked(world)
    client.post(f"{LIST}{waits.number}/salinan/")
    close_request(seat=world.seat(Role.PLATFORM_ADMIN), request=waits, how="Batal", at=AT)
    run_next(at=AT)
    job = Job.objects.get(kind="operations.copy")
    assert (job.state, job.result_file) == (Job.State.FAILED, None)


def test_G01_the_list_costs_the_same_however_many_wait(world: World, client: Client) -> None:
    client.get(LIST)
    counts = []
    for role in (Role.OPERATOR, Role.VERIFIER, Role.MAYOR):
        asked(world, role=role)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert len(set(counts)) == 1
