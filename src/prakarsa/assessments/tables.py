"""The working of an index as a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prakarsa.assessments.queries import Assessment, RegionRow
from prakarsa.formats.tables import Column, ColumnKind, Value

COLUMNS = (
    Column("bagian"),
    Column("kode", width=14),
    Column("nama", width=50),
    Column("unit", width=36),
    Column("terverifikasi", ColumnKind.HUNDREDTHS),
    Column("diklaim", ColumnKind.HUNDREDTHS),
    Column("dasar", width=40),
    Column("dihitung", width=12),
    Column("alasan", width=60),
)
ROW_COLUMNS = (
    Column("kode", width=8),
    Column("nama", width=50),
    Column("variabel", width=60),
    Column("wajib", width=8),
    Column("angka", ColumnKind.DECIMAL, 14),
    Column("keadaan", width=18),
    Column("tingkat_terverifikasi", ColumnKind.WHOLE),
    Column("terverifikasi", ColumnKind.HUNDREDTHS),
    Column("diklaim", ColumnKind.HUNDREDTHS),
    Column("maksimum", ColumnKind.HUNDREDTHS),
)
EXCLUDED_COLUMNS = (
    Column("nama", width=50),
    Column("unit", width=36),
    Column("dasar", width=40),
    Column("alasan", width=60),
)
TERM, ROW, INNOVATION = "suku", "baris daerah", "inovasi"


def working_table(assessment: Assessment) -> Iterator[tuple[Value, ...]]:
    """Give the terms of the formula, the regional rows and every innovation with its reasons."""
    for step in assessment.verified.steps:
        if not isinstance(step.value, str):
            claimed = assessment.claimed.step(step.name).hundredths
            yield (TERM, step.name, str(step.label), "", step.hundredths, claimed, step.article,
                   "", str(step.formula))  # fmt: skip
    for row in assessment.rows:
        yield (ROW, row.indicator.code, row.indicator.name, "", row.verified_hundredths,
               row.claimed_hundredths, row.indicator.source, "", "")  # fmt: skip
    for each in assessment.innovations:
        reasons = " ".join(str(reason.message) for reason in each.reasons)
        yield (INNOVATION, each.key, each.name, each.agency, each.verified_hundredths,
               each.claimed_hundredths, each.affair, "ya" if each.is_verified else "tidak",
               reasons)  # fmt: skip


def region_row_table(rows: Sequence[RegionRow]) -> Iterator[tuple[Value, ...]]:
    """Give the regional rows of an edition, answered or not."""
    for row in rows:
        answer = row.answer
        yield (row.indicator.code, row.indicator.name, row.indicator.variable,
               "ya" if row.indicator.mandatory else "tidak", answer.number if answer else None,
               answer.get_state_display() if answer else "", row.verified_level,
               row.verified_hundredths, row.claimed_hundredths,
               row.indicator.maximum_hundredths)  # fmt: skip


def excluded_table(assessment: Assessment) -> Iterator[tuple[Value, ...]]:
    """Give the innovations that the edition leaves out, by reason as the page lists them."""
    for group in assessment.excluded:
        for each in group.innovations:
            reasons = " ".join(str(reason.message) for reason in each.reasons)
            yield each.name, each.agency, group.reason.article, reasons
