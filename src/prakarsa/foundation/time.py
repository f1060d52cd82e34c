"""The clock and the three time zones of Indonesia."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
ABBREVIATIONS = {WIB: "WIB", WITA: "WITA", WIT: "WIT"}
# Keppres 41/1987 by the first two digits of the Kemendagri code; later provinces follow theirs.
_MIDDLE = {"51", "52", "53", "63", "64", "65", *(str(code) for code in range(71, 77))}


def now() -> datetime:
    """Return the present moment in UTC; acts are given it, they never ask."""
    return timezone.now()


def zone_of(region_code: str) -> str:
    """Return the time zone name for a Kemendagri code such as 35.73."""
    province = region_code[:2]
    if province in _MIDDLE:
        return WITA
    return WIT if province >= "81" else WIB


def local_day(at: datetime, zone: str) -> date:
    """Return the calendar day of a moment in a region."""
    return at.astimezone(ZoneInfo(zone)).date()


def end_of_day(day: date, zone: str) -> datetime:
    """Return the last instant of a day: a deadline counts up to and including it."""
    return datetime.combine(day, time.max, ZoneInfo(zone))
