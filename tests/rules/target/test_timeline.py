"""Time: the passed part of a period, month ends, the cumulative line."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from prakarsa.rules.rounding import hundredths, two_decimals
from prakarsa.rules.target.timeline import Point, cumulative, elapsed_share, month_ends

YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}


def test_14_july_is_53_42_percent_of_the_year() -> None:
    share = elapsed_share(as_of=date(2026, 7, 14), **YEAR)
    assert share == Fraction(195, 365)
    assert two_decimals(hundredths(share * 100)) == "53.42"


def test_the_share_stays_between_nothing_and_all() -> None:
    assert elapsed_share(as_of=date(2025, 12, 1), **YEAR) == 0
    assert elapsed_share(as_of=date(2026, 12, 31), **YEAR) == 1
    assert elapsed_share(as_of=date(2027, 12, 31), **YEAR) == 1


def test_month_ends_are_cut_at_the_last_day_of_the_period() -> None:
    assert month_ends(first=date(2024, 1, 15), last=date(2024, 3, 10)) == (
        date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 10),
    )  # fmt: skip
    assert len(month_ends(**YEAR)) == 12


def test_the_line_counts_to_each_months_end_and_stops_at_the_present_month() -> None:
    met = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 9)]
    points = cumulative(
        met, first=date(2026, 1, 1), last=date(2026, 4, 30), as_of=date(2026, 3, 10)
    )
    assert points == (
        Point(date(2026, 1, 31), 1),
        Point(date(2026, 2, 28), 2),
        Point(date(2026, 3, 31), 3),
        Point(date(2026, 4, 30), None),
    )
