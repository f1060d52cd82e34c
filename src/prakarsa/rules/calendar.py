"""Working days and due dates, given the holidays; Saturday and Sunday are days off."""

from collections.abc import Collection
from datetime import date, timedelta

SATURDAY = 5
ONE_DAY = timedelta(days=1)


def is_working_day(day: date, *, holidays: Collection[date]) -> bool:
    """Say whether a day is neither weekend nor holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def next_working_day(day: date, *, holidays: Collection[date]) -> date:
    """Return the day itself when it is a working day, else the first one after it."""
    while not is_working_day(day, holidays=holidays):
        day += ONE_DAY
    return day


def add_working_days(start: date, days: int, *, holidays: Collection[date]) -> date:
    """Return the last of so many working days counted from the day after `start`.

    No days give the first working day from `start` on; raises ValueError for negative days.
    """
    if days < 0:
        raise ValueError("a due date lies in the future: days must not be negative")
    due = next_working_day(start, holidays=holidays) if days == 0 else start
    for _ in range(days):
        due = next_working_day(due + ONE_DAY, holidays=holidays)
    return due


def count_working_days(start: date, end: date, *, holidays: Collection[date]) -> int:
    """Count the working days after `start` up to and including `end`; negative when end is past."""
    if end < start:
        return -count_working_days(end, start, holidays=holidays)
    days = (start + timedelta(days=place) for place in range(1, (end - start).days + 1))
    return sum(1 for day in days if is_working_day(day, holidays=holidays))
