"""Z07: every list takes a closed set of filters, and answers any other in the same way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.paginator import Page
from django.test import Client

from prakarsa.foundation.access import Access
from prakarsa.organisations.roles import Role
from tests.architecture.routes import Route, routes
from tests.worlds import World

# Paths of models as a forged filter or order would write them.
PATHS = (
    "agency__memberships__person__nip__startswith", "region__people__email", "state__in",
    "-created_by_key", "password", "order", "sort", "urut__x",
)  # fmt: skip
CLOSED = {
    "registry:list": ("keadaan", "jenis", "tahun", "urusan"),
    "evidence:queue": ("edisi", "lama"),
    "targets:list": (),
    "contracts:list": ("keadaan", "tahun"),
    "contracts:queue": (),
    "contracts:watching": ("isyarat",),
    "auctions:list": (),
    "auctions:tests": (),
    "audit:list": ("tindakan", "jenis"),
    "jobs:list": (),
    "notices:list": ("topik",),
    "notices:outgoing": ("status",),
    "operations:requests": (),
    "organisations:agencies": ("jenis",),
    "organisations:people": (),
    "organisations:regions": (),
    "organisations:invitations": (),
}


def role_for(route: Route) -> Role:
    access: Access = vars(route.view)["access"]
    return next(role for role in Role if role in access.roles and role is not Role.PUBLIC)


def client_for(world: World, route: Route) -> Client:
    return world.client(role_for(route))


def lists(world: World) -> Iterator[Route]:
    """Yield every page without parameters that shows a page of a list."""
    for route in routes():
        if route.converters:
            continue
        answer = client_for(world, route).get(route.address())
        context = getattr(answer, "context", None) or ()
        names = set().union(*(each.flatten() for each in context if hasattr(each, "flatten")))
        if "page" in names and isinstance(answer.context["page"], Page):
            yield route


@pytest.mark.django_db
def test_Z07_every_list_is_tried(world: World) -> None:
    assert {route.name for route in lists(world)} - {"notices:mails"} == set(CLOSED)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(CLOSED))
def test_Z07_a_name_or_value_outside_the_closed_list_is_a_bad_request(
    world: World, name: str
) -> None:
    route = next(each for each in routes() if each.name == name)
    client, address = client_for(world, route), route.address()
    assert client.get(address, {"page": "1", "utm_source": "wa"}).status_code == 200
    for path in PATHS:
        assert client.get(address, {path: "1"}).status_code == 400, path
    for filter_name in CLOSED[name]:
        for path in PATHS:
            assert client.get(address, {filter_name: path}).status_code == 400, filter_name
        assert client.get(address, {filter_name: ""}).status_code == 200


@pytest.mark.django_db
def test_Z07_every_export_refuses_what_its_list_refuses(world: World) -> None:
    tried = set()
    for route in routes():
        if set(dict(route.converters)) != {"kind"}:
            continue
        client, address = client_for(world, route), route.address(kind="csv")
        if client.get(address).status_code == 200:
            tried.add(route.name)
            for path in PATHS:
                assert client.get(address, {path: "1"}).status_code == 400, (route.name, path)
    assert {"registry:export", "organisations:people-export", "jobs:export"} <= tried


def test_a_bad_request_is_a_plain_page(world: World) -> None:
    page = world.client(Role.OPERATOR).get("/inovasi/", {"x__y": "1"})
    assert page.status_code == 400
    assert "<h1" in page.content.decode()
