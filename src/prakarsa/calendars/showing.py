"""What a seat needs to know of one edition's window, on one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from prakarsa.calendars.models import Reopening, ReportingWindow
from prakarsa.calendars.permissions import can_change_window
from prakarsa.calendars.queries import (
    current_edition_year,
    deadline_for,
    reopenings_seen_by,
    windows_of,
    working_days_left,
)
from prakarsa.foundation.time import local_day
from prakarsa.organisations.seats import Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """The window of one edition as one seat sees it at one moment."""

    edition_year: int
    years: list[int]
    window: ReportingWindow | None
    reopenings: list[Reopening]
    deadline: datetime | None
    is_begun: bool
    is_open: bool
    days_left: int
    working_days_left: int
    can_change: bool
    can_reopen: bool


def outlook_for(seat: Seat, *, asked: str, at: datetime) -> Outlook:
    """Return the outlook of the edition asked for, else of the current one."""
    windows = list(windows_of(seat.region)) if seat.region else []
    years = [window.edition_year for window in windows]
    current = current_edition_year(seat.region, at)
    year = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in years else current
    window = next((each for each in windows if each.edition_year == year), None)
    deadline = _deadline(seat, window, at)
    is_begun = window is not None and window.opens_at <= at
    can_change = window is not None and can_change_window(seat, window)
    return Outlook(
        edition_year=year,
        years=years,
        window=window,
        reopenings=list(reopenings_seen_by(seat, window)) if window else [],
        deadline=deadline,
        is_begun=is_begun,
        is_open=is_begun and deadline is not None and at <= deadline,
        days_left=_days_left(seat, deadline, at),
        working_days_left=_working_days_left(seat, deadline, at),
        can_change=can_change,
        can_reopen=can_change and window is not None and at > window.closes_at,
    )


def _deadline(seat: Seat, window: ReportingWindow | None, at: datetime) -> datetime | None:
    if window is None:
        return None
    return deadline_for(
        region=window.region, agency=seat.agency, edition_year=window.edition_year, at=at
    )


def _days_left(seat: Seat, deadline: datetime | None, at: datetime) -> int:
    if deadline is None or seat.region is None or deadline < at:
        return 0
    return (local_day(deadline, seat.region.zone) - seat.today(at)).days


def _working_days_left(seat: Seat, deadline: datetime | None, at: datetime) -> int:
    if deadline is None or seat.region is None or deadline < at:
        return 0
    end = local_day(deadline, seat.region.zone)
    return working_days_left(seat.region, seat.today(at), end)
