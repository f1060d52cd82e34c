"""The regional rows (SPD) of an edition with their answers."""

from __future__ import annotations

from dataclasses import dataclass

from prakarsa.evidence.models import Answer
from prakarsa.organisations.models import Region
from prakarsa.rules.index.edition import Edition
from prakarsa.rules.index.indicator import Indicator


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One score row of the region; `answer` is None until somebody fills it in."""

    indicator: Indicator
    answer: Answer | None

    @property
    def claimed_hundredths(self) -> int:
        """Points of the claimed level."""
        return self.answer.claimed_points_hundredths if self.answer else 0

    @property
    def verified_hundredths(self) -> int:
        """Points of the verified level."""
        return self.answer.verified_points_hundredths if self.answer else 0

    @property
    def final_hundredths(self) -> int:
        """Points of the ministry's final level."""
        return self.answer.final_points_hundredths if self.answer else 0

    @property
    def verified_level(self) -> int:
        """The verified level; not verified counts as 0."""
        return (self.answer.verified_level or 0) if self.answer else 0


def region_rows(region: Region, edition: Edition) -> list[RegionRow]:
    """Return all regional rows in the order of the edition, answered or not."""
    answers = Answer.objects.filter(
        region=region, edition_year=edition.year, submission__isnull=True
    )
    by_code = {answer.indicator: answer for answer in answers}
    return [RegionRow(row, by_code.get(row.code)) for row in edition.spd]
