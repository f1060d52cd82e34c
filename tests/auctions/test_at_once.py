"""M03: of acceptances and offers given at once exactly one counts, and the others read why."""

from __future__ import annotations

from decimal import Decimal

import pytest

from prakarsa.accounts.models import Person
from prakarsa.auctions.actions.negotiation import OfferTerms, accept_offer, make_offer
from prakarsa.auctions.models import Decision, Lot, LotEvent, Offer, PanelMember, Presence
from prakarsa.auctions.refusals import TooLate
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat
from tests.auctions.builders import END, make_lot, make_period, offer
from tests.crowds import at_once, crowd, seats
from tests.worlds import AT, World, make_world


@pytest.fixture
def home(shared_database: str) -> World:
    """Return the world in a database that several connections share."""
    return make_world()


def sit_down(lot: Lot, seats: list[Seat]) -> None:
    """Put these people on the panel of the lot, and in the room."""
    for seat in seats:
        person = Person.objects.get(pk=seat.person.pk if seat.person else None)
        member = PanelMember.objects.create(period=lot.period, person=person, capacity="academic")
        Presence.objects.create(
            round=lot.round, member=member, is_present=True, recorded_by_key="x", recorded_at=AT
        )


def test_M03_one_of_many_acceptances_counts(home: World) -> None:
    lot = offer(home, make_lot(home, make_period(home)), Role.AGENCY_HEAD, "70")
    panel = seats(home, Role.PANEL)
    sit_down(lot, panel)

    def accept(seat: Seat) -> str:
        try:
            accept_offer(seat=seat, lot=lot, number=1, version=lot.version, at=AT)
        except TooLate as late:
            return str(late.messages[0]).split(",")[0]
        return "accepted"

    told = at_once([lambda seat=seat: accept(seat) for seat in panel])
    late = "Lot ini berubah sejak Anda membukanya: Tawaran diterima"
    assert told == sorted(["accepted"] + [late] * (crowd() - 1))
    assert Decision.objects.count() == 1
    assert LotEvent.objects.filter(act="accept").count() == 1
    assert Lot.objects.get(pk=lot.pk).state == Lot.State.AGREED


def test_M03_an_offer_and_a_counter_at_once_leave_one_of_them(home: World) -> None:
    lot = make_lot(home, make_period(home))
    heads = seats(home, Role.AGENCY_HEAD, home.ward)

    def name(seat: Seat, number: int) -> str:
        terms = OfferTerms(value=Decimal(70 + number), day=END, reason="Karena begitu.")
        try:
            make_offer(seat=seat, lot=lot, terms=terms, version=lot.version, at=AT)
        except TooLate:
            return "too late"
        return "offered"

    told = at_once(
        [lambda seat=seat, number=number: name(seat, number) for number, seat in enumerate(heads)]
    )
    assert told == ["offered"] + ["too late"] * (crowd() - 1)
    assert Offer.objects.count() == 1
