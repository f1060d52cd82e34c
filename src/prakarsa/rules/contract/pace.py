"""How fast a number moves in a year, and how far two days lie apart in words of a calendar."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from prakarsa.rules.contract.record import Measured

MONTHS_OF_YEAR, DAYS_OF_YEAR = 12, 365


@dataclass(frozen=True, slots=True)
class Span:
    """Whole months from one day to a later one, and the days that are left over."""

    months: int
    days: int

    @property
    def years(self) -> Fraction:
        """The same in years: a month is a twelfth of one, a day left over a 365th."""
        return Fraction(self.months, MONTHS_OF_YEAR) + Fraction(self.days, DAYS_OF_YEAR)


def span(first: date, last: date) -> Span:
    """Return how far two days lie apart, whichever comes first.

    The last days of two months are whole months apart, though one month is shorter.
    """
    first, last = min(first, last), max(first, last)
    months = (last.year - first.year) * MONTHS_OF_YEAR + last.month - first.month
    if _ends_month(first) and _ends_month(last):
        return Span(months, 0)
    reached = _months_later(first, months)
    if reached > last:
        months -= 1
        reached = _months_later(first, months)
    return Span(months, (last - reached).days)


def pace(first: Measured, last: Measured) -> Fraction | None:
    """Return the change of a value per year, in its unit; None between two values of one day."""
    years = span(first.day, last.day).years
    if years == 0:
        return None
    return (last.value - first.value) * Fraction(years.denominator, years.numerator)


def at_pace(start: Measured, *, per_year: Fraction, on: date) -> Fraction:
    """Return the value on a later day if it goes on at a pace."""
    return start.value + per_year * span(start.day, on).years


def _ends_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * MONTHS_OF_YEAR + day.month - 1 + months, MONTHS_OF_YEAR)
    longest = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, longest))
