"""What the doctor asks of the audit: the chain, its guards, the age of its checkpoints."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.audit.checkpoints import newest_checkpoint, read_checkpoints
from prakarsa.audit.models import AuditEntry
from prakarsa.audit.verification import verify
from prakarsa.foundation.checkups import Examination, Finding, checkup, fault
from prakarsa.foundation.guards import missing_guards
from prakarsa.foundation.writing import moment

# Written daily; a day that failed may pass.
OLDEST = timedelta(hours=48)
SHOWN = 5
SQLITE_GUARDS = (
    "audit_entry_no_update", "audit_entry_no_delete", "audit_entry_no_replace",
    "audit_payload_erasure", "audit_payload_no_delete", "audit_payload_no_replace",
)  # fmt: skip
POSTGRES_GUARDS = (
    "audit_entry_fixed", "audit_payload_erasure", "audit_payload_fixed", "audit_no_truncate",
)  # fmt: skip


@checkup(
    "audit.chain",
    label=gettext_lazy("Rantai audit"),
    proves=gettext_lazy("Tidak ada catatan yang diubah, hilang, atau disisipkan."),
)
def examine_chain(examination: Examination) -> Iterator[Finding]:
    """Verify what follows the last checkpoint; all of it when there is time."""
    since = None if examination.is_deep else newest_checkpoint(read_checkpoints())
    remedy = _("Jangan perbaiki apa pun. Simpan salinannya dan beri tahu inspektorat.")
    for finding in verify(since=since).findings[:SHOWN]:
        yield fault(str(finding), remedy)


@checkup(
    "audit.guards",
    label=gettext_lazy("Pengaman rantai audit"),
    proves=gettext_lazy("Basis data sendiri menolak perubahan catatan."),
)
def examine_guards(_examination: Examination) -> Iterator[Finding]:
    """Look whether the triggers that keep the chain are there."""
    for name in missing_guards(sqlite=SQLITE_GUARDS, postgres=POSTGRES_GUARDS):
        what = _("Pengaman %s tidak ada atau dimatikan.") % name
        yield fault(what, _("Cari siapa yang mematikannya, lalu periksa seluruh rantai."))


@checkup(
    "audit.checkpoints",
    label=gettext_lazy("Titik periksa audit"),
    proves=gettext_lazy("Ujung rantai ditandatangani setiap hari."),
)
def examine_checkpoints(examination: Examination) -> Iterator[Finding]:
    """Look when the end of the chain was signed last; a young chain need not be signed yet."""
    newest = newest_checkpoint(read_checkpoints())
    signed = newest.written_at if newest else None
    since = signed or AuditEntry.objects.order_by("sequence").values_list("at", flat=True).first()
    if since is None or examination.at - since <= OLDEST:
        return
    what = _("Titik periksa terakhir: %s.") % moment(signed)
    yield fault(what, _("Periksa apakah worker berjalan, lalu: prakarsa audit checkpoint."))
