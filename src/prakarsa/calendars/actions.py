"""Set and reopen the reporting window, and keep the list of holidays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from prakarsa.audit.actions import record
from prakarsa.calendars.models import Holiday, Reopening, ReportingWindow
from prakarsa.calendars.permissions import can_change_window, can_reopen_for, can_set_calendar
from prakarsa.calendars.queries import holidays_of, known_days
from prakarsa.calendars.telling import tell_of_reopening
from prakarsa.foundation.versions import Stale
from prakarsa.foundation.writing import day as day_words
from prakarsa.organisations.models import Agency, Region
from prakarsa.organisations.seats import Seat


@dataclass(frozen=True, slots=True)
class NewHoliday:
    """A holiday as typed or imported."""

    day: date
    name: str
    source: str


@transaction.atomic
def open_window(
    *,
    seat: Seat,
    edition_year: int,
    opens_at: datetime,
    closes_at: datetime,
    source: str,
    at: datetime,
) -> ReportingWindow:
    """Set the window of an edition for the seat's region; raise ValidationError if it is set."""
    region = _own_region(seat)
    _check_order(opens_at, closes_at)
    window = ReportingWindow(
        region=region, edition_year=edition_year, opens_at=opens_at, closes_at=closes_at,
        source=source,
    )  # fmt: skip
    try:
        with transaction.atomic():
            window.save(force_insert=True)
    except IntegrityError as error:
        text = _("Masa pelaporan edisi %(year)d sudah ditetapkan. Ubah yang sudah ada.")
        raise ValidationError(text % {"year": edition_year}) from error
    _record(seat, "window.opened", window, at, after=_values(window))
    return window


@transaction.atomic
def change_window(
    *,
    seat: Seat,
    window: ReportingWindow,
    version: int,
    opens_at: datetime,
    closes_at: datetime,
    source: str,
    at: datetime,
) -> ReportingWindow:
    """Move a window that still has the version the person saw; raise Stale else."""
    fresh = ReportingWindow.objects.select_for_update(no_key=True).get(pk=window.pk)
    if not can_change_window(seat, fresh):
        raise PermissionDenied
    _check_order(opens_at, closes_at)
    if fresh.version != version:
        stored = {"opens_at": fresh.opens_at, "closes_at": fresh.closes_at, "source": fresh.source}
        raise Stale(version=fresh.version, stored=stored)
    before = _values(fresh)
    fresh.opens_at, fresh.closes_at, fresh.source = opens_at, closes_at, source
    fresh.version += 1
    fresh.save(update_fields=["opens_at", "closes_at", "source", "version"])
    _record(seat, "window.changed", fresh, at, before=before, after=_values(fresh))
    return fresh


@transaction.atomic
def reopen_window(
    *,
    seat: Seat,
    window: ReportingWindow,
    agency: Agency | None,
    until: datetime,
    reason: str,
    at: datetime,
) -> Reopening:
    """Open a closed window again for one unit, or for all, until a moment, with a reason.

    The same reopening asked for twice is one; a window still open is changed, not reopened.
    """
    fresh = ReportingWindow.objects.select_for_update(no_key=True).get(pk=window.pk)
    if seat.person is None or not can_reopen_for(seat, fresh, agency):
        raise PermissionDenied
    if at <= fresh.closes_at:
        raise ValidationError(_("Masa pelaporan belum ditutup. Ubah tanggal tutupnya."))
    if until <= at:
        raise ValidationError(_("Tanggal akhir sudah lewat. Pilih hari ini atau sesudahnya."))
    same = fresh.reopenings.filter(agency=agency, until=until, reason=reason).first()
    if same is not None:
        return same
    reopening = Reopening.objects.create(
        window=fresh, agency=agency, until=until, reason=reason,
        opened_by_key=str(seat.person.key), opened_at=at,
    )  # fmt: skip
    after = {"agency": agency.key if agency else "", "until": until, "reason": reason}
    _record(seat, "window.reopened", fresh, at, after=after)
    tell_of_reopening(reopening, at=at)
    return reopening


@transaction.atomic
def add_holiday(*, seat: Seat, holiday: NewHoliday, at: datetime) -> Holiday:
    """Add one holiday of the seat's region; raise ValidationError when the day has one."""
    added = add_holidays(seat=seat, holidays=[holiday], at=at)
    if not added:
        there = holidays_of(seat.region, holiday.day, holiday.day)[0]
        text = _("%(day)s sudah ada dalam daftar hari libur: %(name)s.")
        words = {"day": day_words(holiday.day), "name": there.name}
        raise ValidationError({"day": text % words})
    return added[0]


@transaction.atomic
def add_holidays(*, seat: Seat, holidays: Sequence[NewHoliday], at: datetime) -> list[Holiday]:
    """Add those holidays whose day has none yet, all or nothing; return the new ones."""
    region = _own_region(seat)
    Region.objects.select_for_update(no_key=True).get(pk=region.pk)
    known = known_days(region)
    added: list[Holiday] = []
    for holiday in holidays:
        if holiday.day not in known:
            known.add(holiday.day)
            row = Holiday.objects.create(
                region=region, day=holiday.day, name=holiday.name, source=holiday.source
            )
            _record_holiday(seat, "holiday.added", row, at)
            added.append(row)
    return added


@transaction.atomic
def remove_holiday(*, seat: Seat, holiday: Holiday, at: datetime) -> None:
    """Take a holiday of the seat's own region off the list; a repeat changes nothing."""
    region = _own_region(seat)
    if holiday.region_id != region.pk:
        raise PermissionDenied
    fresh = Holiday.objects.select_for_update(no_key=True).filter(pk=holiday.pk).first()
    if fresh is not None:
        _record_holiday(seat, "holiday.removed", fresh, at)
        fresh.delete()


def _own_region(seat: Seat) -> Region:
    if not can_set_calendar(seat) or seat.region is None:
        raise PermissionDenied
    return seat.region


def _check_order(opens_at: datetime, closes_at: datetime) -> None:
    if closes_at <= opens_at:
        raise ValidationError(_("Tanggal tutup lebih awal dari tanggal buka."))


def _values(window: ReportingWindow) -> dict[str, Any]:
    return {
        "edition_year": window.edition_year,
        "opens_at": window.opens_at,
        "closes_at": window.closes_at,
        "source": window.source,
    }


def _record(
    seat: Seat,
    act: str,
    window: ReportingWindow,
    at: datetime,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    record(
        actor=seat.actor, act=f"calendars.{act}", target=window, at=at,
        region_code=window.region_id, before=before, after=after,
    )  # fmt: skip


def _record_holiday(seat: Seat, act: str, row: Holiday, at: datetime) -> None:
    values = {"day": row.day, "name": row.name, "source": row.source}
    record(
        actor=seat.actor, act=f"calendars.{act}", target=row, at=at,
        region_code=row.region_id or "", after=values,
    )  # fmt: skip
