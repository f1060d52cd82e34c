"""One target for one seat: the board, its denominator, one of its units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.http import Http404

from prakarsa.foundation.components import Chip
from prakarsa.organisations.seats import Seat
from prakarsa.registry.permissions import can_create
from prakarsa.rules.target.counting import why_not
from prakarsa.rules.target.coverage import Tally, UnitCoverage
from prakarsa.rules.target.timeline import elapsed_share
from prakarsa.targets.facts import AgencyLine, read_facts
from prakarsa.targets.lines import InnovationLine, lines_of
from prakarsa.targets.models import Campaign
from prakarsa.targets.permissions import can_change, can_remind, sees_all_units, sees_unit
from prakarsa.targets.queries import (
    Answer,
    answer_for,
    answer_from,
    campaign_before,
    campaign_for,
    visible_campaigns,
)
from prakarsa.targets.showing.board import (
    Group,
    Help,
    MissFilter,
    UnitLine,
    district_groups,
    help_needed,
    kind_groups,
    miss_chips,
    unit_lines,
)
from prakarsa.targets.showing.timeline import Timeline, timeline_of
from prakarsa.targets.wording import (
    REASONS,
    board_sentence,
    counting_sentences,
    goal_sentence,
    mark_of,
    period_words,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands at the top of every page of a target."""

    campaign: Campaign
    period: str
    sentence: str
    counting: list[str]
    tally: Tally
    elapsed: Fraction
    is_running: bool
    sees_all: bool
    may_change: bool
    may_remind: bool

    @property
    def has_short_source(self) -> bool:
        """Say whether the source fits into the opening sentence."""
        return len(self.campaign.source) <= SHORT


SHORT = 110


def _head(seat: Seat, answer: Answer, at: datetime) -> Head:
    campaign, terms = answer.campaign, answer.terms
    return Head(
        campaign=campaign,
        period=period_words(terms.first, terms.last),
        sentence=board_sentence(campaign),
        counting=counting_sentences(campaign, terms),
        tally=answer.coverage.tally,
        elapsed=elapsed_share(first=terms.first, last=terms.last, as_of=terms.as_of),
        is_running=answer.is_running,
        sees_all=sees_all_units(seat),
        may_change=can_change(seat, campaign),
        may_remind=can_remind(seat, campaign, at=at),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The board: squares for those who help, the units a seat may see that miss, the time."""

    head: Head
    groups: list[Group]
    districts: list[Group]
    lines: list[UnitLine]
    misses: list[UnitLine]
    listed: list[UnitLine]
    chips: list[Chip]
    timeline: Timeline | None
    help: Help | None

    @property
    def last_reminder(self) -> datetime | None:
        """Return when any of the listed units was last reminded."""
        return max((line.reminded_at for line in self.lines if line.reminded_at), default=None)

    @property
    def shows_operators(self) -> bool:
        """Say whether the list names operators: to those who may read names, while it runs."""
        has_names = any(line.operators is not None for line in self.lines)
        return has_names and self.head.is_running

    @property
    def asks_several(self) -> bool:
        """Say whether any unit is asked for more than one innovation."""
        return any(line.unit.owed > 1 for line in self.lines)


def board_for(seat: Seat, key: str, chosen: MissFilter, at: datetime) -> Board:
    """Return the board of one target, with the target before it; raise Http404."""
    campaigns = {each.key: each for each in visible_campaigns(seat)}
    campaign = campaigns.pop(key, None)
    if campaign is None:
        raise Http404
    earlier = campaign_before(campaign, campaigns.values())
    facts = read_facts(campaign.region, [campaign, *([earlier] if earlier else [])])
    answer = answer_from(facts, campaign, at)
    past = answer_from(facts, earlier, at) if earlier else None
    head = _head(seat, answer, at)
    lines = unit_lines(seat, answer, at)
    misses = [line for line in lines if not line.is_met]
    return Board(
        head=head,
        groups=kind_groups(answer) if head.sees_all else [],
        districts=district_groups(answer) if head.sees_all else [],
        lines=lines,
        misses=misses,
        listed=[line for line in misses if chosen.takes(line)],
        chips=miss_chips(misses, chosen, is_running=head.is_running),
        timeline=timeline_of(answer, past),
        help=help_needed(answer) if head.sees_all and head.is_running else None,
    )


@dataclass(frozen=True, slots=True)
class OwingUnit:
    """A unit of the denominator; its mark only where the seat may see it."""

    agency: AgencyLine
    mark: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Denominator:
    """The units that owe a target, and what would count but belongs to none of them."""

    head: Head
    lines: list[OwingUnit]
    without_unit: list[InnovationLine]


def denominator_for(seat: Seat, key: str, at: datetime) -> Denominator:
    """Return the units that owe a target; raise Http404."""
    answer = answer_for(campaign_for(seat, key), at)
    lines = [
        OwingUnit(
            answer.facts.agencies[each.unit.key],
            mark_of(each) if sees_unit(seat, each.unit.key) else None,
        )
        for each in answer.coverage.units
    ]
    spare = answer.coverage.without_unit if sees_all_units(seat) else ()
    return Denominator(_head(seat, answer, at), lines, lines_of([each.key for each in spare]))


@dataclass(frozen=True, slots=True)
class ServiceShare:
    """How many innovations one service of a unit has of those it owes."""

    name: str
    towards: int
    needed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPage:
    """One unit: its goal, what counts and since when, what is on its way, what does not count."""

    head: Head
    agency: AgencyLine
    unit: UnitCoverage
    goal: str
    mark: tuple[str, str]
    counted: list[tuple[InnovationLine, object]]
    in_work: list[InnovationLine]
    others: list[tuple[InnovationLine, str]]
    services: list[ServiceShare]
    may_record: bool


def unit_page_for(seat: Seat, key: str, agency_key: str, at: datetime) -> UnitPage:
    """Return one unit of a target; raise Http404 where the seat may not see it."""
    answer = answer_for(campaign_for(seat, key), at)
    for unit in answer.coverage.units:
        agency = answer.facts.agencies[unit.unit.key]
        if agency.key == agency_key and sees_unit(seat, agency.pk):
            return _unit_page(seat, answer, unit, at)
    raise Http404


def _unit_page(seat: Seat, answer: Answer, unit: UnitCoverage, at: datetime) -> UnitPage:
    agency, facts = answer.facts.agencies[unit.unit.key], answer.facts.innovations
    since = {each.key: each.since for each in unit.counted}
    lines = lines_of(unit.innovations)
    rest = [line for line in lines if line.pk not in since and line.pk not in unit.in_work]
    names = {each.pk: each.name for each in answer.facts.services}
    return UnitPage(
        head=_head(seat, answer, at),
        agency=agency,
        unit=unit,
        goal=goal_sentence(answer.campaign, unit.owed),
        mark=mark_of(unit),
        counted=[(line, since[line.pk]) for line in lines if line.pk in since],
        in_work=[line for line in lines if line.pk in unit.in_work],
        others=[(line, str(REASONS[why_not(facts[line.pk], answer.terms)])) for line in rest],
        services=[
            ServiceShare(names[slot.service], slot.towards, slot.needed)
            for slot in unit.slots
            if slot.service is not None
        ],
        may_record=can_create(seat) and agency.pk in seat.agency_ids,
    )
