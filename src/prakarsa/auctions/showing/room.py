"""The room of one lot for one seat: whose turn it is, what was offered, and what can be done."""

from __future__ import annotations

import hashlib
from datetime import datetime
from fractions import Fraction
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from prakarsa.auctions.models import DataTest, Decision, Lot, LotAgency, Offer
from prakarsa.auctions.queries import history_of, lot_for, panel_of
from prakarsa.auctions.queries.offers import data_test_of, decision_of, offers_of, spoken_of
from prakarsa.auctions.queries.panel import Panel
from prakarsa.auctions.showing.chart import Chart, Facts, chart_of
from prakarsa.auctions.showing.clock import TURNS, Clock, clock_of
from prakarsa.auctions.showing.doings import Doings
from prakarsa.auctions.showing.facts import NumberRow, RoomFacts, number_rows
from prakarsa.auctions.showing.said import Said, said_in
from prakarsa.auctions.showing.sitting import SittingLine, quorum_words, sitting_lines
from prakarsa.auctions.showing.values import figure
from prakarsa.organisations.models import Agency
from prakarsa.organisations.seats import Seat
from prakarsa.rules.contract.pace import past_pace
from prakarsa.rules.contract.record import Measured
from prakarsa.rules.progress import Better

State = Lot.State
LIVE = (State.SCHEDULED, State.PRESENTED, State.COUNTERED)


class Room:
    """Everything one seat sees of a lot before its panel; nothing is read until it is asked."""

    def __init__(self, seat: Seat, lot: Lot, at: datetime) -> None:
        self.seat, self.lot, self.at = seat, lot, at

    @property
    def url(self) -> str:
        """Return the address of the room."""
        return reverse("auctions:room", args=[self.lot.key])

    @cached_property
    def agencies(self) -> list[Agency]:
        """Return the agencies of the lot, the one that answers first in front."""
        rows: list[LotAgency] = list(self.lot.agencies.all())
        return [each.agency for each in rows]

    @property
    def bidder(self) -> str:
        """Return the name of the agency that bids."""
        return self.agencies[0].name if self.agencies else _("Perangkat daerah")

    @property
    def is_live(self) -> bool:
        """Say whether the panel sits on this lot, so that the page looks again by itself."""
        return self.lot.state in LIVE

    @cached_property
    def panel(self) -> Panel:
        """Return the panel before this lot."""
        return panel_of(self.lot, on=self.seat.today(self.at))

    @cached_property
    def stamp(self) -> str:
        """Return what changes whenever the page would: version of the lot, and who is there."""
        there = [(each.member.pk, each.is_present, each.tie) for each in self.panel.sittings]
        return hashlib.sha256(repr((self.lot.version, there)).encode()).hexdigest()[:16]

    @cached_property
    def sittings(self) -> list[SittingLine]:
        """Return the members of the panel as this seat may see them."""
        return sitting_lines(self.panel, self.seat)

    @property
    def quorum(self) -> str:
        """Say whether the panel can answer this lot."""
        return quorum_words(self.panel)

    @cached_property
    def offers(self) -> list[Offer]:
        """Return the offers, the first one first."""
        return offers_of(self.lot)

    @property
    def last(self) -> Offer | None:
        """Return the offer that stands."""
        return self.offers[-1] if self.offers else None

    @property
    def last_side(self) -> str:
        """Name the side whose offer stands."""
        return self.facts.side_name(self.last.side) if self.last else ""

    @property
    def last_words(self) -> str:
        """Write the value of the offer that stands."""
        return figure(self.last.value, self.lot.unit) if self.last else ""

    @cached_property
    def decision(self) -> Decision | None:
        """Return how the negotiation ended."""
        return decision_of(self.lot)

    @property
    def plan_words(self) -> str:
        """Write the end the agency planned when it made the lot."""
        return figure(self.lot.end_value, self.lot.unit)

    @property
    def decision_words(self) -> str:
        """Write the value that was decided."""
        if self.decision is None or self.decision.value is None:
            return ""
        return figure(self.decision.value, self.lot.unit)

    @cached_property
    def clock(self) -> Clock | None:
        """Return the clock of the turn that runs."""
        return clock_of(self.lot, self.at)

    @property
    def is_waiting_long(self) -> bool:
        """Say whether a turn runs that was left for another day."""
        return self.lot.state in TURNS and self.clock is None

    @property
    def turn(self) -> str:
        """Say whose turn it is, or how the lot stands."""
        if self.lot.state == State.SCHEDULED:
            return _("Menunggu tawaran pembuka")
        return self.lot.get_state_display()

    @cached_property
    def known(self) -> list[Measured]:
        """Return the agency's own past values up to the baseline, which is the last of them."""
        lot = self.lot
        if lot.baseline is None or lot.baseline_on is None:
            return []
        first = lot.baseline_on
        past = [each for each in history_of(lot) if each.day < first]
        return [*past, Measured(first, Fraction(lot.baseline))]

    @cached_property
    def pace(self) -> Fraction | None:
        """Return the change per year towards the better of the values known."""
        if not self.known:
            return None
        better = Better(self.lot.direction)
        return past_pace(known=self.known[:-1], now=self.known[-1], better=better)

    @cached_property
    def facts(self) -> RoomFacts:
        """Return the figures beside the last offer."""
        return RoomFacts(self.lot, self.offers, self.known, self.pace, self.bidder)

    @cached_property
    def chart(self) -> Chart | None:
        """Return the drawing of the offers."""
        return chart_of(Facts(self.lot, self.known, self.offers, self.pace))

    @property
    def numbers(self) -> list[NumberRow]:
        """Return what is drawn as a table: the offers, the newest first, then the past."""
        return number_rows(self.offers, self.known, self.facts)

    @cached_property
    def said(self) -> list[Said]:
        """Return offers and what was said between them, the newest first."""
        events = spoken_of(self.lot)
        return said_in(self.lot, self.offers, events, self.facts, self.seat.today(self.at))

    @cached_property
    def data_test(self) -> DataTest | None:
        """Return the test that accepted the baseline."""
        return data_test_of(self.lot)

    @property
    def baseline_words(self) -> str:
        """Write the baseline."""
        return figure(self.lot.baseline, self.lot.unit)

    @cached_property
    def doings(self) -> Doings:
        """Return what this seat can do now, and why not where it cannot."""
        return Doings(self.seat, self.lot, self.panel, self.last, self.seat.today(self.at))


def room_for(seat: Seat, key: str, at: datetime) -> Room:
    """Return the room of a lot; out of scope and missing are the same Http404."""
    return Room(seat, lot_for(seat, key), at)
