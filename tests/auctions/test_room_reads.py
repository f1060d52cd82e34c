"""How much the room and a round ask of the database, however much was said."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from prakarsa.auctions.models import AuctionPeriod, Lot
from prakarsa.organisations.roles import Role
from tests.auctions.builders import make_lot, offer
from tests.worlds import AT, World, make_person

pytestmark = pytest.mark.django_db


def asked(client: Client, address: str, **options: Any) -> int:
    with travel(AT, tick=False), CaptureQueriesContext(connection) as questions:
        assert client.get(address, **options).status_code in (200, 204)
    return len(questions)


def test_the_room_asks_as_much_after_one_offer_as_after_five(world: World, lot: Lot) -> None:
    client, address = world.client(Role.MAYOR), reverse("auctions:room", args=[lot.key])
    lot = offer(world, lot, Role.AGENCY_HEAD, "70")
    asked(client, address)
    first = asked(client, address)
    for role, value in ((Role.MAYOR, "85"), (Role.AGENCY_HEAD, "72"), (Role.SECRETARY, "80"),
                        (Role.AGENCY_HEAD, "75")):  # fmt: skip
        lot = offer(world, lot, role, value)
    assert asked(client, address) == first


def test_a_round_asks_as_much_for_one_lot_as_for_three(
    world: World, period: AuctionPeriod, lot: Lot
) -> None:
    client = world.client(Role.MAYOR)
    address = reverse("auctions:round", args=[period.key, 1])
    offer(world, lot, Role.AGENCY_HEAD, "70")
    asked(client, address)
    first = asked(client, address)
    for title in ("Banjir", "Stunting"):
        offer(world, make_lot(world, period, title=title), Role.AGENCY_HEAD, "70")
    assert asked(client, address) == first


def test_the_panel_page_asks_as_much_for_three_members_as_for_more(
    world: World, period: AuctionPeriod
) -> None:
    client = world.client(Role.SECRETARIAT)
    address = reverse("auctions:panel", args=[period.key])
    asked(client, address)
    first = asked(client, address)
    for name in ("Arif Budiman", "Ratna Wijayanti"):
        person = make_person(name, Role.PANEL, world.home, None)
        period.panel.create(person=person, capacity="academic")
    assert asked(client, address) == first
