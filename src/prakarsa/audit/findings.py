"""What a verification can find, each with the sentence an operator reads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """The ways an audit trail can have been tampered with."""

    EDITED = "edited"
    DELETED = "deleted"
    INSERTED = "inserted"
    REORDERED = "reordered"
    PAYLOAD_EDITED = "payload_edited"
    PAYLOAD_SWAPPED = "payload_swapped"
    PAYLOAD_MISSING = "payload_missing"
    PAYLOAD_ERASED = "payload_erased"
    HEAD_EDITED = "head_edited"
    TAIL_CUT = "tail_cut"
    REWRITTEN = "rewritten"
    CHECKPOINT_FORGED = "checkpoint_forged"


SENTENCES: dict[Kind, Promise] = {
    Kind.EDITED: _("Catatan %(number)s diubah."),
    Kind.DELETED: _("Catatan %(number)s dihapus."),
    Kind.INSERTED: _("Catatan %(number)s disisipkan."),
    Kind.REORDERED: _("Catatan %(number)s tidak berada di tempatnya."),
    Kind.PAYLOAD_EDITED: _("Isi catatan %(number)s diubah."),
    Kind.PAYLOAD_SWAPPED: _("Isi catatan %(number)s ditukar dengan isi catatan lain."),
    Kind.PAYLOAD_MISSING: _("Isi catatan %(number)s hilang."),
    Kind.PAYLOAD_ERASED: _("Isi catatan %(number)s dikosongkan tanpa catatan penghapusan."),
    Kind.HEAD_EDITED: _("Ujung rantai tidak cocok dengan catatan %(number)s."),
    Kind.TAIL_CUT: _("Catatan %(number)s dan sesudahnya dipotong dari ujung rantai."),
    Kind.REWRITTEN: _("Rantai sampai catatan %(number)s ditulis ulang setelah titik periksa."),
    Kind.CHECKPOINT_FORGED: _("Titik periksa pada catatan %(number)s tidak sah."),
}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong, and at which entry."""

    sequence: int
    kind: Kind

    def __str__(self) -> str:
        return str(SENTENCES[self.kind]) % {"number": self.sequence}
