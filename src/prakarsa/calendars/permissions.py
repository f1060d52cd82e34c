"""Who sets the calendar: the secretariat of the region, nobody else."""

from __future__ import annotations

from prakarsa.calendars.models import ReportingWindow
from prakarsa.organisations.models import Agency
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat


def can_set_calendar(seat: Seat) -> bool:
    """Say whether this seat sets windows and holidays of its own region."""
    return seat.role is Role.SECRETARIAT and seat.region is not None


def can_change_window(seat: Seat, window: ReportingWindow) -> bool:
    """Say whether this seat changes or reopens a window: its own region's only."""
    return can_set_calendar(seat) and _region_code(seat) == window.region_id


def can_reopen_for(seat: Seat, window: ReportingWindow, agency: Agency | None) -> bool:
    """Say whether this seat reopens a window for a unit (or all): units of the same region."""
    is_ours = agency is None or agency.region_id == window.region_id
    return can_change_window(seat, window) and is_ours


def _region_code(seat: Seat) -> str:
    return seat.region.code if seat.region else ""
