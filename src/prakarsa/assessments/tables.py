"""The working of an index as a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator

from prakarsa.assessments.queries import Assessment
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
