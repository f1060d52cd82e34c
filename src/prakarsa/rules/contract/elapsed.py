"""How far two days lie apart in months of the calendar."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

MONTHS_OF_YEAR, DAYS_OF_YEAR = 12, 365


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Whole months from one day to a later one, and the days that are left over."""

    months: int
    days: int

    @property
    def years(self) -> Fraction:
        """The same in years: a month is a twelfth of one, a day left over a 365th."""
        return Fraction(self.months, MONTHS_OF_YEAR) + Fraction(self.days, DAYS_OF_YEAR)


def elapsed(first: date, last: date) -> Elapsed:
    """Return how far two days lie apart, whichever comes first.

    The last days of two months are whole months apart, though one month is shorter.
    """
    first, last = min(first, last), max(first, last)
    months = (last.year - first.year) * MONTHS_OF_YEAR + last.month - first.month
    if _ends_month(first) and _ends_month(last):
        return Elapsed(months, 0)
    reached = _months_later(first, months)
    if reached > last:
        months -= 1
        reached = _months_later(first, months)
    return Elapsed(months, (last - reached).days)


def _ends_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * MONTHS_OF_YEAR + day.month - 1 + months, MONTHS_OF_YEAR)
    longest = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, longest))
