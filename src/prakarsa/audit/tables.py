"""The audit as a table: the same entries and words as the auditor's page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from prakarsa.audit.models import AuditEntry
from prakarsa.audit.queries import lines_of
from prakarsa.formats.tables import Column, ColumnKind, Value

PIECE = 500


def entry_columns() -> list[Column]:
    """Return the heads of the entries."""
    return [
        Column(_("No."), ColumnKind.WHOLE, 10),
        Column(_("Saat"), ColumnKind.MOMENT, 20),
        Column(_("Siapa"), width=32),
        Column(_("Peran"), width=24),
        Column(_("Tindakan"), width=40),
        Column(_("Jenis catatan"), width=24),
        Column(_("Catatan"), width=40),
        Column(_("Alamat"), width=20),
        Column(_("Perubahan"), width=80),
    ]


def entry_rows(entries: QuerySet[AuditEntry]) -> Iterator[tuple[Value, ...]]:
    """Give the entries in the reader's zone; names are read for a piece of them at once."""
    rest = entries.iterator(chunk_size=PIECE)
    while piece := list(islice(rest, PIECE)):
        for line in lines_of(piece):
            changes = "; ".join(
                f"{change.field}: {change.before} → {change.after}" for change in line.changes
            )
            yield (
                line.entry.sequence, timezone.localtime(line.entry.at), line.who, line.role,
                line.act, line.kind, line.target, line.address, changes,
            )  # fmt: skip
