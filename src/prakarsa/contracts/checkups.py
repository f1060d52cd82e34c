"""What the doctor asks of contracts: texts are kept, and none runs that nobody signed."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.contracts.models import PerformanceContract, Signature
from prakarsa.foundation.append_only import guards_missing
from prakarsa.foundation.checkups import Examination, Finding, checkup, fault

TABLES: tuple[str, ...] = import_module("prakarsa.contracts.migrations.0002_append_only").TABLES


@checkup(
    "contracts.contracts",
    label=gettext_lazy("Kontrak kinerja"),
    proves=gettext_lazy("Setiap kontrak yang berjalan ditandatangani, dan naskahnya tetap."),
)
def examine_contracts(_examination: Examination) -> Iterator[Finding]:
    """Compare the state of each contract with its signatures, and look for the guards."""
    remedy = _("Jangan ubah apa pun. Bandingkan dengan cadangan dan jejak audit.")
    if count := unsigned_but_running().count():
        yield fault(_("%d kontrak berjalan tanpa naskah yang ditandatangani.") % count, remedy)
    for name in guards_missing(TABLES):
        what = _("Pengaman %s tidak ada atau dimatikan.") % name
        yield fault(what, _("Jalankan prakarsa migrate, lalu cari siapa yang mematikannya."))


def unsigned_but_running() -> QuerySet[PerformanceContract]:
    """Return the contracts past signing whose first version nobody signed."""
    signed = Signature.objects.filter(version__contract=OuterRef("pk"))
    rows = PerformanceContract.objects.exclude(state=PerformanceContract.State.SIGNING)
    return rows.filter(~Exists(signed))
