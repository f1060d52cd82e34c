"""How fast a number moves in a year, by months of the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prakarsa.rules.contract.pace import Span, at_pace, pace, span
from prakarsa.rules.contract.record import Measured

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


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
    assert span(first, last) == Span(months, days) == span(last, first)


@given(first=DAYS, apart=st.integers(0, 20_000))
def test_a_span_is_never_negative_and_close_to_the_days(first: date, apart: int) -> None:
    found = span(first, first + timedelta(days=apart))
    assert found.months >= 0
    assert 0 <= found.days <= 30
    assert abs(found.years * 365 - apart) <= 3 + apart // 1000


def test_the_pace_of_a_year_rises_falls_or_is_unknown() -> None:
    start = Measured(date(2025, 12, 31), Fraction("61.4"))
    assert pace(start, Measured(date(2028, 6, 30), Fraction(79))) == Fraction("7.04")
    assert pace(start, Measured(date(2027, 12, 31), Fraction("60.4"))) == Fraction("-0.5")
    assert pace(start, Measured(date(2025, 12, 31), Fraction(70))) is None


def test_going_on_at_a_pace_is_exact() -> None:
    start = Measured(date(2025, 12, 31), Fraction("61.4"))
    there = at_pace(start, per_year=Fraction(7, 3), on=date(2029, 12, 31))
    assert there == Fraction("61.4") + Fraction(28, 3)
    later = Measured(date(2029, 12, 31), there)
    assert pace(start, later) == Fraction(7, 3)
