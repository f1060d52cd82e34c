"""Whether an answer may still be changed, told in words."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from prakarsa.calendars.queries import Opening, opening_of
from prakarsa.foundation.writing import day
from prakarsa.organisations.models import Agency, Region


def closed_words(region: Region, agency: Agency | None, edition_year: int, *, at: datetime) -> str:
    """Return when the window closed and who may reopen it; nothing while it is open."""
    found = opening_of(region=region, agency=agency, edition_year=edition_year, at=at)
    return words_of(found, at=at)


def words_of(opening: Opening, *, at: datetime) -> str:
    """Return the same of a window that was read already."""
    if opening.is_open:
        return ""
    who = _("Sekretariat inovasi dapat membukanya kembali dengan alasan.")
    if opening.deadline is None or opening.deadline > at:
        text = _not_open_yet(opening)
    else:
        values = {"year": opening.edition_year, "day": day(opening.deadline)}
        text = _("Pelaporan edisi %(year)s ditutup pada %(day)s.") % values
    return f"{text} {who}"


def _not_open_yet(opening: Opening) -> str:
    if opening.window is None:
        return _("Pelaporan edisi %(year)s belum dibuka.") % {"year": opening.edition_year}
    values = {"year": opening.edition_year, "day": day(opening.window.opens_at)}
    return _("Pelaporan edisi %(year)s dibuka pada %(day)s.") % values
