"""Quarters of a year: their days and their order."""

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = 3
QUARTERS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter (1 to 4) of a year; quarters follow each other in time."""

    year: int
    number: int

    @property
    def first_day(self) -> date:
        """Return its first day."""
        return date(self.year, MONTHS * (self.number - 1) + 1, 1)

    @property
    def last_day(self) -> date:
        """Return its last day."""
        return self.following.first_day - timedelta(days=1)

    @property
    def following(self) -> "Quarter":
        """Return the quarter after it."""
        if self.number == QUARTERS[-1]:
            return Quarter(self.year + 1, QUARTERS[0])
        return Quarter(self.year, self.number + 1)


def quarter_of(day: date) -> Quarter:
    """Return the quarter that a day lies in."""
    return Quarter(day.year, (day.month - 1) // MONTHS + 1)


def quarters_between(first: date, last: date) -> tuple[Quarter, ...]:
    """Return every quarter that has a day from the first day to the last one."""
    found, each = [], quarter_of(first)
    while each.first_day <= last:
        found.append(each)
        each = each.following
    return tuple(found)
