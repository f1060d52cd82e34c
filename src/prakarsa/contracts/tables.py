"""The contracts of a list as a table, one row per contract."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from prakarsa.contracts.models import PerformanceContract
from prakarsa.contracts.showing.contracts import contract_lines
from prakarsa.formats.tables import Column, ColumnKind, Value

PIECE = 500


def contract_columns() -> list[Column]:
    """Return the heads of the export."""
    return [
        Column(_("Nomor kontrak"), width=24),
        Column(_("Judul"), width=40),
        Column(_("Pemegang"), width=40),
        Column(_("Misi"), width=40),
        Column(_("Indikator"), width=44),
        Column(_("Satuan"), width=12),
        Column(_("Titik nol"), ColumnKind.DECIMAL, 14),
        Column(_("Tanggal titik nol"), ColumnKind.DAY, 16),
        Column(_("Titik akhir"), ColumnKind.DECIMAL, 14),
        Column(_("Tanggal titik akhir"), ColumnKind.DAY, 16),
        Column(_("Versi"), ColumnKind.WHOLE, 8),
        Column(_("Keadaan"), width=28),
        Column(_("Periode lelang"), width=28),
        Column(_("Sidik naskah (SHA-256)"), width=66),
    ]


def contract_rows(rows: QuerySet[PerformanceContract], *, today: date) -> Iterator[list[Value]]:
    """Give one row of cells per contract, read in pieces."""
    for line in contract_lines(rows.iterator(chunk_size=PIECE), today=today):
        contract, version = line.contract, line.version
        yield [
            contract.number,
            contract.lot.title,
            line.agencies,
            str(contract.lot.mission),
            version.indicator,
            version.unit,
            version.baseline,
            version.baseline_on,
            version.end_value,
            version.end_on,
            version.number,
            str(contract.get_state_display()),
            contract.lot.period.name,
            version.sha256,
        ]
