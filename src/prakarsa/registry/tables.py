"""The innovations of a list as a table; one row per innovation, the columns people know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from prakarsa.formats.tables import Column, ColumnKind, Value
from prakarsa.registry.models import Innovation

PIECE = 500


def columns() -> list[Column]:
    """Return the heads of the export: those of the official list first, then ours."""
    return [
        Column("Judul Inovasi", width=40),
        Column("Pemda", width=24),
        Column("Admin OPD", width=32),
        Column("Inisiator"),
        Column("Nama Inisiator", width=28),
        Column("Bentuk", width=24),
        Column("Jenis", width=14),
        Column("Urusan Utama", width=32),
        Column("Urusan lain yang beririsan", width=40),
        Column("Tahapan", width=14),
        Column("Tanggal Penerapan", ColumnKind.DAY, 18),
        Column("Tanggal Pengembangan", ColumnKind.DAY, 18),
        Column("Lat", ColumnKind.DECIMAL, 12),
        Column("Lon", ColumnKind.DECIMAL, 12),
        Column(_("Tahun"), ColumnKind.WHOLE, 8),
        Column(_("Keadaan"), width=20),
        Column(_("Ringkasan"), width=60),
        Column(_("Sumber"), width=40),
    ]


def export_rows(rows: QuerySet[Innovation]) -> Iterator[Sequence[Value]]:
    """Give one row of cells per innovation, read in pieces."""
    for innovation in rows.prefetch_related("affairs").iterator(chunk_size=PIECE):
        yield _row(innovation)


def _row(innovation: Innovation) -> Sequence[Value]:
    return (
        innovation.name,
        innovation.region.name,
        innovation.agency.name if innovation.agency else "",
        _known(innovation.initiator, innovation.get_initiator_display()),
        innovation.initiator_name,
        _known(innovation.form, innovation.get_form_display()),
        _known(innovation.kind, innovation.get_kind_display()),
        innovation.main_affair,
        "; ".join(row.affair for row in innovation.affairs.all()),
        _known(innovation.stage, innovation.get_stage_display()),
        innovation.implemented_on,
        innovation.developed_on,
        innovation.latitude,
        innovation.longitude,
        innovation.year,
        innovation.get_state_display(),
        innovation.summary,
        innovation.source,
    )


def _known(value: str, label: str) -> str:
    return "" if value == "unknown" else label
