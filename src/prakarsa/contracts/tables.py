"""Contracts, their quarters and their paths as tables, and as papers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from prakarsa.contracts.models import PerformanceContract, QuarterTarget
from prakarsa.contracts.queries.delivery import Delivery, told_of
from prakarsa.contracts.showing.board import NONE, Board, Cell, column_heads
from prakarsa.contracts.showing.contracts import contract_lines
from prakarsa.contracts.showing.delivery import quarter_line, quarter_mark
from prakarsa.contracts.showing.path import PathPage
from prakarsa.contracts.showing.realisations import lead_of
from prakarsa.contracts.showing.standing import (
    ROMAN,
    headline,
    limits_words,
    promise_words,
    standing_mark,
)
from prakarsa.formats.papers import render_pdf
from prakarsa.formats.tables import Column, ColumnKind, Value
from prakarsa.foundation.writing import day_short, moment, number
from prakarsa.organisations.models import Region
from prakarsa.rules.rounding import hundredths
from prakarsa.rules.working import Worked

PAPER = "contracts/delivery"
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


def quarter_columns() -> list[Column]:
    """Return the columns of quarters."""
    return [
        Column(_("Perangkat daerah"), width=36),
        Column(_("Nomor kontrak"), width=20),
        Column(_("Lot"), width=36),
        Column(_("Misi"), width=30),
        Column(_("Tahun"), ColumnKind.WHOLE, 8),
        Column(_("Triwulan"), ColumnKind.WHOLE, 9),
        Column(_("Satuan"), width=14),
        Column(pgettext("one", "Target"), ColumnKind.DECIMAL, 12),
        Column(_("Tenggat"), ColumnKind.DAY, 14),
        Column(_("Capaian"), ColumnKind.DECIMAL, 12),
        Column(_("Keadaan laporan"), width=22),
        Column(_("Jatuh tempo (% jalan)"), ColumnKind.HUNDREDTHS, 14),
        Column(_("Ditempuh (% jalan)"), ColumnKind.HUNDREDTHS, 14),
        Column(_("Status"), width=28),
        Column(_("Ambang"), width=28),
    ]


def quarter_rows(
    deliveries: Iterable[Delivery], today: date, *, year: int | None = None
) -> Iterator[list[Value]]:
    """Yield the rows of quarters under those columns, of one year or of all."""
    for delivery in deliveries:
        for target in delivery.targets:
            if delivery.terms is not None and year in (None, target.year):
                yield _row(delivery, target, today)


def _row(delivery: Delivery, target: QuarterTarget, today: date) -> list[Value]:
    assert delivery.terms is not None
    report, contract = told_of(target), delivery.contract
    made = delivery.progress_of(report.value) if report is not None else None
    return [
        lead_of(contract),
        contract.number,
        contract.lot.title,
        str(contract.lot.mission),
        target.year,
        target.quarter,
        delivery.terms.unit,
        target.value,
        target.due_on,
        report.value if report is not None else None,
        str(report.get_state_display()) if report is not None else _("belum ditulis"),
        _hundredths(delivery.progress_of(target.value)),
        _hundredths(made),
        quarter_mark(delivery, target, today)[1],
        delivery.book.title,
    ]


def _hundredths(worked: Worked[Fraction] | None) -> Value:
    return None if worked is None else hundredths(worked.value)


def quarters_paper(delivery: Delivery, today: date, at: datetime) -> bytes:
    """Return the quarters of one contract as a PDF to print."""
    contract, terms = delivery.contract, delivery.terms
    facts = [
        [_("Nomor kontrak"), contract.number],
        [_("Pemegang"), lead_of(contract)],
        [_("Indikator"), terms.indicator if terms else contract.lot.indicator],
        [_("Janji"), promise_words(delivery)],
        [_("Status"), standing_mark(delivery, today)[1]],
        [_("Ambang"), limits_words(delivery.book)],
    ]
    rows = [_paper_row(delivery, each, today) for each in delivery.targets if terms]
    heads = [
        _("Triwulan"), pgettext("one", "Target"),
        _("Capaian"), _("Jalan"), _("Tenggat"), _("Status"),
    ]  # fmt: skip
    title = contract.lot.title
    lead = headline(delivery.standing(today)) + "."
    tables = [_table(_("Triwulan demi triwulan"), heads, rows, numbers=(1, 2, 3))]
    return _paper(contract.region, title, lead, facts, tables, _notes([delivery]), at)


def _paper_row(delivery: Delivery, target: QuarterTarget, today: date) -> list[str]:
    line = quarter_line(delivery, target, today)
    name = f"{ROMAN[target.quarter]} {target.year}"
    return [name, line.wanted, line.reached, line.part, day_short(target.due_on), line.mark[1]]


def board_paper(board: Board, region: Region, at: datetime) -> bytes:
    """Return the board as a PDF to print."""
    rows = [
        [
            row.agency,
            row.contract.lot.title,
            *(_cell_words(each) for each in row.cells),
            row.mark[1],
        ]
        for group in board.agencies
        for row in group.rows
    ]
    heads = [_("Perangkat daerah"), _("Kontrak"), *column_heads(), _("Status")]
    missions = [
        [group.label, number(len(group.rows)), *(number(count) for _mark, count in group.counts)]
        for group in board.missions
    ]
    names = [_("Misi"), _("Kontrak"), *(mark[1] for mark in board.heads)]
    tables = [
        _table(_("Menurut misi"), names, missions, numbers=tuple(range(1, len(names)))),
        _table(_("Menurut perangkat daerah"), heads, rows, numbers=()),
    ]
    title = _("Kontrak kinerja %d") % board.year
    notes = _notes([row.delivery for row in board.rows])
    return _paper(region, title, board.headline + ".", [], tables, notes, at)


def path_columns() -> list[Column]:
    """Return the columns of what happened to a lot."""
    return [
        Column(_("Tanggal"), ColumnKind.DAY, 14),
        Column(_("Kejadian"), width=40),
        Column(_("Nilai"), ColumnKind.DECIMAL, 12),
        Column(_("Dengan satuan"), width=20),
        Column(_("Dijanjikan pada"), width=20),
        Column(_("Alasan"), width=60),
    ]


def path_rows(page: PathPage) -> Iterator[list[Value]]:
    """Yield what happened to a lot under those columns."""
    for each in page.stations:
        yield [each.on, each.what, each.value, each.figure, each.promised, each.reason]


def path_paper(page: PathPage, at: datetime) -> bytes:
    """Return the path of a lot as a PDF to print."""
    rows = [
        [day_short(each.on), each.what, each.figure, each.promised, each.reason]
        for each in page.stations
    ]
    heads = [_("Tanggal"), _("Kejadian"), _("Nilai"), _("Dijanjikan pada"), _("Alasan")]
    facts = [[_("Nomor kontrak"), page.contract.number]]
    tables = [_table(_("Urutan kejadian"), heads, rows, numbers=(2,))]
    region, title = page.contract.region, page.contract.lot.title
    return _paper(region, title, page.headline + ".", facts, tables, [], at)


def _cell_words(cell: Cell) -> str:
    return f"{cell.words} {cell.part}".strip() if cell.kind != NONE else "–"


def _table(
    heading: str, heads: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: Sequence[int]
) -> dict[str, Any]:
    return {"heading": heading, "heads": heads, "rows": rows, "numbers": list(numbers)}


def _notes(deliveries: Sequence[Delivery]) -> list[str]:
    """Say once where what is printed is an example."""
    examples = {each.book.source for each in deliveries if each.book.is_example}
    return sorted(examples)


def _paper(
    region: Region,
    title: str,
    lead: str,
    facts: list[list[str]],
    tables: list[dict[str, Any]],
    notes: list[str],
    at: datetime,
) -> bytes:
    if region.is_example:
        notes = [_("%s adalah daerah rekaan; semua isinya contoh.") % region.name, *notes]
    values = {
        "title": title,
        "office": region.name,
        "lead": lead,
        "printed": _("Dibuat %(moment)s") % {"moment": moment(at)},
        "language": get_language() or "id",
        "notes": notes,
        "facts": facts,
        "tables": tables,
    }
    return render_pdf(PAPER, values, at=at)
