"""What people asked about their own data, and by when the law wants an answer."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.foundation.checkups import Examination, Finding, checkup, fault, notice
from prakarsa.foundation.writing import moment
from prakarsa.operations.requests import open_requests


@checkup(
    "requests.due",
    label=gettext_lazy("Permintaan data pribadi"),
    proves=gettext_lazy("Setiap permintaan dijawab dalam 3 x 24 jam."),
)
def examine_requests(examination: Examination) -> Iterator[Finding]:
    """Look for requests that nobody answered in time, and for those that wait; name nobody."""
    remedy = _("Buka Kesehatan sistem, Permintaan data pribadi, lalu jawab.")
    for each in open_requests():
        words = {"number": each.number, "due": moment(each.due_at)}
        if each.due_at < examination.at:
            yield fault(_("Permintaan %(number)d lewat waktu sejak %(due)s.") % words, remedy)
        else:
            yield notice(
                _("Permintaan %(number)d menunggu, paling lambat %(due)s.") % words, remedy
            )
