"""S04: whoever may sit in a role that demands a second factor reaches nothing without one."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from prakarsa.accounts import actions
from prakarsa.accounts.sessions import PROVED, SECOND
from prakarsa.audit.actors import system_actor
from prakarsa.foundation.time import now
from prakarsa.organisations.models import Membership
from prakarsa.organisations.roles import SECOND_FACTOR_ROLES, Role
from tests.architecture.routes import Route, routes
from tests.architecture.test_access import ANYONE_SIGNED_IN, PUBLIC, TABLE, is_refused
from tests.worlds import World

ENROLMENT, STEP = "/akun/keamanan/", "/masuk/langkah-kedua/"
# Signing out, the language, the second step itself and proving again at the institution (which
# begins and links nothing for a held person); what machines ask without any session; then what
# adds a factor.
MACHINES = {"operations:live", "operations:ready", "operations:metrics"}
AGAIN = {"accounts:second-step", "accounts:identity-start", "accounts:identity-answered"}
OPEN = {"accounts:sign-out", "language", "theme"} | AGAIN | MACHINES
ENROLS = {"accounts:security", "accounts:application", "accounts:passkey-new"}
DEMANDING = sorted(SECOND_FACTOR_ROLES)
DOORS = ("get", "post", "part")


@pytest.fixture(autouse=True)
def demanded(settings: Any) -> None:
    """Demand second factors, as the production profile does."""
    settings.PRAKARSA_SECOND_FACTOR = True


def ask(client: Client, route: Route, door: str) -> Any:
    """Ask for an address as a page, as a form, or as a part of a page."""
    if door == "post":
        return client.post(route.address())
    headers = {"hx-request": "true"} if door == "part" else {}
    return client.get(route.address(), headers=headers)


def led_to(response: Any) -> str:
    """Return where an answer leads, without what comes after the path."""
    target = response.headers.get("HX-Redirect") or response.headers.get("Location", "")
    return str(target.partition("?")[0])


def is_told_to_prove(response: Any) -> bool:
    """Say whether a program is told that the second step is owed; it has no page to be led to."""
    return bool(response.status_code == 401 and response.json().get("proof") == "second-step")


def test_S04_the_roles_are_those_of_the_standard() -> None:
    named = {"platform_admin", "secretariat", "verifier", "hr", "mayor", "auditor"}
    assert {role.value for role in SECOND_FACTOR_ROLES} == named


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("role", DEMANDING)
def test_S04_without_a_factor_only_enrolment_is_reached(
    world: World, role: Role, door: str
) -> None:
    client = world.client(role)
    reached = set()
    for route in routes():
        response = ask(client, route, door)
        if led_to(response) != ENROLMENT and not is_told_to_prove(response):
            reached.add(route.name)
        if route.name == "accounts:sign-out":
            client = world.client(role)
    assert reached <= OPEN | ENROLS
    assert "accounts:application" in reached


@pytest.mark.parametrize("role", DEMANDING)
def test_S04_with_a_factor_the_same_role_opens_exactly_its_addresses(
    world: World, role: Role
) -> None:
    client = with_factor(world, role)
    lines = {name: line for name, line in TABLE.items() if name != "accounts:sign-in"}
    opened = {
        route.name: not is_refused(client, route) for route in routes() if route.name in lines
    }
    assert opened == {
        name: bool({PUBLIC, ANYONE_SIGNED_IN, role.value} & set(line))
        for name, line in lines.items()
    }


@pytest.mark.parametrize("role", DEMANDING)
def test_S04_a_factor_that_was_not_shown_opens_nothing_and_adds_none(
    world: World, role: Role
) -> None:
    client = world.client(role)
    person = world.person(role)
    person.has_second_factor = True
    person.save()
    answers = {
        route.name: ask(client, route, "get")
        for route in routes()
        if route.name != "accounts:sign-out"
    }
    reached = {
        name
        for name, answer in answers.items()
        if led_to(answer) != STEP and not is_told_to_prove(answer)
    }
    assert reached <= OPEN


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.EMPLOYEE, Role.AGENCY_HEAD])
def test_S04_other_roles_work_without_a_factor(world: World, role: Role) -> None:
    assert world.client(role).get("/beranda/").status_code == 200


def test_S04_one_role_that_demands_it_is_enough_whichever_seat_is_taken(world: World) -> None:
    person = world.person(Role.OPERATOR)
    Membership.objects.create(
        person=person, role=Role.VERIFIER, region=world.home, valid_from="2024-01-01"
    )
    client = world.client(Role.OPERATOR)
    assert client.get("/beranda/").url == ENROLMENT
    Membership.objects.filter(role=Role.VERIFIER, person=person).update(valid_until="2025-01-01")
    assert client.get("/beranda/").status_code == 200


def test_S04_the_demand_can_be_widened_and_taken_back(world: World, settings: Any) -> None:
    client = world.client(Role.FINANCE)
    assert client.get("/beranda/").status_code == 200
    settings.PRAKARSA_SECOND_FACTOR_ROLES = ["finance"]
    assert client.get("/beranda/").url == ENROLMENT
    settings.PRAKARSA_SECOND_FACTOR = False
    assert client.get("/beranda/").status_code == 200
    assert world.client(Role.MAYOR).get("/ringkasan/").status_code == 200


def test_S04_a_held_person_sees_nothing_of_the_role_on_the_pages_that_open(world: World) -> None:
    page = world.client(Role.VERIFIER).get(ENROLMENT).content.decode()
    assert world.home.name not in page
    assert "/antrean/" not in page
    assert "/keluar/" in page


def test_S04_a_reset_leads_to_enrolment_not_past_it(world: World) -> None:
    client = with_factor(world, Role.VERIFIER)
    assert client.get("/antrean/").status_code == 200
    actions.reset_factors(
        actor=system_actor("t"), person=world.person(Role.VERIFIER), reason="Hilang", at=now()
    )
    assert world.client(Role.VERIFIER).get("/antrean/").url == ENROLMENT


def with_factor(world: World, role: Role) -> Client:
    """Return a browser that has passed the second step."""
    person = world.person(role)
    person.has_second_factor = True
    person.save()
    client = world.client(role)
    session = client.session
    session[SECOND], session[PROVED] = "application", now().timestamp()
    session.save()
    return client
