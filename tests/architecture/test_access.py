"""Z01: every address times every role has a declared answer, and the answer is the true one.

`access.toml` names, for each address, who may open it. A new address without a line fails here.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from django.test import Client

from prakarsa.foundation.problems import MEDIA_TYPE
from prakarsa.organisations.access import SIGNED_IN, Access
from prakarsa.organisations.roles import Role
from tests.architecture.routes import Route, routes
from tests.worlds import World

TABLE = tomllib.loads((Path(__file__).parent / "access.toml").read_text("utf-8"))["access"]
PUBLIC, ANYONE_SIGNED_IN = "public", "signed_in"


def declared(route: Route) -> Access:
    access = getattr(route.view, "access", None)
    assert isinstance(access, Access), f"{route.name} does not say who may open it"
    return access


def as_line(access: Access) -> list[str]:
    """Return a declaration the way the table writes it."""
    if not access.needs_account:
        return [PUBLIC]
    if access.roles == frozenset(Role):
        return [ANYONE_SIGNED_IN]
    return sorted(role.value for role in access.roles)


def test_Z01_every_address_says_who_may_open_it_and_the_table_says_the_same() -> None:
    assert {route.name: as_line(declared(route)) for route in routes()} == TABLE


def is_refused(client: Client, route: Route) -> bool:
    """Return whether the door is closed: sign-in for strangers, 403 for the wrong role.

    A program that is not signed in is told so; it has no page to be led to.
    """
    response = client.get(route.address())
    if response.status_code == 401:
        return response["Content-Type"] == MEDIA_TYPE
    if response.status_code == 302:
        return response["Location"].startswith("/masuk/?")
    return response.status_code == 403


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PUBLIC])
def test_Z01_each_role_opens_exactly_its_addresses(world: World, role: Role) -> None:
    opened = {
        route.name: not is_refused(world.client(role), route)
        for route in routes()
        if route.name != "accounts:sign-in"
    }
    expected = {
        name: bool({PUBLIC, ANYONE_SIGNED_IN, role.value} & set(line))
        for name, line in TABLE.items()
        if name != "accounts:sign-in"
    }
    assert opened == expected


def test_Z01_a_stranger_opens_only_what_is_public(world: World) -> None:
    opened = {route.name: not is_refused(Client(), route) for route in routes()}
    assert opened == {name: line == [PUBLIC] for name, line in TABLE.items()}


def test_Z01_a_former_member_keeps_only_what_every_account_may_open(world: World) -> None:
    person = world.person(Role.SECRETARIAT)
    client = world.client(Role.SECRETARIAT)
    person.memberships.update(valid_until="2021-01-01")
    opened = {route.name: not is_refused(client, route) for route in routes()}
    assert opened == {name: line in ([PUBLIC], [ANYONE_SIGNED_IN]) for name, line in TABLE.items()}


def test_Z01_a_view_without_a_declaration_is_refused(world: World) -> None:
    assert Role.PUBLIC not in SIGNED_IN
    undeclared = [route.name for route in routes() if not hasattr(route.view, "access")]
    assert undeclared == []
