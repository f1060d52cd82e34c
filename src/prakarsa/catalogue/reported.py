"""What everybody sees of a target that public sources report.

Counted from the catalogue and nothing else, so that no draft, proof or person can show through;
and no unit that has nothing is pointed at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from prakarsa.catalogue.models import Entry
from prakarsa.catalogue.queries import Card, cards_of
from prakarsa.organisations.models import Agency
from prakarsa.rules.target.counting import Facts, Milestone
from prakarsa.rules.target.coverage import UnitCoverage
from prakarsa.targets.models import Campaign
from prakarsa.targets.queries import Answer, public_answer, reported_campaigns
from prakarsa.targets.wording import board_sentence, period_words


@dataclass(frozen=True, slots=True)
class ReportedLine:
    """A reported target in a list: its period, its units, and how many of them sources name."""

    campaign: Campaign
    period: str
    units: int
    named: int


@dataclass(frozen=True, slots=True)
class KindLine:
    """The units of one kind: how many there are, have something, and meet the target."""

    label: str
    units: int
    named: int
    met: int


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit that has something, and the innovations that count."""

    name: str
    owed: int
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedBoard:
    """One reported target. `all_units` are the names of all units that are counted."""

    campaign: Campaign
    period: str
    sentence: str
    kinds: list[KindLine]
    named: list[NamedUnit]
    without_unit: list[Card]
    all_units: list[str]

    @property
    def asks_several(self) -> bool:
        """Say whether any unit is asked for more than one innovation."""
        return any(quota.needed > 1 for quota in self.campaign.quotas.all())


def reported_lines(at: datetime) -> list[ReportedLine]:
    """Return every reported target, by region and the newest first."""
    rows = reported_campaigns().order_by("region__name", "-starts_on")
    return [_line(row, at) for row in rows]


def _line(campaign: Campaign, at: datetime) -> ReportedLine:
    units = public_answer(campaign, _public_facts(campaign), at).coverage.units
    period = period_words(campaign.starts_on, campaign.ends_on)
    return ReportedLine(campaign, period, len(units), sum(bool(each.counted) for each in units))


def reported_of(region_slug: str) -> list[Campaign]:
    """Return the reported targets of one region."""
    return list(reported_campaigns().filter(region__slug=region_slug))


def has_reported() -> bool:
    """Say whether there is any reported target at all."""
    return reported_campaigns().exists()


def reported_board(key: str, at: datetime) -> ReportedBoard:
    """Return one reported target; raise Http404 for any other."""
    campaign = reported_campaigns().filter(key=key).first()
    if campaign is None:
        raise Http404
    answer = public_answer(campaign, _public_facts(campaign), at)
    units = answer.coverage.units
    names = {pk: each.name for pk, each in answer.facts.agencies.items()}
    spare = [each.key for each in answer.coverage.without_unit]
    cards = cards_of([*(each.key for unit in units for each in unit.counted), *spare])
    return ReportedBoard(
        campaign=campaign,
        period=period_words(campaign.starts_on, campaign.ends_on),
        sentence=board_sentence(campaign),
        kinds=_kinds(units),
        named=list(_named(answer, cards)),
        without_unit=[cards[pk] for pk in spare if pk in cards],
        all_units=sorted(names[each.unit.key] for each in units),
    )


def _public_facts(campaign: Campaign) -> Iterator[Facts]:
    """Yield the innovations of the catalogue: who has them, and the year they tell of."""
    rows = Entry.objects.filter(region=campaign.region)
    for pk, agency, year in rows.values_list("innovation_id", "agency_id", "year"):
        published = {Milestone.PUBLISHED: (campaign.ends_on,)}
        yield Facts(key=pk, unit=agency, reached=published, used_year=year or None)


def _kinds(units: Collection[UnitCoverage]) -> list[KindLine]:
    all_of, named, met = Counter[str](), Counter[str](), Counter[str]()
    for each in units:
        all_of[each.unit.kind] += 1
        named[each.unit.kind] += bool(each.counted)
        met[each.unit.kind] += each.towards >= each.owed
    return [
        KindLine(str(Agency.Kind(kind).label), count, named[kind], met[kind])
        for kind, count in all_of.most_common()
    ]


def _named(answer: Answer, cards: dict[int, Card]) -> Iterator[NamedUnit]:
    """Yield the units that have something, those with the most in front."""
    having = [each for each in answer.coverage.units if each.counted]
    for each in sorted(having, key=lambda unit: -len(unit.counted)):
        counted = tuple(cards[row.key] for row in each.counted if row.key in cards)
        yield NamedUnit(answer.facts.agencies[each.unit.key].name, each.owed, counted)
