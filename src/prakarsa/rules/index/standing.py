"""Where a region stands: its answers, and the sums that the formula and the advice work on."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from prakarsa.rules.index.edition import Edition
from prakarsa.rules.index.formula import Sums


class Change(NamedTuple):
    """What a step adds to a region: points in hundredths, innovations, and their affairs.

    `affairs` names the basic affair of each innovation that comes (`gained`) or goes (`lost`).
    """

    spd_hundredths: int = 0
    sid_sum_hundredths: int = 0
    innovations: int = 0
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standing:
    """The counted sums of a region; `affair_counts` counts innovations per basic affair."""

    spd_hundredths: int
    sid_sum_hundredths: int
    innovations: int
    affair_counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def covered(self) -> tuple[str, ...]:
        """The basic affairs that at least one counted innovation covers."""
        return tuple(affair for affair, count in self.affair_counts.items() if count > 0)

    @property
    def sums(self) -> Sums:
        """What the formula needs."""
        return Sums(
            spd_hundredths=self.spd_hundredths,
            sid_sum_hundredths=self.sid_sum_hundredths,
            innovations=self.innovations,
            basic_affairs=len(self.covered),
        )

    def after(self, change: Change) -> "Standing":
        """Return the standing after a change."""
        counts = Counter(self.affair_counts)
        counts.update(change.gained)
        counts.subtract(change.lost)
        return replace(
            self,
            spd_hundredths=self.spd_hundredths + change.spd_hundredths,
            sid_sum_hundredths=self.sid_sum_hundredths + change.sid_sum_hundredths,
            innovations=self.innovations + change.innovations,
            affair_counts=dict(counts),
        )


@dataclass(frozen=True)
class InnovationAnswers:
    """One counted innovation: its main affair (official name, or empty) and its levels."""

    key: str
    affair: str
    levels: Mapping[str, int]


@dataclass(frozen=True)
class RegionAnswers:
    """All answers of a region: levels of its own rows (SPD) and of its counted innovations."""

    levels: Mapping[str, int]
    innovations: tuple[InnovationAnswers, ...]


def points_of(levels: Mapping[str, int], edition: Edition) -> int:
    """Add up the points of some answers in hundredths; raises KeyError for an unknown indicator."""
    return sum(edition.indicators[code].points_hundredths(level) for code, level in levels.items())


def standing_of(answers: RegionAnswers, edition: Edition) -> Standing:
    """Add up the answers of a region."""
    counts = Counter(innovation.affair for innovation in answers.innovations)
    return Standing(
        spd_hundredths=points_of(answers.levels, edition),
        sid_sum_hundredths=sum(points_of(each.levels, edition) for each in answers.innovations),
        innovations=len(answers.innovations),
        affair_counts={affair: counts[affair] for affair in edition.basic_affairs},
    )
