"""What the doctor asks of the auction: its words are kept, and no lot is half decided."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.auctions.models import Lot
from prakarsa.foundation.append_only import guards_missing
from prakarsa.foundation.checkups import Examination, Finding, checkup, fault

TABLES: tuple[str, ...] = import_module("prakarsa.auctions.migrations.0002_append_only").TABLES
DECIDED = (Lot.State.AGREED, Lot.State.IMPOSED, Lot.State.LAPSED, Lot.State.CONTRACTED)


@checkup(
    "auctions.lots",
    label=gettext_lazy("Lot lelang kinerja"),
    proves=gettext_lazy("Setiap lot yang selesai punya satu keputusan, dan tawaran tidak berubah."),
)
def examine_lots(_examination: Examination) -> Iterator[Finding]:
    """Compare the state of each lot with its decision, and look for the guards."""
    remedy = _("Jangan ubah apa pun. Bandingkan dengan cadangan dan jejak audit.")
    if count := half_decided().count():
        yield fault(_("%d lot berada dalam keadaan setengah jadi.") % count, remedy)
    for name in guards_missing(TABLES):
        what = _("Pengaman %s tidak ada atau dimatikan.") % name
        yield fault(what, _("Jalankan prakarsa migrate, lalu cari siapa yang mematikannya."))


def half_decided() -> QuerySet[Lot]:
    """Return the lots whose state and decision do not fit each other."""
    is_decided = Q(state__in=DECIDED)
    return Lot.objects.filter(
        (is_decided & Q(decision__isnull=True)) | (~is_decided & Q(decision__isnull=False))
    )
