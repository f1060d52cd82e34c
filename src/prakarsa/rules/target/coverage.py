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


@dataclass(frozen=True, slots=True)
class Slot:
    """What one service of a unit (None: the unit as a whole) owes and has, each by its day."""

    service: int | None
    needed: int
    days: tuple[date | None, ...]

    @property
    def towards(self) -> int:
        """How many count towards the quota; more than needed do not count."""
        return min(len(self.days), self.needed)

    @property
    def met_since(self) -> date | None:
        """The day the last needed one came; None when too few or a day is unknown."""
        known = sorted(day for day in self.days if day is not None)
        return known[self.needed - 1] if len(known) >= self.needed else None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCoverage:
    """One unit: what it owes and has, all its innovations, what counts, what is in work."""

    unit: Unit
    slots: tuple[Slot, ...]
    innovations: tuple[int, ...]
    counted: tuple[Counted, ...]
    in_work: tuple[int, ...]
    furthest: Work | None

    @property
    def owed(self) -> int:
        """How many innovations the unit owes in all."""
        return sum(slot.needed for slot in self.slots)

    @property
    def towards(self) -> int:
        """How many count towards that."""
        return sum(slot.towards for slot in self.slots)

    @property
    def met_since(self) -> date | None:
        """The day nothing was owed any more; None when something is, or a day is unknown."""
        days = [slot.met_since for slot in self.slots]
        known = [day for day in days if day is not None]
        return max(known) if len(known) == len(days) else None

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
    counted = [(facts, found) for facts in innovations if (found := count(facts, terms))]
    keys = {found.key for _facts, found in counted}
    waiting = [each for each in innovations if each.key not in keys and is_in_work(each, terms)]
    return UnitCoverage(
        unit=unit,
        slots=_slots(unit, quotas[unit.kind], counted),
        innovations=tuple(each.key for each in innovations),
        counted=tuple(found for _facts, found in counted),
        in_work=tuple(each.key for each in waiting),
        furthest=_furthest(waiting),
    )


def _slots(unit: Unit, quota: Quota, counted: Sequence[tuple[Facts, Counted]]) -> tuple[Slot, ...]:
    if not quota.per_service or not unit.services:
        return (Slot(None, quota.needed, tuple(found.since for _facts, found in counted)),)
    days: dict[int | None, list[date | None]] = {}
    for facts, found in counted:
        days.setdefault(facts.service, []).append(found.since)
    return tuple(
        Slot(service, quota.needed, tuple(days.get(service, ()))) for service in unit.services
    )


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
