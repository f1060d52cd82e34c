"""Writes tables as XLSX and CSV, row by row, so that a long list never stands in memory.

Text stays text: nothing becomes a formula or a link. In CSV a cell that begins with `=`, `+`,
`-`, `@`, a tab, a carriage return or a full-width twin of these gets an apostrophe in front;
our own reader takes it away again. Numbers stay numbers.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from prakarsa.formats.delimited import mark_cell

if TYPE_CHECKING:
    import xlsxwriter

Value = str | int | Decimal | date | datetime | None
Target = Path | IO[bytes]

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LONGEST_TEXT = 32_767
_ROWS_PER_SHEET = 1_048_575
_LARGEST_EXACT = 10**15
_LINES_PER_PIECE = 200
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")


class ColumnKind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    WHOLE = "whole"
    HUNDREDTHS = "hundredths"
    DECIMAL = "decimal"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the words in its head, what it holds, and its width in characters."""

    name: str
    kind: ColumnKind = ColumnKind.TEXT
    width: int = 20


_FORMATS = {
    ColumnKind.WHOLE: "#,##0",
    ColumnKind.HUNDREDTHS: "#,##0.00",
    ColumnKind.DECIMAL: "#,##0.00##",
    ColumnKind.DAY: "d mmm yyyy",
    ColumnKind.MOMENT: "d mmm yyyy hh:mm",
}


def write_xlsx(
    target: Target, *, columns: Sequence[Column], rows: Iterable[Sequence[Value]], title: str
) -> int:
    """Write a workbook of one sheet (more when a million rows do not fit); return the rows.

    Moments are written as they stand: give them in the reader's zone.
    """
    import xlsxwriter

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
    }
    written = 0
    with xlsxwriter.Workbook(target, options) as workbook:
        workbook.set_properties({"title": title[:255], "author": "", "company": ""})
        sheets = _Sheets(workbook, columns, title)
        for row in rows:
            sheets.write(row)
            written += 1
        sheets.begin_if_none()
    return written


def write_csv(target: Target, *, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> int:
    """Write UTF-8 with a byte order mark and commas; return the number of bytes."""
    if isinstance(target, Path):
        with target.open("wb") as stream:
            return write_csv(stream, columns=columns, rows=rows)
    return sum(target.write(piece) for piece in csv_pieces(columns=columns, rows=rows))


def csv_pieces(*, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """Give the same bytes as `write_csv` in pieces, for an answer that is streamed."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([mark_cell(column.name) for column in columns])
    yield _BYTE_ORDER_MARK
    for number, row in enumerate(rows, start=1):
        cells = zip(columns, row, strict=True)
        writer.writerow([_delimited(column.kind, value) for column, value in cells])
        if number % _LINES_PER_PIECE == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _delimited(kind: ColumnKind, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return mark_cell(value)
    if isinstance(value, date):
        return value.isoformat()
    if kind is ColumnKind.HUNDREDTHS:
        return format(Decimal(value).scaleb(-2), ".2f")
    return format(Decimal(value), "f")


class _Sheets:
    """The sheets of one workbook: a full one is followed by the next."""

    def __init__(
        self, workbook: "xlsxwriter.Workbook", columns: Sequence[Column], title: str
    ) -> None:
        self._workbook = workbook
        self._columns = columns
        self._title = _NOT_IN_SHEET_NAMES.sub(" ", title).strip()[:25] or "Data"
        self._head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self._formats = {
            kind: workbook.add_format({"num_format": pattern}) for kind, pattern in _FORMATS.items()
        }
        self._sheet: Any = None
        self._row = 0

    def begin_if_none(self) -> None:
        """Begin the first sheet, or the next when the present one is full."""
        if self._sheet is not None and self._row < _ROWS_PER_SHEET:
            return
        number = len(self._workbook.worksheets()) + 1
        self._sheet = self._workbook.add_worksheet(
            self._title if number == 1 else f"{self._title} {number}"
        )
        self._sheet.freeze_panes(1, 0)
        for place, column in enumerate(self._columns):
            self._sheet.set_column(place, place, column.width)
            self._sheet.write_string(0, place, column.name, self._head)
        self._row = 0

    def write(self, row: Sequence[Value]) -> None:
        """Write one row."""
        self.begin_if_none()
        self._row += 1
        for place, (column, value) in enumerate(zip(self._columns, row, strict=True)):
            if value is not None:
                self._write_cell(place, column.kind, value)

    def _write_cell(self, place: int, kind: ColumnKind, value: str | int | Decimal | date) -> None:
        if isinstance(value, str):
            self._sheet.write_string(self._row, place, value[:_LONGEST_TEXT])
        elif isinstance(value, date):
            self._sheet.write_datetime(self._row, place, value, self._formats.get(kind))
        elif not -_LARGEST_EXACT < value < _LARGEST_EXACT:
            # A spreadsheet keeps fifteen digits; a longer number would change silently.
            self._sheet.write_string(self._row, place, _delimited(kind, value))
        else:
            number = Decimal(value).scaleb(-2) if kind is ColumnKind.HUNDREDTHS else value
            self._sheet.write_number(self._row, place, number, self._formats.get(kind))
