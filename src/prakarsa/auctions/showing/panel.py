"""The panel of a period for one seat: members, who is there in each round, and what ties them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from prakarsa.auctions.models import AuctionPeriod, PanelMember, Presence, Round, Tie
from prakarsa.auctions.permissions import (
    can_add_tie,
    can_change_period,
    can_end_tie,
    can_record_presence,
    is_member,
    reads_ties,
)
from prakarsa.auctions.queries.panel import members_of
from prakarsa.auctions.queries.periods import period_for
from prakarsa.foundation.writing import day
from prakarsa.organisations.seats import Seat, not_ended_on

Capacity = PanelMember.Capacity


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceLine:
    """Whether a member is there in one round; None where nobody has said so."""

    round: Round
    is_present: bool | None
    may_record: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TieLine:
    """One tie, for who may read it."""

    tie: Tie
    days: str
    may_end: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLine:
    """One member as the seat may see them; `ties` is None where the seat may not read them."""

    member: PanelMember
    presences: list[PresenceLine]
    ties: list[TieLine] | None
    is_own: bool
    may_add_tie: bool


class PanelPage:
    """The panel of one period; nothing is read until it is asked."""

    def __init__(self, seat: Seat, period: AuctionPeriod, at: datetime) -> None:
        self.seat, self.period, self.today = seat, period, seat.today(at)

    @property
    def may_change(self) -> bool:
        """Say whether this seat adds and removes members."""
        return can_change_period(self.seat, self.period)

    @cached_property
    def members(self) -> list[PanelMember]:
        """Return who sits on the panel."""
        return list(members_of(self.period))

    @cached_property
    def rounds(self) -> list[Round]:
        """Return the rounds in order."""
        return list(Round.objects.filter(period=self.period))

    @property
    def has_academic(self) -> bool:
        """Say whether there is an academic, without whom there is never a quorum."""
        return any(each.capacity == Capacity.ACADEMIC for each in self.members)

    @property
    def is_enough(self) -> bool:
        """Say whether the panel could have its quorum at all."""
        return len(self.members) >= self.period.quorum and self.has_academic

    @cached_property
    def lines(self) -> list[MemberLine]:
        """Return the members with presence and ties, as far as this seat may read them."""
        return [
            MemberLine(
                member=each,
                presences=self._presences(each),
                ties=self._ties(each) if reads_ties(self.seat, each) else None,
                is_own=is_member(self.seat, each),
                may_add_tie=can_add_tie(self.seat, each),
            )
            for each in self.members
        ]

    def _presences(self, member: PanelMember) -> list[PresenceLine]:
        may = can_record_presence(self.seat, member)
        begun = [each.number for each in self.rounds if each.held_on <= self.today]
        # Members note themselves in the round that runs; the secretariat puts older ones right.
        open_ones = begun if self.may_change else begun[-1:]
        return [
            PresenceLine(
                round=each,
                is_present=self._there.get((each.pk, member.pk)),
                may_record=may and each.number in open_ones,
            )
            for each in self.rounds
        ]

    @cached_property
    def _there(self) -> dict[tuple[int, int], bool]:
        rows = Presence.objects.filter(round__period=self.period)
        return {(each.round_id, each.member_id): each.is_present for each in rows}

    def _ties(self, member: PanelMember) -> list[TieLine]:
        return [
            TieLine(
                tie=each,
                days=days_words(each.valid_from, each.valid_until),
                may_end=can_end_tie(self.seat, member),
            )
            for each in self._all_ties
            if each.member_id == member.pk
        ]

    @cached_property
    def _all_ties(self) -> list[Tie]:
        rows = Tie.objects.filter(not_ended_on(self.today), member__in=self.members)
        return list(rows.select_related("agency").order_by("agency__name", "pk"))


def days_words(first: date | None, until: date | None) -> str:
    """Write from when and until when; empty without either."""
    parts = [day(first) if first else "", day(until) if until else ""]
    return " – ".join(parts) if any(parts) else ""


def panel_page_for(seat: Seat, key: str, at: datetime) -> PanelPage:
    """Return the panel of a period; out of scope and missing are the same Http404."""
    return PanelPage(seat, period_for(seat, key), at)
