"""S11: dangerous acts ask to prove again when the last proof is older than five minutes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from prakarsa.accounts.models import DeviceSession, Factor, Identity, Letter, Person, RecoveryCode
from prakarsa.foundation.access import Again
from prakarsa.foundation.time import now
from prakarsa.organisations.models import Membership
from prakarsa.organisations.roles import Role
from tests.accounts.browser import signed_in
from tests.accounts.factors import SECURITY, STEP, answer, code_at, give_application, waiting
from tests.architecture.routes import routes
from tests.audit.entries import assert_one_entry
from tests.worlds import PASSWORD, World

# What changes roles, factors or the ways in; a new dangerous act joins here.
ASKING = {
    "accounts:application",
    "accounts:factor-remove",
    "accounts:identity-link",
    "accounts:identity-start-link",
    "accounts:identity-unlink",
    "accounts:passkey-new",
    "accounts:recovery",
    "contracts:sign",
    "evidence:finals",
    "evidence:finals-preview",
    "operations:request-copy",
    "organisations:deactivate",
    "organisations:factors-reset",
    "organisations:invite",
    "organisations:membership-end",
    "organisations:resend",
    "organisations:sessions-end",
    "organisations:superior",
}
# Programs are told so instead of being led to a page: tests/api.
ASKING_OF_PROGRAMS = {"api:signatures"}
# Who does the asking acts of a package; the secretariat does the others.
ACTING = {"operations": Role.PLATFORM_ADMIN, "contracts": Role.MAYOR}
# These forms ask for the present password themselves, so only a factor is asked for again.
ASKING_FOR_FACTOR = {"accounts:address", "accounts:password"}
FOUR, SIX = timedelta(minutes=4), timedelta(minutes=6)


@pytest.fixture
def later() -> Iterator[Any]:
    """Return a way to move the clock on."""
    with time_machine.travel(now(), tick=False) as clock:
        yield clock


def state() -> list[Any]:
    """Return everything that the asking acts could change."""
    models = (Person, Letter, Factor, RecoveryCode, Identity, Membership, DeviceSession)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_S11_the_acts_that_ask_again_are_those() -> None:
    found: dict[Again, set[str]] = {again: set() for again in Again}
    for route in routes():
        found[vars(route.view)["access"].again].add(route.name)
    assert found[Again.ALWAYS] == ASKING | ASKING_OF_PROGRAMS
    assert found[Again.FACTOR] == ASKING_FOR_FACTOR


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted(ASKING))
def test_S11_a_stale_proof_gives_a_challenge_and_no_change(
    world: World, later: Any, name: str, method: str
) -> None:
    client = world.client(ACTING.get(name.partition(":")[0], Role.SECRETARIAT))
    target = world.person(Role.OPERATOR)
    give_application(target)
    keys = {"organisations:membership-end": {"key": target.memberships.get().key}}
    person_pages = {"organisations:deactivate", "organisations:factors-reset",
                    "organisations:sessions-end", "organisations:superior"}  # fmt: skip
    given = keys.get(name, {"key": target.key} if name in person_pages else {})
    address = next(route for route in routes() if route.name == name).address(**given)
    form = {"reason": "Pindah", "email": "baru@contoh.invalid", "person_name": "Baru",
            "role": "auditor", "valid_from": "2026-01-01"}  # fmt: skip
    before = state()
    later.shift(SIX)
    response = getattr(client, method)(address, form if method == "post" else None)
    assert (response.status_code, response.url.partition("?")[0]) == (302, STEP)
    assert state() == before
    part = client.post(address, form, headers={"hx-request": "true"})
    assert part.headers["HX-Redirect"].startswith(STEP)


def test_S11_the_proof_is_good_for_five_minutes_and_leads_back(
    world: World, later: Any, person: Person
) -> None:
    Membership.objects.create(
        person=person, role=Role.SECRETARIAT, region=world.home, valid_from="2020-01-01"
    )
    client = signed_in(person.email)
    invite = "/orang/undang/"
    later.shift(FOUR)
    assert client.get(invite).status_code == 200
    later.shift(FOUR)
    challenge = client.get(invite)
    assert challenge.url == f"{STEP}?next={invite}"
    assert client.get(challenge.url).status_code == 200
    with assert_one_entry("accounts.session.code_failed"):
        assert answer(client, "salah", proof="password", next=invite).status_code == 200
    assert client.get(invite).url == challenge.url
    with assert_one_entry("accounts.session.confirmed"):
        assert answer(client, PASSWORD, proof="password", next=invite).url == invite
    assert client.get(invite).status_code == 200
    later.shift(FOUR)
    assert client.get(invite).status_code == 200
    later.shift(FOUR)
    assert client.get(invite).url == challenge.url


def test_S11_whoever_has_a_factor_is_asked_for_it_not_for_the_password(
    person: Person, later: Any
) -> None:
    codes = give_application(person)
    client = waiting(person)
    answer(client, codes[0], proof="recovery")
    later.shift(SIX)
    for path in ("/akun/kata-sandi/", "/akun/alamat/", f"{SECURITY}kode-pemulihan/"):
        assert client.get(path).url == f"{STEP}?next={path}"
    assert answer(client, PASSWORD, proof="password").status_code == 200
    assert client.get("/akun/kata-sandi/").status_code == 302
    assert answer(client, code_at(now())).status_code == 302
    assert client.get("/akun/kata-sandi/").status_code == 200


def test_S11_forms_with_a_password_field_do_not_ask_twice(person: Person, later: Any) -> None:
    client = signed_in(person.email)
    later.shift(SIX)
    assert client.get("/akun/kata-sandi/").status_code == 200
    assert client.get("/akun/alamat/").status_code == 200


def test_S11_a_clock_that_was_set_back_makes_no_proof_recent(person: Person, later: Any) -> None:
    client = signed_in(person.email)
    later.shift(-SIX)
    assert client.get(f"{SECURITY}aplikasi/").url.startswith(STEP)


def test_S07_proving_again_gives_a_new_session_id(person: Person) -> None:
    client = signed_in(person.email)
    before = client.session.session_key
    thief = Client()
    thief.cookies["prakarsa"] = client.cookies["prakarsa"].value
    answer(client, PASSWORD, proof="password")
    assert client.session.session_key != before
    assert thief.get("/akun/").status_code == 302
    assert client.get("/akun/").status_code == 200


def test_S01_wrong_proofs_of_a_signed_in_person_are_limited_too(person: Person) -> None:
    client = signed_in(person.email)
    answers = [answer(client, f"salah {n}", proof="password").status_code for n in range(9)]
    assert answers == [200] * 7 + [429] * 2
