"""A round for the screen: its lots in order, how each stands, and what was won on the way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse

from prakarsa.auctions.models import AuctionPeriod, Decision, Lot, LotEvent, Offer, Presence, Round
from prakarsa.auctions.queries import period_for, visible_lots
from prakarsa.auctions.queries.panel import members_of, round_for
from prakarsa.auctions.showing.clock import TURNS
from prakarsa.auctions.showing.moves import movement_words
from prakarsa.auctions.showing.values import figure
from prakarsa.auctions.states import Act
from prakarsa.organisations.seats import Seat

State = Lot.State
DECIDED = (State.AGREED, State.IMPOSED, State.LAPSED, State.CONTRACTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundLot:
    """One lot of a round: the value that stands, whose it is, and the gain since the opening."""

    lot: Lot
    agency: str
    value: str
    offer: Offer | None
    decision: Decision | None
    gain: str
    is_on: bool
    went_back: bool


class RoundPage:
    """One round of a period as one seat sees it; nothing is read until it is asked."""

    def __init__(self, seat: Seat, period: AuctionPeriod, held: Round, at: datetime) -> None:
        self.seat, self.period, self.round, self.at = seat, period, held, at

    @property
    def url(self) -> str:
        """Return the address of the round."""
        return reverse("auctions:round", args=[self.period.key, self.round.number])

    @property
    def is_live(self) -> bool:
        """Say whether the round is held today, so that the page looks again by itself."""
        return self.seat.today(self.at) == self.round.held_on

    @cached_property
    def lots(self) -> list[Lot]:
        """Return the lots of the round, and those that went back from it, by their numbers."""
        here = visible_lots(self.seat).filter(period=self.period, round=self.round)
        left = LotEvent.objects.filter(round=self.round, act=Act.POSTPONE).values("lot")
        back = visible_lots(self.seat).filter(period=self.period, pk__in=left)
        found = {lot.pk: lot for lot in [*back, *here]}
        return sorted(found.values(), key=lambda lot: lot.number)

    @cached_property
    def lines(self) -> list[RoundLot]:
        """Return the lots with what was said last."""
        offers = _by_lot(Offer.objects.filter(lot__in=self.lots).order_by("number"))
        rows = Decision.objects.filter(lot__in=self.lots).select_related("offer")
        decisions = {each.lot_id: each for each in rows}
        return [self._line(lot, offers.get(lot.pk, []), decisions.get(lot.pk)) for lot in self.lots]

    def _line(self, lot: Lot, offers: Sequence[Offer], decision: Decision | None) -> RoundLot:
        last = offers[-1] if offers else None
        own = [each for each in offers if each.side == Offer.Side.BIDDER]
        value = decision.value if decision else last.value if last else None
        agencies = list(lot.agencies.all())
        return RoundLot(
            lot=lot,
            agency=agencies[0].agency.name if agencies else "",
            value=figure(value, lot.unit) if value is not None else "",
            offer=last,
            decision=decision,
            gain=movement_words(lot, own[0], own[-1]) if len(own) > 1 else "",
            is_on=lot.state in TURNS,
            went_back=lot.round_id != self.round.pk,
        )

    @property
    def decided(self) -> int:
        """Count the lots that found their end."""
        return sum(lot.state in DECIDED for lot in self.lots)

    @cached_property
    def panel_size(self) -> int:
        """Count the members of the panel."""
        return members_of(self.period).count()

    @cached_property
    def present(self) -> int:
        """Count the members who are there in this round."""
        rows = Presence.objects.filter(round=self.round, is_present=True, member__left_at=None)
        return rows.count()

    @cached_property
    def stamp(self) -> str:
        """Return what changes whenever the page would."""
        facts = [(lot.pk, lot.version) for lot in self.lots], self.present, self.panel_size
        return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def round_page_for(seat: Seat, key: str, number: int, at: datetime) -> RoundPage:
    """Return a round; out of scope and missing are the same Http404."""
    period = period_for(seat, key)
    return RoundPage(seat, period, round_for(period, number), at)


def _by_lot(rows: Iterable[Offer]) -> dict[int, list[Offer]]:
    found: dict[int, list[Offer]] = {}
    for each in rows:
        found.setdefault(each.lot_id, []).append(each)
    return found
