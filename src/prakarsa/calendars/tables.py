"""Windows and holidays as tables: the same rows as the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from prakarsa.calendars.models import ReportingWindow
from prakarsa.calendars.queries import HolidayLine
from prakarsa.formats.tables import Column, ColumnKind, Value


def window_columns() -> list[Column]:
    """Return the heads of the reporting windows."""
    return [
        Column(_("Edisi"), width=8),
        Column(_("Dibuka"), ColumnKind.MOMENT, 20),
        Column(pgettext("window", "Ditutup"), ColumnKind.MOMENT, 20),
        Column(_("Dasar"), width=60),
    ]


def window_rows(windows: Iterable[ReportingWindow]) -> Iterator[tuple[Value, ...]]:
    """Give the windows in the reader's zone."""
    for row in windows:
        opens, closes = timezone.localtime(row.opens_at), timezone.localtime(row.closes_at)
        yield str(row.edition_year), opens, closes, row.source


def holiday_columns() -> list[Column]:
    """Return the heads of the holidays: those that an import of holidays reads."""
    return [
        Column("tanggal", ColumnKind.DAY, 14),
        Column("nama", width=40),
        Column("sumber", width=60),
    ]


def holiday_rows(lines: Iterable[HolidayLine]) -> Iterator[tuple[Value, ...]]:
    """Give the holidays by day."""
    for line in lines:
        yield line.day, line.name, line.source
