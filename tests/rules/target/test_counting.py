"""What counts: the days of the period, milestones, what is new, what ended, looking back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from prakarsa.rules.target.counting import (
    Counted,
    Facts,
    Milestone,
    Reason,
    Terms,
    Work,
    count,
    is_in_work,
    is_new,
    why_not,
)

TERMS = Terms(
    first=date(2026, 1, 1),
    last=date(2026, 12, 31),
    as_of=date(2026, 7, 14),
    milestone=Milestone.VERIFIED,
    only_new=True,
)
LOOKING_BACK = replace(TERMS, milestone=Milestone.PUBLISHED, is_retrospective=True)


def verified(*days: date, **others: Any) -> Facts:
    """Return an innovation first submitted in 2026 and verified on some days."""
    given: dict[str, Any] = {"first_submitted": date(2026, 2, 1), **others}
    return Facts(key=1, unit=1, reached={Milestone.VERIFIED: days}, **given)


@pytest.mark.parametrize(
    ("day", "since"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), date(2026, 1, 1)),
        (date(2026, 7, 14), date(2026, 7, 14)),
        (date(2026, 7, 15), None),
    ],
)
def test_the_milestone_is_reached_within_the_period_and_not_after_the_question(
    day: date, since: date | None
) -> None:
    expected = None if since is None else Counted(1, since)
    assert count(verified(day), TERMS) == expected


def test_the_last_day_counts_and_the_day_after_does_not() -> None:
    later = replace(TERMS, as_of=date(2027, 3, 1))
    assert count(verified(date(2026, 12, 31)), later) == Counted(1, date(2026, 12, 31))
    assert count(verified(date(2027, 1, 1)), later) is None


def test_it_counts_from_the_first_day_in_the_period() -> None:
    facts = verified(date(2025, 6, 1), date(2026, 3, 1), date(2026, 5, 1))
    assert count(facts, TERMS) == Counted(1, date(2026, 3, 1))


def test_a_higher_milestone_is_not_a_lower_one() -> None:
    published = Facts(
        key=1,
        unit=1,
        used_since=date(2026, 2, 1),
        reached={Milestone.PUBLISHED: (date(2026, 3, 1),)},
    )
    assert count(published, TERMS) is None


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts(key=1, unit=1, used_since=date(2026, 1, 1)), True),
        (Facts(key=1, unit=1, used_since=date(2025, 12, 31)), False),
        (Facts(key=1, unit=1, used_year=2026), True),
        (Facts(key=1, unit=1, used_year=2025), False),
        # The day is better known than the year.
        (Facts(key=1, unit=1, used_since=date(2025, 3, 1), used_year=2026), False),
        # Older, but reported for the first time in the period.
        (Facts(key=1, unit=1, used_year=2024, first_submitted=date(2026, 5, 1)), True),
        (Facts(key=1, unit=1, used_year=2024, first_submitted=date(2025, 5, 1)), False),
        (Facts(key=1, unit=1), False),
    ],
)
def test_new_means_put_to_use_or_first_submitted_in_the_period(
    facts: Facts, expected: bool
) -> None:
    assert is_new(facts, TERMS) is expected


def test_an_old_one_counts_only_where_old_ones_count() -> None:
    old = verified(date(2026, 3, 1), first_submitted=date(2025, 3, 1), used_year=2024)
    assert count(old, TERMS) is None
    assert count(old, replace(TERMS, only_new=False)) == Counted(1, date(2026, 3, 1))


def test_what_ended_in_the_period_does_not_count_and_what_ended_later_does() -> None:
    day = date(2026, 3, 1)
    assert count(verified(day, retired=date(2026, 12, 31)), TERMS) is None
    assert count(verified(day, retired=date(2027, 1, 1)), TERMS) == Counted(1, day)


def test_looking_back_the_own_year_decides_and_not_the_day_of_typing_in() -> None:
    published = {Milestone.PUBLISHED: (date(2026, 11, 22),)}
    with_year = Facts(key=1, unit=1, used_year=2026, reached=published)
    with_day = Facts(key=1, unit=1, used_since=date(2026, 4, 5), reached=published)
    assert count(with_year, LOOKING_BACK) == Counted(1, None)
    assert count(with_day, LOOKING_BACK) == Counted(1, date(2026, 4, 5))
    assert count(replace(with_year, used_year=2025), LOOKING_BACK) is None
    assert count(replace(with_year, used_year=None), LOOKING_BACK) is None
    assert count(replace(with_year, reached={}), LOOKING_BACK) is None


def test_looking_back_older_ones_count_where_old_ones_count() -> None:
    terms = replace(LOOKING_BACK, only_new=False)
    published = {Milestone.PUBLISHED: (date(2026, 11, 22),)}
    facts = Facts(key=1, unit=1, used_year=2015, reached=published)
    assert count(facts, terms) == Counted(1, None)
    assert count(replace(facts, used_year=2027), terms) is None
    assert count(replace(facts, used_since=date(2027, 1, 1)), terms) is None


@pytest.mark.parametrize(
    ("milestone", "works"),
    [
        (Milestone.SUBMITTED, {Work.DRAFT, Work.RETURNED}),
        (Milestone.VERIFIED, {Work.DRAFT, Work.RETURNED, Work.SUBMITTED}),
        (Milestone.PUBLISHED, {Work.DRAFT, Work.RETURNED, Work.SUBMITTED, Work.VERIFIED}),
    ],
)
def test_in_work_is_what_comes_before_the_milestone(milestone: Milestone, works: set[Work]) -> None:
    terms = replace(TERMS, milestone=milestone)
    found = {work for work in Work if is_in_work(Facts(key=1, unit=1, work=work), terms)}
    assert found == works
    assert not is_in_work(Facts(key=1, unit=1), terms)


def test_an_old_innovation_in_work_cannot_become_a_new_one() -> None:
    old = Facts(key=1, unit=1, work=Work.DRAFT, first_submitted=date(2025, 3, 1), used_year=2024)
    assert not is_in_work(old, TERMS)
    assert is_in_work(old, replace(TERMS, only_new=False))


def test_looking_back_only_work_of_that_time_is_on_its_way() -> None:
    assert is_in_work(Facts(key=1, unit=1, work=Work.DRAFT, used_year=2026), LOOKING_BACK)
    assert not is_in_work(Facts(key=1, unit=1, work=Work.DRAFT), LOOKING_BACK)


def test_what_does_not_count_says_why() -> None:
    old = {"first_submitted": date(2025, 3, 1), "used_year": 2024}
    assert why_not(verified(retired=date(2026, 5, 1)), TERMS) is Reason.ENDED
    assert why_not(Facts(key=1, unit=1, work=Work.DRAFT), TERMS) is Reason.IN_WORK
    assert why_not(verified(date(2026, 3, 1), **old), TERMS) is Reason.NOT_NEW
    assert why_not(verified(date(2025, 3, 1)), TERMS) is Reason.NOT_REACHED
