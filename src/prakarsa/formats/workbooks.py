"""Reads tables from XLSX and CSV files as rows of text. Nothing here needs Django.

Workbooks are opened in a limited child process, never in the process that asks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Protocol

from prakarsa.formats.child import Answer, ask_child
from prakarsa.formats.delimited import read_delimited, unmark_cell
from prakarsa.formats.kinds import TABLE_LIMITS, Kind, Limits
from prakarsa.formats.reasons import Reason, Refused, UnreadableFile

__all__ = [
    "Note",
    "NoteKind",
    "Row",
    "Table",
    "UnreadableFile",
    "read_rows",
    "read_table",
    "read_uploaded_table",
]

_PACKAGE_MARK = b"PK\x03\x04"
_OLD_WORKBOOK_MARK = b"\xd0\xcf\x11\xe0"


class NoteKind(StrEnum):
    """Something in a table that its reader should know of; none of it was fetched or run."""

    FORMULAS = "formulas"
    HIDDEN_ROWS = "hidden_rows"
    HIDDEN_SHEETS = "hidden_sheets"
    EXTERNAL_LINKS = "external_links"
    LONG_NUMBERS = "long_numbers"
    EXTRA_CELLS = "extra_cells"


@dataclass(frozen=True, slots=True)
class Note:
    """One note, with what it is about: names of sheets, or the first row concerned."""

    kind: NoteKind
    about: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the header: its number as the spreadsheet shows it, one cell per column."""

    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A header and its rows; empty rows are left out, their numbers are not used again."""

    header: list[str]
    rows: list[Row]
    notes: list[Note]

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Give each row as its number and a mapping from column name to text."""
        for row in self.rows:
            yield row.number, dict(zip(self.header, row.cells, strict=True))


class Upload(Protocol):
    """What a form hands over: a file of a known size that comes in pieces."""

    @property
    def size(self) -> int | None:
        """Return the number of bytes that were sent."""

    def chunks(self) -> Iterator[bytes]:
        """Give the bytes."""


def read_rows(
    path: Path, *, sheet: str | None = None, limits: Limits = TABLE_LIMITS
) -> list[list[str]]:
    """Read one sheet of an XLSX file, the first visible one unless named; row 1 comes first.

    Numbers come in full with a decimal point, dates in ISO form. Raises `UnreadableFile`.
    """
    return _ask_for_rows(path, sheet, limits).rows


def read_table(path: Path, *, sheet: str | None = None, limits: Limits = TABLE_LIMITS) -> Table:
    """Read a header in row 1 and the rows below it from XLSX or CSV, recognised by content.

    Raises `UnreadableFile` when the file is neither, or has no header.
    """
    with path.open("rb") as stream:
        head = stream.read(8)
    if head.startswith((_PACKAGE_MARK, _OLD_WORKBOOK_MARK)):
        answer = _ask_for_rows(path, sheet, limits)
        return _table(answer.rows, _notes(answer.facts))
    try:
        records = read_delimited(path, limits).records
        return _table([[unmark_cell(cell) for cell in record] for record in records], [])
    except UnreadableFile:
        raise
    except Refused as refusal:
        reason = Reason.NOT_A_TABLE if refusal.reason is Reason.MISMATCH else refusal.reason
        raise UnreadableFile(reason, **refusal.details) from None


def read_uploaded_table(upload: Upload, *, limit_bytes: int) -> Table:
    """Read a table from an upload that is not kept; raise `Refused` as `read_table` does."""
    if (upload.size or 0) > limit_bytes:
        raise Refused.too_large(limit_bytes, upload.size)
    with NamedTemporaryFile(suffix=".table") as copy:
        copy.writelines(upload.chunks())
        copy.flush()
        return read_table(Path(copy.name))


def _ask_for_rows(path: Path, sheet: str | None, limits: Limits) -> Answer:
    try:
        return ask_child(
            task="rows", path=path, kind=Kind.XLSX, limits=limits, options={"sheet": sheet}
        )
    except Refused as refusal:
        raise UnreadableFile(refusal.reason, **refusal.details) from None


def _table(records: list[list[str]], notes: list[Note]) -> Table:
    header = [name.strip() for name in records[0]] if records else []
    while header and not header[-1]:
        header.pop()
    if not header:
        raise UnreadableFile(Reason.NO_HEADER)
    rows: list[Row] = []
    for number, cells in enumerate(records[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(header) :]):
            notes = [*notes, Note(NoteKind.EXTRA_CELLS, str(number))]
        padded = cells[: len(header)] + [""] * (len(header) - len(cells))
        rows.append(Row(number, padded))
    return Table(header=header, rows=rows, notes=notes)


def _notes(facts: Mapping[str, Any]) -> list[Note]:
    """Turn the child's facts about a workbook into notes."""
    notes: list[Note] = []
    for kind in NoteKind:
        fact = facts.get(kind.value)
        if isinstance(fact, list) and fact:
            notes.append(Note(kind, ", ".join(str(each) for each in fact)))
        elif fact is True:
            notes.append(Note(kind))
    return notes
