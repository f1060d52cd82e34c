"""Reads delimited text the way offices write it: CSV with `,` `;` or tab, in three encodings."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from prakarsa.files.kinds import Kind, Limits
from prakarsa.files.reasons import Reason, Refused, UnreadableFile

_DELIMITERS = ",;\t"
_SAMPLE_RECORDS = 20
_LONGEST_CELL = 100_000
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


def _decoded(data: bytes) -> tuple[str, str]:
    if not data:
        raise Refused(Reason.EMPTY)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ("utf-16",)
    else:
        candidates = ("utf-8-sig", "cp1252")
    for encoding in candidates:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise Refused(Reason.UNKNOWN_ENCODING)


def _refuse_other_text(text: str) -> None:
    """Refuse pages, mails and programs under a table's name, and bytes that are no text."""
    if text.lstrip().lower().startswith(_NOT_A_TABLE):
        raise Refused(Reason.MISMATCH, kind=Kind.CSV.title)
    if not text.strip():
        raise Refused(Reason.EMPTY)
    controls = {chr(code) for code in range(32)} - set("\t\n\r\x0b\x0c")
    if controls & set(text):
        raise Refused(Reason.MISMATCH, kind=Kind.CSV.title)


def _delimiter_of(text: str) -> tuple[str, str]:
    """Return the delimiter, and the text with a `sep=` line emptied but still counted."""
    first, end, _rest = text.partition("\n")
    declared = first.strip().lower()
    if declared.startswith("sep=") and len(first.rstrip("\r")) == len("sep=") + 1:
        return first[4], end + text[len(first) + len(end) :]
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
            if cells > limits.cells * 2:
                raise Refused(Reason.TOO_MANY_CELLS, limit=f"{limits.cells:,}".replace(",", "."))
            records.append(record)
    except csv.Error:
        raise UnreadableFile(Reason.DAMAGED, kind=Kind.CSV.title, row=len(records) + 1) from None
    return records
