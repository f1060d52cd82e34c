"""Whether an answer may still be changed, told in words."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from prakarsa.calendars.queries import deadline_for, is_open_for, window_of
from prakarsa.foundation.writing import day
from prakarsa.organisations.models import Agency, Region


def closed_words(region: Region, agency: Agency | None, edition_year: int, *, at: datetime) -> str:
    """Return when the window closed and who may reopen it; nothing while it is open."""
    if is_open_for(region=region, agency=agency, edition_year=edition_year, at=at):
        return ""
    deadline = deadline_for(region=region, agency=agency, edition_year=edition_year, at=at)
    who = _("Sekretariat inovasi dapat membukanya kembali dengan alasan.")
    if deadline is None or deadline > at:
        text = _not_open_yet(region, edition_year)
    else:
        values = {"year": edition_year, "day": day(deadline)}
        text = _("Pelaporan edisi %(year)s ditutup pada %(day)s.") % values
    return f"{text} {who}"


def _not_open_yet(region: Region, edition_year: int) -> str:
    window = window_of(region, edition_year)
    if window is None:
        return _("Pelaporan edisi %(year)s belum dibuka.") % {"year": edition_year}
    values = {"year": edition_year, "day": day(window.opens_at)}
    return _("Pelaporan edisi %(year)s dibuka pada %(day)s.") % values
