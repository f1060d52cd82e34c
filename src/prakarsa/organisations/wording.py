"""What is said of agencies in more than one place."""

from __future__ import annotations

from django.utils.translation import gettext as _

from prakarsa.foundation.writing import day
from prakarsa.organisations.models import Agency


def twin_words(twin: Agency) -> str:
    """Say which agency already has a name on the same days, and what to do about it."""
    words = {"name": twin.name, "span": _span(twin)}
    return (
        _("%(name)s sudah ada, berlaku %(span)s. Pakai unit itu, atau isi masa berlaku lain.")
        % words
    )


def _span(agency: Agency) -> str:
    words = {
        "start": day(agency.valid_from) if agency.valid_from else "",
        "end": day(agency.valid_until) if agency.valid_until else "",
    }
    if words["start"] and words["end"]:
        return _("sejak %(start)s sampai %(end)s") % words
    if words["start"]:
        return _("sejak %(start)s") % words
    return _("sampai %(end)s") % words if words["end"] else _("tanpa batas waktu")
