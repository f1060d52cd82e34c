"""Holidays whose date the law itself fixes, from the rulebooks; nothing of them is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from prakarsa.rules.rulebook import Table, list_editions, read_table


@dataclass(frozen=True, slots=True)
class FixedHoliday:
    """A holiday of every year from its law's first day on."""

    month: int
    day: int
    name: str
    source: str
    first_day: date


@cache
def fixed_holidays() -> tuple[FixedHoliday, ...]:
    """Return the list of the edition in force; raise RulebookError when the file is wrong."""
    book = read_table("holidays", list_editions("holidays")[-1])
    first_day = book.day("first_day")
    return tuple(_read(row, first_day) for row in book.tables("days"))


def _read(row: Table, first_day: date) -> FixedHoliday:
    return FixedHoliday(
        row.whole("month"), row.whole("day"), row.text("name"), row.text("source"), first_day
    )


def fixed_between(start: date, end: date) -> list[tuple[date, FixedHoliday]]:
    """Return the dates that fall from `start` to `end`, both included, in order."""
    found = [
        (date(year, holiday.month, holiday.day), holiday)
        for year in range(start.year, end.year + 1)
        for holiday in fixed_holidays()
    ]
    found.sort(key=lambda pair: pair[0])
    return [pair for pair in found if start <= pair[0] <= end and pair[0] >= pair[1].first_day]
