"""The coverage of a target: which units met it, exactly, and what is on its way.

A unit owes its quota; where the quota is per service, as many for each of its services (a unit
without services owes it once). Nothing beyond the quota of one service makes up for another.
The share is met units over owing units; without any unit there is no share, and it is not zero.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from prakarsa.rules.target.counting import Counted, Facts, Terms, Work, count, is_in_work
from prakarsa.rules.target.units import Succession, Unit, heirs_of, owing_units

Group = TypeVar("Group", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Quota:
    """How many innovations a unit of a kind owes, or each of its services."""

    needed: int
    per_service: bool = False


class Standing(StrEnum):
    """Where a unit stands."""

    MET = "met"
    UNDER_WAY = "under_way"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCoverage:
    """One unit: what it owes, what counts towards that, what is in work, when it was met."""

    unit: Unit
    owed: int
    towards: int
    counted: tuple[Counted, ...]
    in_work: tuple[int, ...]
    furthest: Work | None
    met_since: date | None

    @property
    def standing(self) -> Standing:
        """Met when nothing is owed any more; under way when anything counts or is in work."""
        if self.towards >= self.owed:
            return Standing.MET
        return Standing.UNDER_WAY if self.counted or self.in_work else Standing.NOTHING


@dataclass(frozen=True, slots=True)
class Tally:
    """How many units of a group met the target, are under way, or have nothing."""

    total: int
    met: int
    under_way: int

    @property
    def nothing(self) -> int:
        """Units that have nothing yet."""
        return self.total - self.met - self.under_way

    @property
    def share(self) -> Fraction | None:
        """Met over all, exact; None where there is no unit."""
        return Fraction(self.met, self.total) if self.total else None


@dataclass(frozen=True, slots=True)
class Coverage:
    """All units of a campaign, and innovations that would count but belong to none of them."""

    units: tuple[UnitCoverage, ...]
    without_unit: tuple[Counted, ...]

    @property
    def tally(self) -> Tally:
        """The count of all units."""
        return tally(self.units, by=lambda _each: None).get(None, Tally(0, 0, 0))


def cover(
    *,
    units: Iterable[Unit],
    successions: Iterable[Succession] = (),
    innovations: Iterable[Facts],
    quotas: Mapping[str, Quota],
    terms: Terms,
) -> Coverage:
    """Return the coverage of a campaign whose quotas are given by kind of unit."""
    heirs = heirs_of(successions, by=terms.last)
    owing = owing_units(units, heirs=heirs, kinds=quotas, terms=terms)
    keys = {unit.key for unit in owing}
    found: dict[int | None, list[Facts]] = {}
    for facts in innovations:
        owner = None if facts.unit is None else heirs.get(facts.unit, facts.unit)
        found.setdefault(owner if owner in keys else None, []).append(facts)
    covered = tuple(_cover_unit(each, found.get(each.key, ()), quotas, terms) for each in owing)
    spare = (count(facts, terms) for facts in found.get(None, ()))
    return Coverage(covered, tuple(counted for counted in spare if counted is not None))


def _cover_unit(
    unit: Unit, innovations: Sequence[Facts], quotas: Mapping[str, Quota], terms: Terms
) -> UnitCoverage:
    quota = quotas[unit.kind]
    counted = [(facts, found) for facts in innovations if (found := count(facts, terms))]
    keys = {found.key for _facts, found in counted}
    waiting = [each for each in innovations if each.key not in keys and is_in_work(each, terms)]
    slots = _slots(unit, quota, counted)
    met = [_met_since(days, quota.needed) for days in slots]
    is_met = all(len(days) >= quota.needed for days in slots)
    return UnitCoverage(
        unit=unit,
        owed=quota.needed * len(slots),
        towards=sum(min(len(days), quota.needed) for days in slots),
        counted=tuple(found for _facts, found in counted),
        in_work=tuple(each.key for each in waiting),
        furthest=_furthest(waiting),
        met_since=max(filter(None, met), default=None) if is_met and None not in met else None,
    )


def _slots(
    unit: Unit, quota: Quota, counted: Sequence[tuple[Facts, Counted]]
) -> list[list[date | None]]:
    """Return the days of what counts, for the unit as a whole or for each of its services."""
    if not quota.per_service or not unit.services:
        return [[found.since for _facts, found in counted]]
    return [
        [found.since for facts, found in counted if facts.service == service]
        for service in unit.services
    ]


def _met_since(days: Sequence[date | None], needed: int) -> date | None:
    """Return the day the last needed one came; None when too few or a day is unknown."""
    known = sorted(day for day in days if day is not None)
    return known[needed - 1] if len(known) >= needed else None


def _furthest(waiting: Sequence[Facts]) -> Work | None:
    order = list(Work)
    works = [each.work for each in waiting if each.work is not None]
    return max(works, key=order.index, default=None)


def tally(
    units: Iterable[UnitCoverage], *, by: Callable[[UnitCoverage], Group]
) -> dict[Group, Tally]:
    """Count the units of each group, groups in the order of their first unit."""
    counts: dict[Group, Counter[Standing]] = {}
    for each in units:
        counts.setdefault(by(each), Counter())[each.standing] += 1
    return {
        group: Tally(found.total(), found[Standing.MET], found[Standing.UNDER_WAY])
        for group, found in counts.items()
    }
