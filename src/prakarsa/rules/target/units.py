"""Which units owe a target: the denominator, and who answers for units that are gone.

The denominator are the units of a kind with a quota that existed on any day of the period. A unit
that carried on under one other unit (renamed or merged) by the end of the period is not counted
beside it: the heir owes, and what the former unit brought counts for the heir. Where a unit was
split among several heirs no rule says whose its innovations are: it stays in the list itself.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from prakarsa.rules.target.counting import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit with its kind and validity (`valid_until` exclusive) and its services."""

    key: int
    kind: str
    valid_from: date | None = None
    valid_until: date | None = None
    services: tuple[int, ...] = ()

    def existed_in(self, terms: Terms) -> bool:
        """Say whether the unit existed on any day of the period."""
        began = self.valid_from is None or self.valid_from <= terms.last
        return began and (self.valid_until is None or self.valid_until > terms.first)


@dataclass(frozen=True, slots=True)
class Succession:
    """One unit carried on another from a day on."""

    former: int
    heir: int
    since: date


def heirs_of(successions: Iterable[Succession], *, by: date) -> dict[int, int]:
    """Return the last single heir of each unit that had exactly one by a day."""
    heirs: dict[int, set[int]] = {}
    for each in successions:
        if each.since <= by:
            heirs.setdefault(each.former, set()).add(each.heir)
    single = {former: next(iter(found)) for former, found in heirs.items() if len(found) == 1}
    return {former: _follow(former, single) for former in single}


def _follow(former: int, single: Mapping[int, int]) -> int:
    seen = {former}
    heir = single[former]
    while heir in single and heir not in seen:
        seen.add(heir)
        heir = single[heir]
    return heir


def owing_units(
    units: Iterable[Unit], *, heirs: Mapping[int, int], kinds: Collection[str], terms: Terms
) -> tuple[Unit, ...]:
    """Return the denominator, in the order given."""
    return tuple(
        unit
        for unit in units
        if unit.kind in kinds and unit.existed_in(terms) and unit.key not in heirs
    )
