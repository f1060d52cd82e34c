"""The path of one lot: what was offered, agreed, signed and reached, in order, with its reasons."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from prakarsa.contracts.queries.path import path_for
from prakarsa.contracts.showing.path import Kind, path_page
from prakarsa.organisations.roles import Role
from tests.contracts.builders import make_contract as make_signed
from tests.contracts.delivering import make_contract, make_targets, verified
from tests.worlds import World

pytestmark = pytest.mark.django_db


def test_the_path_goes_from_baseline_over_offers_to_what_was_reached(world: World) -> None:
    contract = make_signed(world)
    verified(world, make_targets(contract, 65)[0], 66)
    page = path_page(path_for(world.seat(Role.MAYOR), contract.key))
    drawn = [(each.station.kind, each.station.value) for each in page.dots]
    assert [kind for kind, _value in drawn if kind is not Kind.VERIFIED] == [
        Kind.BASELINE, Kind.BIDDER, Kind.DECISION, Kind.TEXT,
    ]  # fmt: skip
    assert (Kind.VERIFIED, Decimal(66)) in drawn
    assert "Tawaran 1" in page.spoken
    days = [each.on for each in page.stations]
    assert days == sorted(days)


def test_the_page_shows_picture_and_reasons_to_those_who_follow(world: World) -> None:
    contract = make_signed(world)
    url = reverse("contracts:path", args=[contract.key])
    html = world.client(Role.OPERATOR).get(url).content.decode()
    assert "Dari tawaran pertama sampai hari ini" in html
    assert "Karena begitu." in html
    assert "<polyline" in html
    assert world.client(Role.OPERATOR, region=world.other).get(url).status_code == 404
    assert world.client(Role.FINANCE).get(url).status_code == 403


def test_a_contract_without_offers_still_has_a_path(world: World) -> None:
    contract = make_contract(world, state="signing")
    html = world.client(Role.MAYOR).get(reverse("contracts:path", args=[contract.key]))
    assert "Titik nol" in html.content.decode()


def test_the_path_leaves_as_table_and_paper(world: World) -> None:
    contract = make_signed(world)
    client = world.client(Role.SECRETARIAT)
    table: Any = client.get(reverse("contracts:path-table", args=[contract.key, "csv"]))
    assert b"Karena begitu." in b"".join(table.streaming_content)
    paper = client.get(reverse("contracts:path-print", args=[contract.key]))
    assert paper.content[:5] == b"%PDF-"
    other = world.client(Role.MAYOR, region=world.other)
    for name, parts in (("path-table", ("csv",)), ("path-print", ())):
        url = reverse(f"contracts:{name}", args=[contract.key, *parts])
        assert other.get(url).status_code == 404
