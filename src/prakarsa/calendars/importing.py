"""Read a table of holidays: what each row would do, and why a row is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.calendars.actions import NewHoliday
from prakarsa.foundation.forms import refuse_far_day
from prakarsa.foundation.hygiene import clean_line

COLUMNS = ("tanggal", "nama", "sumber")
MOST_ROWS = 400
DAY_FIRST = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})", re.ASCII)


class Outcome(StrEnum):
    """What importing a row would do."""

    NEW = "new"
    SAME = "same"
    ERROR = "error"

    @property
    def label(self) -> str | Promise:
        """Return the words of the preview."""
        return OUTCOMES[self]


OUTCOMES: dict[Outcome, str | Promise] = {
    Outcome.NEW: gettext_lazy("Baru"),
    Outcome.SAME: gettext_lazy("Sudah ada"),
    Outcome.ERROR: gettext_lazy("Galat"),
}


@dataclass(frozen=True, slots=True)
class PlannedHoliday:
    """One row of the table; `holiday` is absent when the row is wrong."""

    number: int
    name: str
    outcome: Outcome
    reason: str = ""
    holiday: NewHoliday | None = None


def plan_holidays(
    records: Iterable[tuple[int, Mapping[str, str]]], *, known: set[date]
) -> list[PlannedHoliday]:
    """Say for each row what it would do; a day that is known already stays as it is."""
    seen = set(known)
    plan: list[PlannedHoliday] = []
    for number, record in records:
        row = _plan_row(number, record, seen)
        if row.holiday is not None:
            seen.add(row.holiday.day)
        plan.append(row)
    return plan


def _plan_row(number: int, record: Mapping[str, str], seen: set[date]) -> PlannedHoliday:
    name, source = record["nama"].strip(), record["sumber"].strip()
    day = read_day(record["tanggal"].strip())
    problem = _problem_of(day, name, source)
    if day is None or problem:
        return PlannedHoliday(number, name, Outcome.ERROR, problem)
    outcome = Outcome.SAME if day in seen else Outcome.NEW
    return PlannedHoliday(number, name, outcome, "", NewHoliday(day, name, source))


def read_day(text: str) -> date | None:
    """Read 2026-03-19 or 19/03/2026, the day before the month; None when it is no date."""
    match = DAY_FIRST.fullmatch(text)
    try:
        if match is not None:
            return date(int(match[3]), int(match[2]), int(match[1]))
        return date.fromisoformat(text)
    except ValueError:
        return None


def _problem_of(day: date | None, name: str, source: str) -> str:
    if day is None:
        return _("Tanggal tidak terbaca. Tulis seperti 2026-03-19 atau 19/03/2026.")
    if not name or len(name) > 120:
        return _("Nama hari libur kosong atau lebih dari 120 karakter.")
    if not source or len(source) > 400:
        return _("Sumber kosong atau lebih dari 400 karakter.")
    try:
        refuse_far_day(day)
        clean_line(name)
        clean_line(source)
    except ValidationError as problem:
        return " ".join(problem.messages)
    return ""
