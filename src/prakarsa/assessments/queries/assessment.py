"""The index of a region in an edition: claimed and verified, with everything the page needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from prakarsa.assessments.queries.counted import (
    CountedInnovation,
    Excluded,
    counted_innovations,
    excluded_of,
)
from prakarsa.assessments.queries.region_rows import RegionRow, region_rows
from prakarsa.organisations.models import Region
from prakarsa.rules.index.advice import (
    FragileAffair,
    Losses,
    break_even_score,
    find_fragile_affairs,
    find_losses,
)
from prakarsa.rules.index.edition import Edition
from prakarsa.rules.index.formula import Result
from prakarsa.rules.index.region import score_region
from prakarsa.rules.index.standing import Standing
from prakarsa.rules.working import Worked


@dataclass(frozen=True, slots=True)
class AffairCount:
    """A basic affair and how many counted innovations cover it."""

    affair: str
    verified: int
    claimed: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a region's index page shows, all of it computed by the rules."""

    region: Region
    edition: Edition
    rows: tuple[RegionRow, ...]
    innovations: tuple[CountedInnovation, ...]
    standing: Standing
    claimed: Worked[Result]
    verified: Worked[Result]
    final: Worked[Result] | None
    affairs: tuple[AffairCount, ...]
    excluded: tuple[Excluded, ...]
    losses: Losses
    fragile: tuple[FragileAffair, ...]
    break_even: Fraction

    @property
    def counted(self) -> list[CountedInnovation]:
        """The innovations that the verified index counts."""
        return [each for each in self.innovations if each.is_verified]

    @property
    def verified_total(self) -> int:
        """The verified points of the total, in hundredths."""
        return self.verified.step("total").hundredths

    @property
    def claimed_total(self) -> int:
        """The claimed points of the total, in hundredths."""
        return self.claimed.step("total").hundredths

    @property
    def affairs_top(self) -> int:
        """The longest bar of the affairs."""
        return max((each.claimed for each in self.affairs), default=0)

    @property
    def gap_hundredths(self) -> int:
        """Claimed less verified index, rounded as shown."""
        return self.claimed.value.index_hundredths - self.verified.value.index_hundredths

    @property
    def excluded_count(self) -> int:
        """How many innovations are left out."""
        return sum(len(group.innovations) for group in self.excluded)


def assessment_of(*, region: Region, edition: Edition) -> Assessment:
    """Compute the assessment of a region: two reads, then the rules."""
    rows = region_rows(region, edition)
    innovations = counted_innovations(region, edition)
    verified = [each for each in innovations if each.is_verified]
    claimed = [each for each in innovations if each.is_claimed]
    standing = standing_from(
        rows, verified, edition, row_points=lambda row: row.verified_hundredths,
        points=lambda each: each.verified_hundredths,
    )  # fmt: skip
    claimed_standing = standing_from(
        rows, claimed, edition, row_points=lambda row: row.claimed_hundredths,
        points=lambda each: each.claimed_hundredths,
    )  # fmt: skip
    return Assessment(
        region=region,
        edition=edition,
        rows=tuple(rows),
        innovations=tuple(innovations),
        standing=standing,
        claimed=score_region(claimed_standing.sums, edition),
        verified=score_region(standing.sums, edition),
        final=_final(rows, innovations, edition),
        affairs=_affairs(standing, claimed_standing),
        excluded=tuple(excluded_of(innovations)),
        losses=find_losses(standing, edition),
        fragile=find_fragile_affairs(standing, _sole_scores(verified, standing), edition),
        break_even=break_even_score(standing, edition),
    )


def _final(
    rows: Sequence[RegionRow], innovations: Sequence[CountedInnovation], edition: Edition
) -> Worked[Result] | None:
    """Return the index by the ministry's final levels, or None before they are loaded."""
    scored = [each for each in innovations if each.finals]
    if not scored:
        return None
    standing = standing_from(
        rows, scored, edition, row_points=lambda row: row.final_hundredths,
        points=lambda each: each.final_hundredths,
    )  # fmt: skip
    return score_region(standing.sums, edition)


def standing_from(
    rows: Sequence[RegionRow],
    innovations: Sequence[CountedInnovation],
    edition: Edition,
    *,
    row_points: Callable[[RegionRow], int],
    points: Callable[[CountedInnovation], int],
) -> Standing:
    """Add up what is counted; an affair that is no basic one covers nothing."""
    counts = Counter(each.affair for each in innovations)
    return Standing(
        spd_hundredths=sum(map(row_points, rows)),
        sid_sum_hundredths=sum(map(points, innovations)),
        innovations=len(innovations),
        affair_counts={affair: counts[affair] for affair in edition.basic_affairs},
    )


def _affairs(verified: Standing, claimed: Standing) -> tuple[AffairCount, ...]:
    counts = [
        AffairCount(affair, count, claimed.affair_counts[affair])
        for affair, count in verified.affair_counts.items()
    ]
    return tuple(sorted(counts, key=lambda each: -each.verified))


def _sole_scores(counted: Sequence[CountedInnovation], standing: Standing) -> dict[str, int]:
    """Return the points of the only innovation of each affair that has exactly one."""
    return {
        each.affair: each.verified_hundredths
        for each in counted
        if standing.affair_counts.get(each.affair) == 1
    }
