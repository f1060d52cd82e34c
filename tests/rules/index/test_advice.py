"""Advice is the difference of two runs of the formula, in sequence, exactly."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prakarsa.rules.index.advice import (
    Candidate,
    StepKind,
    break_even_score,
    find_fragile_affairs,
    find_losses,
    next_best_steps,
    score_changes,
    score_standing,
)
from prakarsa.rules.index.edition import require_edition
from prakarsa.rules.index.standing import Change, Standing
from prakarsa.rules.rounding import hundredths, two_decimals

EDITION = require_edition(2026)
AFFAIRS = EDITION.basic_affairs
DESIGN = Standing(
    spd_hundredths=4275,
    sid_sum_hundredths=593_600,
    innovations=97,
    affair_counts=dict(zip(AFFAIRS, (21, 26, 5, 3, 1, 0), strict=True)),
)
STANDINGS = st.builds(
    lambda spd, scores, affairs: Standing(spd, sum(scores), len(scores), Counter(affairs)),
    st.integers(0, 6300),
    st.lists(st.integers(0, 111).map(lambda score: score * 100), max_size=20),
    st.lists(st.sampled_from(AFFAIRS), max_size=8),
)


def candidate(key: str, change: Change, group: str = "") -> Candidate:
    return Candidate(key, StepKind.REGION_ROW, "Bappeda", change, group)


def test_score_above_which_one_more_innovation_helps() -> None:
    assert two_decimals(hundredths(break_even_score(DESIGN, EDITION))) == "23.96"


@given(STANDINGS)
def test_break_even_score_is_the_exact_edge(standing: Standing) -> None:
    edge = break_even_score(standing, EDITION)
    whole = edge.numerator * 100 // edge.denominator
    now, below, above = (
        score_standing(standing, EDITION),
        *score_changes(
            standing,
            [Change(0, points, 1) for points in (whole, whole + 1)],
            EDITION,
        ),
    )
    assert above.index > now.index
    assert below.index <= now.index or edge == 0


@given(
    STANDINGS,
    st.lists(
        st.builds(
            Change,
            spd_hundredths=st.integers(0, 300),
            sid_sum_hundredths=st.integers(0, 11_100),
            innovations=st.integers(0, 2),
            gained=st.lists(st.sampled_from(AFFAIRS), max_size=1).map(tuple),
        ),
        max_size=6,
    ),
)
def test_steps_follow_each_other_and_each_is_the_best_of_the_rest(
    standing: Standing, changes: list[Change]
) -> None:
    candidates = [candidate(str(place), change) for place, change in enumerate(changes)]
    steps = next_best_steps(standing, candidates, EDITION)
    before = score_standing(standing, EDITION)
    remaining = dict(enumerate(changes))
    for step in steps:
        assert step.before == before
        gains = [after.index for after in score_changes(standing, [*remaining.values()], EDITION)]
        assert step.after.index == max(gains) > before.index
        assert step.gain == step.after.index - before.index
        standing = standing.after(remaining.pop(int(step.candidate.key)))
        before = step.after
    assert len(steps) <= 4
    assert before == score_standing(standing, EDITION)


def test_shown_gains_add_up() -> None:
    rows = [Change(spd_hundredths=points) for points in (33, 66, 99, 132)]
    steps = next_best_steps(DESIGN, [candidate(str(row), row) for row in rows], EDITION)
    assert [step.candidate.change.spd_hundredths for step in steps] == [132, 99, 66, 33]
    first, last = steps[0].before, steps[-1].after
    assert sum(step.gain_hundredths for step in steps) == (
        last.index_hundredths - first.index_hundredths
    )


def test_of_a_group_only_one_is_taken() -> None:
    steps = next_best_steps(
        DESIGN,
        [
            candidate("12 to 2", Change(spd_hundredths=200), "12"),
            candidate("12 to 3", Change(spd_hundredths=400), "12"),
            candidate("14 to 2", Change(spd_hundredths=100), "14"),
        ],
        EDITION,
    )
    assert [step.candidate.key for step in steps] == ["12 to 3", "14 to 2"]
    assert steps[0].gain == Fraction(16, 10)


def test_useless_steps_are_left_out() -> None:
    weak = candidate("weak", Change(sid_sum_hundredths=1000, innovations=1))
    assert next_best_steps(DESIGN, [weak], EDITION) == ()
    assert next_best_steps(DESIGN, [], EDITION) == ()


def test_fragile_affair_and_what_its_fall_costs() -> None:
    fragile = find_fragile_affairs(DESIGN, {AFFAIRS[4]: 6000}, EDITION)
    assert [each.affair for each in fragile] == [AFFAIRS[4]]
    assert fragile[0].after.count_hundredths == 0
    assert two_decimals(fragile[0].after.index_hundredths) == "41.58"
    covered = DESIGN.after(Change(gained=(AFFAIRS[5],)))
    assert find_fragile_affairs(covered, {}, EDITION) == ()


def test_losses_of_a_small_region() -> None:
    small = Standing(4000, 64_000, 8, {AFFAIRS[0]: 8})
    losses = find_losses(small, EDITION)
    assert losses.divisor == (Fraction(640, 8) - Fraction(640, 12)) * Fraction(2, 5)
    assert losses.affairs == Fraction(304, 100) * Fraction(2, 5)
    assert losses.missing_affairs == AFFAIRS[1:]
    assert losses.affairs_needed == 4


def test_a_large_region_loses_nothing() -> None:
    losses = find_losses(DESIGN, EDITION)
    assert (losses.divisor, losses.affairs, losses.affairs_needed) == (0, 0, 0)
    assert losses.missing_affairs == (AFFAIRS[5],)
    assert find_losses(Standing(0, 0, 0), EDITION).divisor == 0


def test_fragile_affairs_need_the_score_of_their_innovation() -> None:
    with pytest.raises(KeyError):
        find_fragile_affairs(DESIGN, {}, EDITION)
