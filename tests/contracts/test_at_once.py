"""M03: of signatures given at once each place gets one, and the others read why."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from prakarsa.auctions.refusals import TooLate as LotTooLate
from prakarsa.audit.verification import verify
from prakarsa.contracts.actions.changing import take_back
from prakarsa.contracts.actions.making import Making, make_contract
from prakarsa.contracts.actions.signing import sign_contract
from prakarsa.contracts.models import PerformanceContract, Signature, VersionEnd
from prakarsa.contracts.refusals import AlreadySigned, NotNow, TooLate
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat
from tests.contracts.builders import State, agreed_lot, fresh, shown, sign
from tests.contracts.builders import make_contract as made
from tests.contracts.test_changing import amend
from tests.crowds import at_once, crowd, seats
from tests.worlds import AT, World, make_world


@pytest.fixture
def home(shared_database: str) -> World:
    """Return the world in a database that several connections share."""
    return make_world()


def signing(contract: PerformanceContract, seat: Seat) -> Callable[[], str]:
    """Return an act that signs the place that is next now, and says what it was told."""
    seen = shown(contract)

    def act() -> str:
        try:
            sign_contract(seat=seat, contract=contract, shown=seen, proved_at=AT, at=AT)
        except AlreadySigned as late:
            return str(late.messages[0]).split(" pada ")[0].partition(" ditandatangani ")[0]
        except NotNow as late:
            return str(late.messages[0])
        return "signed"

    return act


def test_M03_one_signature_for_each_place(home: World) -> None:
    contract = made(home, State.SIGNING)
    heads = seats(home, Role.AGENCY_HEAD, home.ward)
    told = at_once([signing(contract, seat) for seat in heads])
    assert told == ["Tempat ini sudah"] * (crowd() - 1) + ["signed"]
    mayors = seats(home, Role.MAYOR)
    told = at_once([signing(contract, seat) for seat in mayors])
    words = "Langkah ini tidak dapat dilakukan: kontrak ini sekarang “Berjalan”."
    assert told == [words] * (crowd() - 1) + ["signed"]
    assert list(Signature.objects.values_list("order", flat=True)) == [1, 2]
    assert fresh(contract).state == State.RUNNING
    assert verify().is_whole


def test_M04_one_person_who_clicks_many_times_signs_once(home: World) -> None:
    contract = made(home, State.SIGNING)
    for role in (Role.AGENCY_HEAD, Role.MAYOR):
        seat = home.seat(role)
        assert at_once([signing(contract, seat)] * crowd()) == ["signed"] * crowd()
    assert Signature.objects.count() == 2


def test_M03_one_lot_becomes_one_contract(home: World) -> None:
    lot, planners = agreed_lot(home), seats(home, Role.SECRETARIAT)

    def make(seat: Seat, number: int) -> str:
        making = Making(number=f"050/{number}")
        try:
            make_contract(seat=seat, lot=lot, making=making, version=lot.version, at=AT)
        except LotTooLate:
            return "too late"
        return "made"

    told = at_once([
        lambda seat=seat, number=number: make(seat, number)
        for number, seat in enumerate(planners)
    ])  # fmt: skip
    assert told == ["made"] + ["too late"] * (crowd() - 1)
    assert PerformanceContract.objects.count() == 1


def test_M03_the_last_signature_and_taking_back_leave_one_of_them(home: World) -> None:
    contract = made(home)
    amend(home, contract)
    sign(contract, home.seat(Role.AGENCY_HEAD))
    version = fresh(contract).version
    mayors = [signing(contract, seat) for seat in seats(home, Role.MAYOR)[: crowd() // 2]]

    def end(seat: Seat) -> str:
        try:
            take_back(seat=seat, contract=contract, reason="x", version=version, at=AT)
        except TooLate:
            return "too late"
        return "taken back"

    planners = seats(home, Role.SECRETARIAT)[: crowd() // 2]
    told = at_once([*mayors, *(lambda seat=seat: end(seat) for seat in planners)])
    assert (told.count("signed"), told.count("taken back")) in ((1, 0), (0, 1))
    ended, signed = VersionEnd.objects.count(), Signature.objects.filter(version__number=2).count()
    assert (ended, signed) in ((0, 2), (1, 1))
    assert fresh(contract).state == State.RUNNING
