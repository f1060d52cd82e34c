"""A target over time: how much of the period has passed, how many units had met it by when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Point:
    """How many units had met the target at the end of a month; None where it is yet to come."""

    month_end: date
    count: int | None


def elapsed_share(*, first: date, last: date, as_of: date) -> Fraction:
    """Return the passed part of a period, the present day included, between 0 and 1."""
    passed = (as_of - first).days + 1
    length = (last - first).days + 1
    return max(Fraction(0), min(Fraction(1), Fraction(passed, length)))


def month_ends(*, first: date, last: date) -> tuple[date, ...]:
    """Return the last day of each month of a period, cut at its last day."""
    ends = []
    month = first.replace(day=1)
    while month <= last:
        following = _month_after(month)
        ends.append(min(following - timedelta(days=1), last))
        month = following
    return tuple(ends)


def cumulative(met: Iterable[date], *, first: date, last: date, as_of: date) -> tuple[Point, ...]:
    """Return the count at each month's end; the running month counts up to the present day."""
    days = list(met)
    return tuple(
        Point(end, None if end.replace(day=1) > as_of else sum(day <= end for day in days))
        for end in month_ends(first=first, last=last)
    )


def _month_after(month: date) -> date:
    if month.month == DECEMBER:
        return date(month.year + 1, 1, 1)
    return date(month.year, month.month + 1, 1)
