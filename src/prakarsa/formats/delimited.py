"""Reads delimited text the way offices write it: CSV with `,` `;` or tab, in three encodings."""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from prakarsa.formats.kinds import Kind, Limits
from prakarsa.formats.reasons import Reason, Refused, UnreadableFile

_DELIMITERS = ",;\t"
_SAMPLE_RECORDS = 20
_LONGEST_CELL = 100_000

# What spreadsheets take for the start of a formula, with the full-width twins of the first four.
_FORMULA_STARTS = "=+\\-@\t\r\uff1d\uff0b\uff0d\uff20"
_DANGEROUS = re.compile(rf"'*\s*[{_FORMULA_STARTS}]")
_MARKED = re.compile(rf"'+\s*[{_FORMULA_STARTS}]")

_NOT_A_TABLE = ("<", "%pdf", "mime-version:", "from:", "content-type:", "{\\rtf", "#!")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delimited:
    """All records of a file, with how it was written."""

    records: list[list[str]]
    delimiter: str
    encoding: str


def read_delimited(path: Path, limits: Limits) -> Delimited:
    """Read every record; a blank line is an empty record, so that row numbers stay true.

    Raises `Refused` when the text is no table, its encoding is unknown or it has too many cells.
    """
    if path.stat().st_size > limits.unpacked_bytes:
        raise Refused(Reason.TOO_HEAVY)
    text, encoding = _decoded(path.read_bytes())
    _refuse_other_text(text)
    delimiter, body = _delimiter_of(text)
    return Delimited(
        records=_records(body, delimiter, limits), delimiter=delimiter, encoding=encoding
    )


def mark_cell(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run as a formula."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def unmark_cell(text: str) -> str:
    """Take away the one apostrophe that `mark_cell` put there."""
    return text[1:] if _MARKED.match(text) else text


def _decoded(data: bytes) -> tuple[str, str]:
    if not data:
        raise Refused(Reason.EMPTY)
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if is_wide else ["utf-8-sig", "cp1252"]:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise Refused(Reason.UNKNOWN_ENCODING)


def _refuse_other_text(text: str) -> None:
    """Refuse pages, mails and programs under a table's name, and bytes that are no text."""
    if text.lstrip().lower().startswith(_NOT_A_TABLE):
        raise Refused(Reason.MISMATCH, kind=Kind.CSV.label)
    if not text.strip():
        raise Refused(Reason.EMPTY)
    controls = {chr(code) for code in range(32)} - set("\t\n\r\x0b\x0c")
    if controls & set(text):
        raise Refused(Reason.MISMATCH, kind=Kind.CSV.label)


def _delimiter_of(text: str) -> tuple[str, str]:
    """Return the delimiter, and the text without the `sep=` line spreadsheets never show."""
    first, _end, rest = text.partition("\n")
    declared = first.rstrip("\r")
    if declared.lower().startswith("sep=") and len(declared) == len("sep=") + 1:
        return declared[-1], rest
    return max(_DELIMITERS, key=lambda delimiter: _fitness(text, delimiter)), text


def _fitness(text: str, delimiter: str) -> tuple[int, int]:
    """How many of the first records have as many cells as the header, and how many cells."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        sample = [record for record, _ in zip(reader, range(_SAMPLE_RECORDS), strict=False)]
    except csv.Error:
        return 0, 0
    filled = [len(record) for record in sample if record]
    width = filled[0] if filled else 0
    return (sum(1 for each in filled if each == width) if width > 1 else 0), width


def _records(text: str, delimiter: str, limits: Limits) -> list[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    cells = 0
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            cells += len(record) + 1
            if cells > limits.cells:
                raise Refused(Reason.TOO_MANY_CELLS, limit=limits.cells)
            records.append(record)
    except csv.Error:
        raise UnreadableFile(Reason.DAMAGED, kind=Kind.CSV.label, row=len(records) + 1) from None
    return records
