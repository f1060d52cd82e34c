"""What the doctor asks of the store: each row has its bytes, and nothing is left over."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.files.checking import FaultKind, find_faults
from prakarsa.foundation.checkups import Examination, Finding, checkup, fault

SHOWN = 20


@checkup(
    "files.store",
    label=gettext_lazy("Berkas tersimpan"),
    proves=gettext_lazy("Setiap baris punya isi yang utuh, dan tidak ada sisa."),
)
def examine_store(examination: Examination) -> Iterator[Finding]:
    """Compare rows with bytes: by size, or by hash when there is time."""
    faults = find_faults(at=examination.at, reads_all=examination.is_deep)
    back = _("Ambil berkas itu dari cadangan: files/%s.")
    sentences = {
        FaultKind.MISSING: (_("Isi berkas %s hilang."), back),
        FaultKind.CHANGED: (_("Isi berkas %s berubah."), back),
        FaultKind.ORPHAN: (
            _("Isi %s tidak dikenal baris mana pun."),
            _("Dihapus sendiri pada pembersihan malam; bila tidak, periksa worker (%s)."),
        ),
    }
    for found in islice(faults, SHOWN):
        what, remedy = sentences[found.kind]
        yield fault(what % found.key, remedy % found.place)
