"""The index of a region from the database: what counts, what does not, and why."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from prakarsa.assessments.queries import advice_of, assessment_of
from prakarsa.assessments.queries.suppositions import answers_for, waiting_answers
from prakarsa.rules.index.edition import Edition, require_edition
from prakarsa.rules.index.eligibility import ReasonCode
from prakarsa.rules.index.formula import score
from prakarsa.rules.index.standing import standing_of
from tests.assessments.builders import COMPULSORY, make_innovation, make_rows
from tests.worlds import World

FULL = {**COMPULSORY, "34": 3, "18": 2}


@pytest.fixture
def edition() -> Edition:
    return require_edition(2026)


def points(levels: dict[str, int], edition: Edition) -> Fraction:
    weights = {code: row.weight_hundredths for code, row in edition.indicators.items()}
    return Fraction(sum(weights[code] * level for code, level in levels.items()), 100)


def test_M01_the_index_from_the_database_equals_an_independent_computation(
    world: World, edition: Edition
) -> None:
    rows = {"1": 3, "2a": 1, "12": 2}
    make_rows(world.home, rows)
    affairs = edition.basic_affairs
    for place, affair in enumerate(affairs[:5]):
        make_innovation(world.home, f"Inovasi {place}", levels=FULL, affair=affair)
    found = assessment_of(region=world.home, edition=edition)
    mean = 5 * points(FULL, edition) / max(12, 5)
    total = points(rows, edition) + mean + 5 * Fraction(38, 100)
    assert found.verified.value.total == total
    assert found.verified.value.index == total / 250 * 100
    assert found.claimed.value == found.verified.value


def test_four_basic_affairs_lose_the_count_score(world: World, edition: Edition) -> None:
    for place, affair in enumerate(edition.basic_affairs[:4]):
        make_innovation(world.home, f"Inovasi {place}", levels=FULL, affair=affair)
    found = assessment_of(region=world.home, edition=edition)
    assert found.verified.value.count_hundredths == 0
    assert found.losses.affairs == 4 * Fraction(38, 100) / 250 * 100
    assert found.losses.affairs_needed == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"implemented_on": date(2023, 12, 31)}, ReasonCode.OUTSIDE_WINDOW),
        ({"implemented_on": date(2026, 1, 1)}, ReasonCode.OUTSIDE_WINDOW),
        ({"words": 299}, ReasonCode.DESIGN_SHORT),
        ({"levels": {**FULL, "35": 0}}, ReasonCode.COMPULSORY_MISSING),
    ],
)
def test_an_innovation_that_is_not_eligible_is_left_out_and_named(
    world: World, edition: Edition, changes: dict[str, object], code: ReasonCode
) -> None:
    make_innovation(world.home, "Layak", levels=FULL)
    make_innovation(world.home, "Tidak layak", **{"levels": FULL, **changes})
    found = assessment_of(region=world.home, edition=edition)
    assert [each.name for each in found.counted] == ["Layak"]
    assert [(group.reason.code, len(group.innovations)) for group in found.excluded] == [(code, 1)]


@pytest.mark.parametrize("day", [date(2024, 1, 1), date(2025, 12, 31)])
def test_the_first_and_last_day_of_the_window_count(
    world: World, edition: Edition, day: date
) -> None:
    make_innovation(world.home, "Tepat", levels=FULL, implemented_on=day)
    assert len(assessment_of(region=world.home, edition=edition).counted) == 1


def test_a_submitted_innovation_counts_as_claimed_only(world: World, edition: Edition) -> None:
    make_innovation(world.home, "Menunggu", levels=FULL, verified=False)
    found = assessment_of(region=world.home, edition=edition)
    assert found.claimed.step("sid_sum").value == points(FULL, edition)
    assert found.verified.step("sid_sum").value == 0


def test_the_other_region_never_counts(world: World, edition: Edition) -> None:
    make_innovation(world.other, "Tetangga", levels=FULL)
    assert assessment_of(region=world.home, edition=edition).innovations == ()


def test_the_gains_of_the_steps_add_up_to_the_last_index(world: World, edition: Edition) -> None:
    make_rows(world.home, {"1": 1, "12": 0})
    make_innovation(world.home, "Terbukti", levels=FULL)
    make_innovation(world.home, "Menunggu", levels=FULL, verified=False)
    found = assessment_of(region=world.home, edition=edition)
    steps = [advice.step for advice in advice_of(found)]
    assert len(steps) == 4
    before = found.verified.value.index
    assert before + sum(step.gain for step in steps) == steps[-1].after.index
    assert all(step.gain > 0 for step in steps)


def test_verification_as_a_step_equals_the_index_once_it_is_done(
    world: World, edition: Edition
) -> None:
    make_rows(world.home, {row.code: 3 for row in edition.spd})
    make_innovation(world.home, "Menunggu", levels=FULL, verified=False)
    found = assessment_of(region=world.home, edition=edition)
    promised = {advice.where: advice.step.after.index for advice in advice_of(found)}
    waiting = waiting_answers(found, frozenset({found.innovations[0].key}))
    answers = answers_for(found, basis="verified")
    together = type(answers)(answers.levels, (*answers.innovations, *waiting))
    done = score([standing_of(together, edition).sums], edition.values, edition.bands)[0]
    assert promised == {"queue": done.index}


@pytest.mark.parametrize("count", [1, 3, 20])
def test_G01_the_reads_do_not_grow_with_the_innovations(
    world: World, edition: Edition, count: int, django_assert_num_queries: object
) -> None:
    for place in range(count):
        make_innovation(world.home, f"Inovasi {place}", levels=COMPULSORY)
    assert callable(django_assert_num_queries)
    with django_assert_num_queries(2):
        advice_of(assessment_of(region=world.home, edition=edition))
