"""Reads a table of named columns from CSV, XLSX or Parquet; nothing here needs Django.

Every format gives the same frame: the columns that were asked for, as text, and `row`, the number
of the row in the file (the header is row 1).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from prakarsa.formats.delimited import read_delimited
from prakarsa.formats.kinds import TABLE_LIMITS
from prakarsa.formats.marks import WORKBOOK_MARKS
from prakarsa.formats.reasons import Reason, Refused
from prakarsa.formats.workbooks import read_rows

if TYPE_CHECKING:
    import polars as pl

HEADER_ROW = 1
FIRST_ROW = 2
DELIMITERS = ",;\t"
HEAD_BYTES = 65_536
LONGEST_QUOTE = 200
PARQUET_MARK = b"PAR1"
SENTENCES = {
    Reason.MISMATCH: "berkas ini bukan tabel CSV, XLSX, atau Parquet.",
    Reason.DAMAGED: "tanda kutip tidak tertutup atau berada di tengah isi sel.",
}


@dataclass(frozen=True)
class WrongRow:
    """One problem of a file: the row (the header is 1) and what is wrong there."""

    row: int
    text: str


class WrongFileError(Exception):
    """A file that holds no such table; `problems` says why, row by row."""

    def __init__(self, problems: Sequence[WrongRow]) -> None:
        super().__init__(problems)
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Frame:
    """The rows of a file as text, and what its sender should know."""

    rows: pl.DataFrame
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Wanted:
    """The names of the columns a table must have, and of those it may have."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return all of them."""
        return (*self.required, *self.optional)


class Columns:
    """Where the wanted columns stand in a header; raises WrongFileError without them."""

    def __init__(self, header: Sequence[str], wanted: Wanted) -> None:
        self.header = [name.strip().casefold() for name in header]
        found = [name for name in wanted.names if self._count(name) == 1]
        problems = [
            self._problem(name)
            for name in wanted.names
            if name not in found and (name in wanted.required or self._count(name))
        ]
        if problems:
            raise WrongFileError([WrongRow(HEADER_ROW, text) for text in problems])
        self.names = {self.header.index(name): name for name in found}
        self.lacking = [name for name in wanted.names if name not in found]
        self.places = sorted(self.names)
        self.warnings = tuple(
            f"kolom {name or f'ke-{place + 1}'} diabaikan."
            for place, name in enumerate(header)
            if place not in self.names
        )

    def _count(self, name: str) -> int:
        return self.header.count(name)

    def _problem(self, name: str) -> str:
        if self._count(name):
            return f"kolom {name} ada {self._count(name)} kali."
        found = ", ".join(filter(None, self.header)) or "tidak ada"
        return f"kolom {name} tidak ada. Kolom yang ditemukan: {found[:LONGEST_QUOTE]}."


def read_frame(path: Path, wanted: Wanted) -> Frame:
    """Read a file, recognised by its content; raises WrongFileError when it is no such table.

    A column that may be there and is not comes empty.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(len(PARQUET_MARK))
    except OSError as error:
        raise _no_table(f"berkas tidak terbaca: {error.strerror}") from None
    if head.startswith(PARQUET_MARK):
        return _read_parquet(path, wanted)
    if head.startswith(WORKBOOK_MARKS):
        return _read_workbook(path, wanted)
    return _read_quickly(path, wanted) or _read_carefully(path, wanted)


def _read_parquet(path: Path, wanted: Wanted) -> Frame:
    import polars as pl

    try:
        columns = Columns(list(pl.read_parquet_schema(path)), wanted)
        frame = pl.read_parquet(path, columns=columns.places)
        texts = frame.select(_as_text(column) for column in frame)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        raise _no_table("berkas Parquet ini rusak") from None
    return _table(texts, columns)


def _as_text(column: pl.Series) -> pl.Series:
    """Return a typed column as text; a whole number such as 2.0 becomes `2`."""
    import polars as pl

    if column.dtype.is_nested() or column.dtype in {pl.Binary, pl.Object}:
        raise _no_table(f"kolom {column.name} tidak berisi teks atau angka")
    text = column.cast(pl.String)
    return text.str.strip_suffix(".0") if column.dtype.is_float() else text


def _read_workbook(path: Path, wanted: Wanted) -> Frame:
    try:
        return _from_records(read_rows(path), wanted)
    except Refused as refusal:
        raise _no_table(str(refusal)) from None


def _read_quickly(path: Path, wanted: Wanted) -> Frame | None:
    """Read plain UTF-8 text in one go; None when it needs a closer look, row by row."""
    import polars as pl

    with path.open("rb") as stream:
        text = stream.read(HEAD_BYTES).decode("utf-8-sig", errors="ignore")
    delimiter, header = _header(text, wanted)
    if not _is_plain(path.read_bytes(), delimiter.encode()):
        return None
    columns = Columns(header, wanted)
    # Few different words stand in many rows: read as categories they take a quarter of the memory.
    words = [pl.Categorical] * len(header)
    try:
        frame = pl.read_csv(
            path, separator=delimiter, columns=columns.places, schema_overrides=words
        )
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return None
    return _table(frame, columns)


def _is_plain(text: bytes, delimiter: bytes) -> bool:
    """Say whether every reader of CSV reads a text alike: whole lines, no quotes inside cells."""
    inner_quote = rb'"(?<=[^D\r\n]")[^D\r\n"]|""(?<=[^D\r\n]"")'.replace(b"D", delimiter)
    return (
        b"\n" in text
        and b"\0" not in text
        and text.count(b"\r") == text.count(b"\r\n")
        and text.count(b'"') % 2 == 0
        and re.search(inner_quote, text) is None
    )


def _header(text: str, wanted: Wanted) -> tuple[str, list[str]]:
    """Return the delimiter under which the first record has most of the columns, and the record."""
    readings = {
        delimiter: next(csv.reader(text.splitlines(keepends=True), delimiter=delimiter), [])
        for delimiter in DELIMITERS
    }
    best = max(DELIMITERS, key=lambda delimiter: _known_names(readings[delimiter], wanted))
    return best, readings[best]


def _known_names(header: Sequence[str], wanted: Wanted) -> int:
    return len({name.strip().casefold() for name in header}.intersection(wanted.names))


def _read_carefully(path: Path, wanted: Wanted) -> Frame:
    """Read text record by record, to name the row that is wrong."""
    try:
        return _from_records(read_delimited(path, TABLE_LIMITS).records, wanted)
    except Refused as refusal:
        row = refusal.details.get("row", HEADER_ROW)
        raise WrongFileError(
            [WrongRow(int(row), SENTENCES.get(refusal.reason, str(refusal)))]
        ) from None


def _from_records(records: Sequence[Sequence[str]], wanted: Wanted) -> Frame:
    import polars as pl

    header, *rows = records or [[]]
    columns = Columns(header, wanted)
    too_long = [
        WrongRow(number, f"{len(row)} kolom, padahal judul tabel memiliki {len(header)}.")
        for number, row in enumerate(rows, FIRST_ROW)
        if any(cell.strip() for cell in row[len(header) :])
    ]
    if too_long:
        raise WrongFileError(too_long)
    texts = {
        str(place): [row[place] if place < len(row) else None for row in rows]
        for place in columns.places
    }
    return _table(pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String)), columns)


def _table(texts: pl.DataFrame, columns: Columns) -> Frame:
    """Name the columns and number the rows."""
    import polars as pl

    names = [columns.names[place] for place in columns.places]
    frame = texts.rename(dict(zip(texts.columns, names, strict=True)))
    empty = [pl.lit(None, pl.String).alias(name) for name in columns.lacking]
    return Frame(frame.with_columns(empty).with_row_index("row", FIRST_ROW), columns.warnings)


def _no_table(reason: str) -> WrongFileError:
    return WrongFileError([WrongRow(HEADER_ROW, reason if reason.endswith(".") else f"{reason}.")])
