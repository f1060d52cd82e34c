"""What would move the index: next best steps, the losses, the fragile affairs.

Every gain is the difference of two runs of the one formula, so nothing is estimated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from prakarsa.rules.index.edition import Edition
from prakarsa.rules.index.formula import Result, score
from prakarsa.rules.index.standing import Change, Standing


class StepKind(StrEnum):
    """What kind of act a step is."""

    VERIFY = "verify"
    RAISE_ANSWER = "raise_answer"
    REGION_ROW = "region_row"
    NEW_INNOVATION = "new_innovation"


@dataclass(frozen=True)
class Candidate:
    """A step that could be taken: what it changes and who has to act.

    Of candidates with the same `group` only one can be taken (levels 2 and 3 of one answer).
    """

    key: str
    kind: StepKind
    who: str
    change: Change
    group: str = ""


@dataclass(frozen=True)
class AdvisedStep:
    """A step in its place in the sequence, with the results before and after it."""

    candidate: Candidate
    before: Result
    after: Result

    @property
    def gain(self) -> Fraction:
        """The exact gain of the index."""
        return self.after.index - self.before.index

    @property
    def gain_hundredths(self) -> int:
        """The gain between the rounded indexes, so that the column adds up."""
        return self.after.index_hundredths - self.before.index_hundredths


@dataclass(frozen=True)
class FragileAffair:
    """A basic affair that hangs on one innovation, and the result if that one falls away."""

    affair: str
    after: Result


@dataclass(frozen=True)
class Losses:
    """Index points lost to the divisor and to missing affairs, exact; and the affairs missing."""

    divisor: Fraction
    affairs: Fraction
    missing_affairs: tuple[str, ...]
    affairs_needed: int


def next_best_steps(
    standing: Standing, candidates: Sequence[Candidate], edition: Edition, *, limit: int = 4
) -> tuple[AdvisedStep, ...]:
    """Choose the step with the greatest gain, take it, and choose again, up to `limit` steps.

    Among equal gains the earlier candidate comes first; steps that gain nothing are left out.
    """
    steps: list[AdvisedStep] = []
    before = score_standing(standing, edition)
    remaining = list(candidates)
    while remaining and len(steps) < limit:
        results = score_changes(standing, [each.change for each in remaining], edition)
        place = max(range(len(results)), key=lambda place: results[place].index)
        chosen, after = remaining[place], results[place]
        if after.index <= before.index:
            break
        steps.append(AdvisedStep(chosen, before, after))
        standing, before = standing.after(chosen.change), after
        remaining = [each for each in remaining if not _is_excluded(each, chosen)]
    return tuple(steps)


def score_standing(standing: Standing, edition: Edition) -> Result:
    """Return the result of a standing."""
    return score([standing.sums], edition.values, edition.bands)[0]


def score_changes(standing: Standing, changes: Sequence[Change], edition: Edition) -> list[Result]:
    """Return the result after each change on its own, in the order given."""
    sums = [standing.after(change).sums for change in changes]
    return score(sums, edition.values, edition.bands)


def break_even_score(standing: Standing, edition: Edition) -> Fraction:
    """Return the score in points above which one more innovation raises the index.

    Exact; the innovation brings no new affair. Zero when any innovation helps.
    """
    now, empty = score_changes(standing, [Change(), Change(innovations=1)], edition)
    return max(Fraction(0), (now.total - empty.total) * empty.divisor)


def find_losses(standing: Standing, edition: Edition) -> Losses:
    """Return what the divisor and the missing affairs cost, in points of the index."""
    values = edition.values
    now = score_standing(standing, edition)
    own_mean = Fraction(standing.sid_sum_hundredths, 100 * max(1, standing.innovations))
    counted = min(standing.innovations, values.count_cap) * values.count_weight_hundredths
    count_lost = Fraction(counted - now.count_hundredths, 100)
    needed = max(0, values.affairs_minimum - len(standing.covered))
    return Losses(
        divisor=_in_index(max(Fraction(0), own_mean - now.sid_mean), edition),
        affairs=_in_index(count_lost, edition),
        missing_affairs=tuple(
            affair for affair in edition.basic_affairs if affair not in standing.covered
        ),
        affairs_needed=needed,
    )


def find_fragile_affairs(
    standing: Standing, sole_scores: Mapping[str, int], edition: Edition
) -> tuple[FragileAffair, ...]:
    """Return the affairs whose only innovation keeps the count score alive.

    `sole_scores` holds, per affair with exactly one innovation, its points in hundredths.
    """
    if len(standing.covered) != edition.values.affairs_minimum:
        return ()
    alone = [affair for affair, count in standing.affair_counts.items() if count == 1]
    changes = [
        Change(sid_sum_hundredths=-sole_scores[affair], innovations=-1, lost=(affair,))
        for affair in alone
    ]
    results = score_changes(standing, changes, edition)
    return tuple(FragileAffair(affair, after) for affair, after in zip(alone, results, strict=True))


def _is_excluded(candidate: Candidate, chosen: Candidate) -> bool:
    return candidate is chosen or bool(chosen.group and candidate.group == chosen.group)


def _in_index(points: Fraction, edition: Edition) -> Fraction:
    """Turn points into points of the index (of 100)."""
    return points * Fraction(10_000, edition.values.maximum_total_hundredths)
