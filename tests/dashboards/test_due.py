"""Each home names what the auction and its contracts ask of its seat, and nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from prakarsa.auctions.models import Lot
from prakarsa.contracts.models import QuarterTarget
from prakarsa.contracts.showing.due import due_of
from prakarsa.organisations.roles import Role
from tests.auctions.builders import make_lot, make_period, offer
from tests.contracts.builders import State, make_contract
from tests.worlds import AT, World

pytestmark = pytest.mark.django_db


def words(world: World, role: Role) -> list[str]:
    return [each.words for each in due_of(world.seat(role), at=AT)]


def test_nothing_waits_where_there_is_nothing(world: World) -> None:
    assert {role: words(world, role) for role in Role if role is not Role.PUBLIC} == {
        role: [] for role in Role if role is not Role.PUBLIC
    }


def test_a_lot_waits_for_the_side_whose_turn_it_is(world: World) -> None:
    lot = make_lot(world, make_period(world))
    assert words(world, Role.AGENCY_HEAD) == ["1 lot menunggu tawaran Anda"]
    assert words(world, Role.MAYOR) == []
    offer(world, lot, Role.AGENCY_HEAD, "70")
    assert words(world, Role.AGENCY_HEAD) == []
    for role in (Role.MAYOR, Role.SECRETARY, Role.PANEL):
        assert words(world, role) == ["1 lot menunggu jawaban panel"]


def test_testers_and_planners_see_what_waits_for_them(world: World) -> None:
    period = make_period(world)
    for state in (Lot.State.DATA_TEST, Lot.State.TESTED, Lot.State.NOT_READY, Lot.State.AGREED):
        make_lot(world, period, state=state, round=None)
    assert words(world, Role.VERIFIER) == ["1 lot menunggu uji data"]
    assert words(world, Role.SECRETARIAT) == ["2 lot menunggu jadwal", "1 lot menunggu kontrak"]


def test_a_text_waits_for_whoever_signs_next(world: World) -> None:
    contract = make_contract(world, State.SIGNING)
    assert words(world, Role.AGENCY_HEAD) == ["1 kontrak menunggu tanda tangan Anda"]
    assert words(world, Role.MAYOR) == []
    assert contract.state == State.SIGNING


def test_quarters_that_ended_wait_for_the_head(world: World) -> None:
    contract = make_contract(world)
    for quarter, due in ((2, date(2026, 7, 15)), (3, date(2026, 10, 15))):
        QuarterTarget.objects.create(
            contract=contract, year=2026, quarter=quarter, value=Decimal(65), due_on=due
        )
    assert words(world, Role.AGENCY_HEAD) == ["1 triwulan belum dilaporkan"]


def test_the_homes_show_it(world: World) -> None:
    lot = make_lot(world, make_period(world))
    offer(world, lot, Role.AGENCY_HEAD, "70")
    page = world.client(Role.PANEL).get("/beranda/").content.decode()
    assert "1 lot menunggu jawaban panel" in page
    assert "menunggu jawaban panel" not in (
        world.client(Role.OPERATOR).get("/beranda/").content.decode()
    )
