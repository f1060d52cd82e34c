"""The periods of a region, and one of them with its calendar and its panel."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from prakarsa.auctions.models import AuctionPeriod, Lot, Mission, PanelMember, Round
from prakarsa.auctions.permissions import can_change_period, can_make_lot, can_plan
from prakarsa.auctions.queries import period_for, visible_lots, visible_periods
from prakarsa.auctions.queries.testing import waiting_lots
from prakarsa.auctions.states import OPEN_STATES, Act, roles_for
from prakarsa.organisations.roles import AGENCY_ROLES
from prakarsa.organisations.seats import Seat
from prakarsa.rules.contract.book import Book, known_books, open_book

State = Lot.State
DECIDED = (State.AGREED, State.IMPOSED, State.CONTRACTED)
Capacity = PanelMember.Capacity


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """A period in the list, with the lots the seat follows."""

    period: AuctionPeriod
    lots: int
    decided: int

    @property
    def is_open(self) -> bool:
        """Say whether the period still takes acts."""
        return self.period.closed_at is None and not self.period.is_reported


@dataclass(frozen=True, slots=True)
class Calendar:
    """All periods of a region as one seat sees them."""

    lines: list[PeriodLine]
    may_plan: bool
    # How many lots wait for a test; None for seats that test none.
    waiting: int | None

    @property
    def open(self) -> int:
        """Count the periods that are open."""
        return sum(line.is_open for line in self.lines)


def calendar_for(seat: Seat) -> Calendar:
    """Return the periods a seat follows, the newest first, in two queries."""
    counts: dict[int, tuple[int, int]] = {
        pk: (lots, decided)
        for pk, lots, decided in visible_lots(seat)
        .order_by()
        .values_list("period_id")
        .annotate(lots=Count("pk"), decided=Count("pk", filter=Q(state__in=DECIDED)))
    }
    lines = [PeriodLine(each, *counts.get(each.pk, (0, 0))) for each in visible_periods(seat)]
    waiting = waiting_lots(seat).count() if seat.role in roles_for(Act.PASS) else None
    return Calendar(sorted(lines, key=lambda line: not line.is_open), can_plan(seat), waiting)


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round in the calendar, with how many lots of the seat's are set for it."""

    round: Round
    lots: int
    is_past: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodPage:
    """One period: missions, calendar, panel, and where its lots stand."""

    period: AuctionPeriod
    missions: list[Mission]
    rounds: list[RoundLine]
    members: list[PanelMember]
    book: Book | None
    by_state: dict[str, int]
    may_change: bool
    may_add_lot: bool
    # An agency's seat follows the lots of its own agency only.
    is_narrow: bool

    @property
    def total(self) -> int:
        """Count the lots the seat follows."""
        return sum(self.by_state.values())

    @property
    def still_open(self) -> int:
        """Count the lots that are not decided and not withdrawn."""
        return sum(self.by_state.get(state.value, 0) for state in OPEN_STATES)

    @property
    def decided(self) -> int:
        """Count the lots that have a promise."""
        return sum(self.by_state.get(state.value, 0) for state in DECIDED)

    @property
    def has_academic(self) -> bool:
        """Say whether the panel has an academic, without whom it never has a quorum."""
        return any(each.capacity == Capacity.ACADEMIC for each in self.members)

    @property
    def missing_rounds(self) -> int:
        """Count the rounds that have no day yet."""
        return self.period.round_count - len(self.rounds)


def period_page_for(seat: Seat, key: str, at: datetime) -> PeriodPage:
    """Return one period for a seat; raise Http404 out of its scope."""
    period = period_for(seat, key)
    states = Counter(visible_lots(seat).filter(period=period).values_list("state", flat=True))
    members = period.panel.filter(left_at=None).select_related("person")
    return PeriodPage(
        period=period,
        missions=list(period.missions.all()),
        rounds=_rounds(seat, period, seat.today(at)),
        members=list(members),
        book=open_book(period.book) if period.book in known_books() else None,
        by_state=dict(states),
        may_change=can_change_period(seat, period),
        may_add_lot=can_make_lot(seat, period),
        is_narrow=seat.role in AGENCY_ROLES,
    )


def _rounds(seat: Seat, period: AuctionPeriod, today: date) -> list[RoundLine]:
    lots = Counter(visible_lots(seat).filter(period=period).values_list("round_id", flat=True))
    return [
        RoundLine(each, lots[each.pk], each.held_on < today) for each in period.rounds.all()
    ]  # fmt: skip
