"""Count working days: Monday to Friday without holidays. Plain dates in, plain dates out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

SATURDAY = 5
ONE_DAY = timedelta(days=1)
IsHoliday = Callable[[date], bool]


def is_working_day(day: date, is_holiday: IsHoliday) -> bool:
    """Say whether offices work on a day (five-day week, Perpres 21/2023)."""
    return day.weekday() < SATURDAY and not is_holiday(day)


def add_working_days(start: date, count: int, is_holiday: IsHoliday) -> date:
    """Return the day on which the count of working days after `start` is full; 0 gives `start`."""
    day = start
    while count > 0:
        day += ONE_DAY
        count -= is_working_day(day, is_holiday)
    return day


def working_days_between(start: date, end: date, is_holiday: IsHoliday) -> int:
    """Return how many working days lie after `start` up to and including `end`."""
    span = (end - start).days
    days = (start + ONE_DAY * number for number in range(1, span + 1))
    return sum(is_working_day(day, is_holiday) for day in days)
