"""Named reads: what is open for whom until when, and which days count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from django.db.models import Case, Exists, Max, OuterRef, Q, QuerySet, When
from django.http import Http404

from prakarsa.calendars.fixed_holidays import fixed_between
from prakarsa.calendars.models import Holiday, Reopening, ReportingWindow
from prakarsa.foundation.privacy import DataClass
from prakarsa.foundation.reading import FIRST_YEAR, LAST_YEAR
from prakarsa.organisations.models import Agency, Region
from prakarsa.organisations.roles import Reach
from prakarsa.organisations.seats import Seat
from prakarsa.rules.calendar import add_working_days, count_working_days
from prakarsa.rules.rulebook import list_editions, read_table

LONGEST_SPAN = timedelta(days=3 * 366)
AHEAD = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class HolidayLine:
    """One holiday as shown and counted; those fixed by law have no row and cannot be removed."""

    day: date
    name: str
    source: str
    row: Holiday | None = None


def window_of(region: Region, edition_year: int) -> ReportingWindow | None:
    """Return a region's window for an edition, if the secretariat has set one."""
    return ReportingWindow.objects.filter(region=region, edition_year=edition_year).first()


def windows_of(region: Region) -> QuerySet[ReportingWindow]:
    """Return all windows of a region, newest edition first."""
    rows = ReportingWindow.objects.filter(region=region).select_related("region")
    return rows.order_by("-edition_year")


def region_of(seat: Seat) -> Region:
    """Return the region a seat sits in; raise Http404 for a seat without one."""
    if seat.region is None:
        raise Http404
    return seat.region


def known_days(region: Region) -> set[date]:
    """Return the days that are holidays in a region already: its own, national, fixed by law."""
    rows = Holiday.objects.filter(Q(region=region) | Q(region__isnull=True))
    fixed = fixed_between(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
    return set(rows.values_list("day", flat=True)) | {day for day, _holiday in fixed}


def window_for(seat: Seat, key: str) -> ReportingWindow:
    """Return a window of the seat's region; raise Http404 for others as for a missing one."""
    rows = ReportingWindow.objects.select_related("region")
    window = rows.filter(key=key, region=region_of(seat)).first()
    if window is None:
        raise Http404
    return window


def reopenings_seen_by(seat: Seat, window: ReportingWindow) -> QuerySet[Reopening]:
    """Return the reopenings a seat may read, newest first: all, or those of its own units."""
    rows = window.reopenings.select_related("agency").order_by("-opened_at", "-pk")
    if seat.reach(DataClass.INTERNAL) is Reach.REGION and seat.region == window.region:
        return rows
    return rows.filter(Q(agency__isnull=True) | Q(agency_id__in=seat.agency_ids))


@dataclass(frozen=True, slots=True)
class Opening:
    """A region's window of an edition as one unit finds it at one moment.

    `deadline` is the last instant to report, reopenings made up to now included.
    """

    edition_year: int
    window: ReportingWindow | None
    is_open: bool
    deadline: datetime | None


def opening_of(
    *, region: Region, agency: Agency | None, edition_year: int, at: datetime
) -> Opening:
    """Return whether and until when a unit may report, in one query.

    Without a window nothing is open; without an agency only what is open for the region as a
    whole counts. Opening and closing instants belong to the window.
    """
    windows = ReportingWindow.objects.filter(region=region, edition_year=edition_year)
    window = windows.annotate(again_until=_again_until(agency, at)).first()
    if window is None:
        return Opening(edition_year, None, is_open=False, deadline=None)
    return _opening_in(window, window.again_until, at)


def current_opening(*, region: Region, agency: Agency | None, at: datetime) -> Opening:
    """Return the same for the region's current edition, in one query where there is a window."""
    windows = _by_openness(region, at).annotate(again_until=_again_until(agency, at))
    window = windows.first()
    if window is not None:
        return _opening_in(window, window.again_until, at)
    year = newest_complete_edition()
    return opening_of(region=region, agency=agency, edition_year=year, at=at)


def _again_until(agency: Agency | None, at: datetime) -> Max:
    """Return the last moment of the reopenings a unit has had so far."""
    for_unit = Q(reopenings__agency__isnull=True)
    if agency is not None:
        for_unit |= Q(reopenings__agency=agency)
    return Max("reopenings__until", filter=for_unit & Q(reopenings__opened_at__lte=at))


def _opening_in(window: ReportingWindow, again_until: datetime | None, at: datetime) -> Opening:
    deadline = max(window.closes_at, again_until) if again_until else window.closes_at
    is_open = window.opens_at <= at <= window.closes_at
    is_open_again = again_until is not None and at <= again_until
    return Opening(window.edition_year, window, is_open or is_open_again, deadline)


def is_open_for(*, region: Region, agency: Agency | None, edition_year: int, at: datetime) -> bool:
    """Say whether a unit may report at a moment."""
    return opening_of(region=region, agency=agency, edition_year=edition_year, at=at).is_open


def deadline_for(
    *, region: Region, agency: Agency | None, edition_year: int, at: datetime
) -> datetime | None:
    """Return the last instant a unit may report, None without a window."""
    return opening_of(region=region, agency=agency, edition_year=edition_year, at=at).deadline


def current_edition_year(region: Region | None, at: datetime) -> int:
    """Return the edition that is open, else the one opened last, else the newest complete one."""
    if region is None:
        return newest_complete_edition()
    found = _by_openness(region, at).first()
    return found.edition_year if found else newest_complete_edition()


def _by_openness(region: Region, at: datetime) -> QuerySet[ReportingWindow]:
    """Return the windows that have begun: open ones first, then the one opened last."""
    is_open_again = Exists(
        Reopening.objects.filter(window=OuterRef("pk"), opened_at__lte=at, until__gte=at)
    )
    begun = ReportingWindow.objects.filter(region=region, opens_at__lte=at).annotate(
        openness=Case(When(closes_at__gte=at, then=2), When(is_open_again, then=1), default=0),
        open_year=Case(When(openness__gt=0, then="edition_year"), default=0),
    )
    return begun.order_by("-openness", "-open_year", "-opens_at")


def index_editions() -> list[int]:
    """Return the years for which a rulebook of the index exists, oldest first."""
    return [int(edition) for edition in list_editions("index")]


@cache
def newest_complete_edition() -> int:
    """Return the newest edition of the index whose rulebook is complete."""
    complete = [
        int(edition)
        for edition in list_editions("index")
        if read_table("index", edition).text("status", "") == "complete"
    ]
    return max(complete)


def holidays_of(region: Region | None, start: date, end: date) -> list[HolidayLine]:
    """Return the holidays from `start` to `end`, both included: fixed by law, national, own."""
    if end - start > LONGEST_SPAN:
        raise ValueError("Ask for at most three years of holidays at once.")
    own = Q(region=region) if region else Q(pk__in=())
    rows = Holiday.objects.filter(own | Q(region__isnull=True), day__range=(start, end))
    lines = [HolidayLine(row.day, row.name, row.source, row) for row in rows]
    taken = {line.day for line in lines}
    lines += [
        HolidayLine(day, fixed.name, fixed.source)
        for day, fixed in fixed_between(start, end)
        if day not in taken
    ]
    return sorted(lines, key=lambda line: (line.day, line.name))


def holidays_ahead(seat: Seat, at: datetime) -> list[HolidayLine]:
    """Return the holidays of the year from today on, as a seat's calendar shows them."""
    today = seat.today(at)
    return holidays_of(seat.region, today, today + AHEAD)


def holiday_for(seat: Seat, pk: int) -> Holiday:
    """Return a holiday of the seat's own region; raise Http404 for any other."""
    row = Holiday.objects.filter(pk=pk, region=region_of(seat)).first()
    if row is None:
        raise Http404
    return row


def due_date(region: Region | None, start: date, working_days: int) -> date:
    """Return the day a number of working days after a day, such as three for a verdict."""
    # Far enough for any row of holidays: a due date is days or weeks away, never years.
    holidays = _days_off(region, start, start + LONGEST_SPAN)
    return add_working_days(start, working_days, holidays=holidays)


def working_days_left(region: Region | None, start: date, end: date) -> int:
    """Return how many working days lie after `start` up to and including `end`."""
    if end <= start:
        return 0
    return count_working_days(start, end, holidays=_days_off(region, start, end))


def _days_off(region: Region | None, start: date, end: date) -> frozenset[date]:
    return frozenset(line.day for line in holidays_of(region, start, end))
