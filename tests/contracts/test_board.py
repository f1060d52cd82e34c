"""The board: quarters of all contracts a seat follows, as heat map, table and paper."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prakarsa.auctions.models import AuctionPeriod, Mission
from prakarsa.contracts.models import Holder
from prakarsa.contracts.queries import visible_contracts
from prakarsa.contracts.queries.delivery import deliveries_of
from prakarsa.contracts.showing.board import BoardFilter, board_for
from prakarsa.organisations.roles import Role
from tests.auctions.builders import make_period
from tests.contracts.delivering import (
    LATER,
    make_contract,
    make_targets,
    saved,
    submitted,
    verified,
)
from tests.formats import makers
from tests.worlds import World

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)


@pytest.fixture
def period(world: World) -> AuctionPeriod:
    return make_period(world)


@pytest.fixture(autouse=True)
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("board", "delivery"):
        monkeypatch.setattr(f"prakarsa.contracts.views.{module}.now", lambda: LATER)


def page(name: str, *parts: object) -> str:
    return reverse(f"contracts:{name}", args=parts)


def test_each_quarter_is_drawn_by_what_is_known_of_it(world: World, period: AuctionPeriod) -> None:
    contract = make_contract(world, period)
    targets = make_targets(contract, 65, 70, 75, 80)
    verified(world, targets[0], 65)
    submitted(world, targets[1], 70, content=makers.pdf(2))
    make_contract(world, period, state="signing")
    board = board_for(world.seat(Role.MAYOR), BoardFilter(), TODAY)
    (row,) = board.rows
    assert [(each.kind, each.part) for each in row.cells] == [
        ("on_track", "25,00%"), ("waiting", "50,00%"), ("overdue", ""), ("ahead", ""),
    ]  # fmt: skip
    assert board.headline == "0 dari 1 kontrak sesuai jalur"
    assert [group.label for group in board.agencies] == [world.ward.name]


def test_the_filters_narrow_by_year_and_mission(world: World, period: AuctionPeriod) -> None:
    contract, other = make_contract(world, period), make_contract(world, period)
    make_targets(contract, 65)
    make_targets(contract, 70, year=2027)
    second = Mission.objects.create(period=period, number=2, text="Layanan yang mudah")
    other.lot.mission = second
    other.lot.save()
    seat = world.seat(Role.MAYOR)
    board = board_for(seat, BoardFilter(year="2027", mission=str(second.pk)), TODAY)
    assert ([row.contract.pk for row in board.rows], board.year) == ([other.pk], 2027)
    assert [chip.label for chip in board.years] == ["2026", "2027"]
    assert len(board.mission_chips) == 3
    assert board_for(seat, BoardFilter(year="2031"), TODAY).rows == []
    client = world.client(Role.MAYOR)
    for query in ("?tahun=20x6", "?lain=1", "?misi=%3Cb%3E"):
        assert client.get(page("board") + query).status_code == 400


def test_an_agency_sees_its_own_contracts_only(world: World, period: AuctionPeriod) -> None:
    own, other = make_contract(world, period), make_contract(world, period)
    Holder.objects.filter(contract=other).update(agency=world.second_ward)
    board = board_for(world.seat(Role.OPERATOR), BoardFilter(), TODAY)
    assert [row.contract.pk for row in board.rows] == [own.pk]
    assert board_for(world.other_seat(Role.MAYOR), BoardFilter(), TODAY).rows == []
    assert world.client(Role.HR).get(page("board")).status_code == 403


def test_the_board_leaves_as_table_and_paper(world: World, period: AuctionPeriod) -> None:
    contract = make_contract(world, period)
    targets = make_targets(contract, 65, 70)
    verified(world, targets[0], "64.5")
    saved(world, targets[1], 69)
    client: Any = world.client(Role.SECRETARIAT)
    table = b"".join(client.get(page("board-table", "csv")).streaming_content).decode()
    assert "64.5" in table
    assert "22.50" in table
    # A draft is its agency's own business.
    assert "69" not in table
    assert client.get(page("board-table", "xlsx")).status_code == 200
    for url in (page("board-print"), page("quarters-print", contract.key)):
        response = client.get(url)
        assert response.content[:5] == b"%PDF-"
    own = b"".join(client.get(page("quarters-table", contract.key, "csv")).streaming_content)
    assert b"64.5" in own
    missing = world.client(Role.MAYOR, region=world.other)
    assert missing.get(page("quarters-print", contract.key)).status_code == 404


def test_an_empty_board_says_what_comes(world: World) -> None:
    html = world.client(Role.MAYOR).get(page("board")).content.decode()
    assert "Belum ada kontrak yang berjalan tahun ini." in html


def test_a_draft_is_shown_to_its_agency_alone(world: World, period: AuctionPeriod) -> None:
    contract = make_contract(world, period)
    saved(world, make_targets(contract, 65)[0], "64.5")
    shown = {
        role: "capaian 64,50% (22,50% jalan)" in world.client(role).get(
            page("delivery", contract.key)
        ).content.decode()
        for role in (Role.OPERATOR, Role.MAYOR, Role.VERIFIER)
    }  # fmt: skip
    assert shown == {Role.OPERATOR: True, Role.MAYOR: False, Role.VERIFIER: False}


def test_many_contracts_ask_as_much_as_two(world: World, period: AuctionPeriod) -> None:
    def grown(count: int) -> int:
        for _each in range(count):
            verified(world, make_targets(make_contract(world, period), 65)[0], 64)
        seat: Any = world.seat(Role.MAYOR)
        with CaptureQueriesContext(connection) as captured:
            assert deliveries_of(visible_contracts(seat))
            board_for(seat, BoardFilter(), TODAY)
        return len(captured)

    few = grown(2)
    assert grown(3) == few
    client = world.client(Role.MAYOR)
    html = client.get(page("board")).content.decode()
    assert html.count('<use href="#heat-at_risk"/>') == 5 + 1
    assert "kontrak sesuai jalur" in html
