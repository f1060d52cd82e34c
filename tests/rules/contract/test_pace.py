"""How fast a number moves in a year, by months of the calendar, towards the better."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prakarsa.rules.contract.elapsed import Elapsed, elapsed
from prakarsa.rules.contract.pace import Span, at_pace, pace, past_pace, span_of
from prakarsa.rules.contract.record import Measured
from prakarsa.rules.progress import Better

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
START = Measured(date(2025, 12, 31), Fraction("61.4"))


@pytest.mark.parametrize(
    ("first", "last", "months", "days"),
    [
        (date(2025, 12, 31), date(2028, 6, 30), 30, 0),
        (date(2028, 2, 29), date(2028, 3, 31), 1, 0),
        (date(2026, 1, 15), date(2026, 3, 14), 1, 27),
        (date(2026, 1, 31), date(2026, 3, 1), 1, 1),
        (date(2026, 1, 15), date(2026, 1, 15), 0, 0),
    ],
)
def test_days_lie_apart_in_months_of_the_calendar(
    first: date, last: date, months: int, days: int
) -> None:
    assert elapsed(first, last) == Elapsed(months, days) == elapsed(last, first)


@given(first=DAYS, apart=st.integers(0, 20_000))
def test_what_elapsed_is_never_negative_and_close_to_the_days(first: date, apart: int) -> None:
    found = elapsed(first, first + timedelta(days=apart))
    assert found.months >= 0
    assert 0 <= found.days <= 30
    assert abs(found.years * 365 - apart) <= 3 + apart // 1000


@pytest.mark.parametrize(
    ("value", "day", "better", "wanted"),
    [
        ("79", date(2028, 6, 30), Better.HIGHER, Fraction("7.04")),
        ("60.4", date(2027, 12, 31), Better.HIGHER, Fraction("-0.5")),
        ("60.4", date(2027, 12, 31), Better.LOWER, Fraction("0.5")),
        ("70", date(2025, 12, 31), Better.HIGHER, None),
        ("70", date(2025, 6, 30), Better.HIGHER, None),
    ],
)
def test_the_pace_of_a_year_is_positive_towards_the_better(
    value: str, day: date, better: Better, wanted: Fraction | None
) -> None:
    assert pace(start=START, end=Measured(day, Fraction(value)), better=better) == wanted


def test_the_past_pace_goes_from_the_oldest_value_to_the_present_one() -> None:
    known = [
        Measured(date(2023, 12, 31), Fraction("57.4")),
        Measured(date(2024, 12, 31), START.value),
    ]
    assert past_pace(known=known, now=START, better=Better.HIGHER) == 2
    later = [Measured(date(2026, 12, 31), Fraction(70))]
    assert past_pace(known=later, now=START, better=Better.HIGHER) is None


@pytest.mark.parametrize("better", Better)
def test_going_on_at_a_pace_is_exact(better: Better) -> None:
    there = at_pace(START, per_year=Fraction(7, 3), on=date(2029, 12, 31), better=better)
    assert abs(there - START.value) == Fraction(28, 3)
    later = Measured(date(2029, 12, 31), there)
    assert pace(start=START, end=later, better=better) == Fraction(7, 3)


def test_a_range_is_that_of_all_values_known() -> None:
    assert span_of([Fraction(3), Fraction(1), Fraction(2)]) == Span(Fraction(1), Fraction(3))
    assert span_of([]) is None
