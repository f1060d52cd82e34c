"""Opens XLSX workbooks: the package around the sheets first, then the cells."""

import datetime
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import python_calamine

from prakarsa.formats.kinds import Kind, Limits
from prakarsa.formats.marks import OLE_MARK
from prakarsa.formats.openers import archive
from prakarsa.formats.reasons import Reason, Refused

Cell = float | str | datetime.time | datetime.date | datetime.datetime | datetime.timedelta

_MAIN_PART = b"spreadsheetml.sheet.main+xml"
_MACRO_PARTS = ("vbaproject", "xl/macrosheets/", "xl/activex/", "xl/embeddings/", "xl/ctrlprops/")
_ROWS_PER_LINE = 500
_LARGEST_EXACT = 10**15
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row [^>]*hidden=\"(?:1|true)\"")
_OVERLAP = 400


def inspect(path: Path, limits: Limits) -> dict[str, Any]:
    """Check the package, then read every visible sheet to its last cell."""
    facts = _checked_package(path, limits)
    workbook = _opened(path)
    rows = sum(sum(1 for _ in _cells(workbook, name, limits)) for name in _visible(workbook))
    return facts | {"rows": rows, "hidden_sheets": _hidden(workbook)}


def rows(path: Path, limits: Limits, sheet: str | None) -> Iterator[Any]:
    """Give the rows of one sheet as text, many to a message, then the facts."""
    facts = _checked_package(path, limits)
    workbook = _opened(path)
    long_numbers: list[str] = []
    bundle: list[list[str]] = []
    for number, cells in enumerate(_cells(workbook, _chosen(workbook, sheet), limits), start=1):
        if not long_numbers and any(_lost_digits(cell) for cell in cells):
            long_numbers.append(str(number))
        bundle.append([as_text(cell) for cell in cells])
        if len(bundle) == _ROWS_PER_LINE:
            yield bundle
            bundle = []
    yield bundle
    yield facts | {"hidden_sheets": _hidden(workbook), "long_numbers": long_numbers}


def as_text(cell: Cell) -> str:
    """Write a cell as plain text: dates in ISO form, numbers in full with a decimal point."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return _number_as_text(cell)
    if isinstance(cell, datetime.timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    return cell.isoformat()


def _number_as_text(number: float) -> str:
    exact = Decimal(repr(number))
    if not exact.is_finite():
        return str(number)
    text = format(exact, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _lost_digits(cell: Cell) -> bool:
    """Spreadsheets keep fifteen digits of a number; a longer one has lost its last digits."""
    return isinstance(cell, int | float) and abs(cell) >= _LARGEST_EXACT


def _checked_package(path: Path, limits: Limits) -> dict[str, Any]:
    """Check names, sizes and parts of the package and point out what is not plain data."""
    with path.open("rb") as stream:
        if stream.read(len(OLE_MARK)) == OLE_MARK:
            raise Refused(Reason.LOCKED)
    scan = _Scan(limits)
    with archive.opened(path, Kind.XLSX) as package:
        entries = archive.checked_entries(package, limits)
        names = [entry.filename.lower() for entry in entries]
        if any(part in name for part in _MACRO_PARTS for name in names):
            raise Refused(Reason.MACRO)
        _check_content_types(package, names)
        archive.unpack(package, entries, Kind.XLSX, scan.look)
    return {
        "formulas": scan.has_formulas,
        "hidden_rows": scan.has_hidden_rows,
        "external_links": any(name.startswith("xl/externallinks/") for name in names),
    }


def _check_content_types(package: zipfile.ZipFile, names: list[str]) -> None:
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise Refused(Reason.MISMATCH, kind=Kind.XLSX.label)
    try:
        with package.open("[Content_Types].xml") as stream:
            types = stream.read(1024 * 1024)
    except (KeyError, OSError, EOFError, zipfile.BadZipFile):
        raise Refused(Reason.DAMAGED, kind=Kind.XLSX.label) from None
    if b"macroEnabled" in types:
        raise Refused(Reason.MACRO)
    if _MAIN_PART not in types:
        raise Refused(Reason.MISMATCH, kind=Kind.XLSX.label)


class _Scan:
    """Looks at the text of the sheets while they are unpacked, in pieces that overlap a little."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.cells = 0
        self.rows = 0
        self.has_formulas = False
        self.has_hidden_rows = False
        self._entry = ""
        self._tail = b""

    def look(self, entry: zipfile.ZipInfo, piece: bytes) -> None:
        """Count cells and notice formulas, hidden rows and document types."""
        if not entry.filename.lower().endswith((".xml", ".rels")):
            return
        if entry.filename != self._entry:
            self._entry, self._tail = entry.filename, b""
        text = self._tail + piece
        # No spreadsheet program writes a document type; it is the door to entity bombs.
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise Refused(Reason.DAMAGED, kind=Kind.XLSX.label)
        if "worksheets/" in entry.filename.lower():
            self._look_at_cells(text, piece)
        self._tail = text[-_OVERLAP:]

    def _look_at_cells(self, text: bytes, piece: bytes) -> None:
        # Rows count too: a row without cells still costs the reader a row.
        self.cells += piece.count(b"<c ")
        self.rows += piece.count(b"<row")
        if max(self.cells, self.rows) > self.limits.cells:
            raise Refused(Reason.TOO_MANY_CELLS, limit=self.limits.cells)
        self.has_formulas = self.has_formulas or _FORMULA.search(text) is not None
        self.has_hidden_rows = self.has_hidden_rows or _HIDDEN_ROW.search(text) is not None


def _opened(path: Path) -> python_calamine.CalamineWorkbook:
    try:
        return python_calamine.CalamineWorkbook.from_path(path)
    except python_calamine.PasswordError:
        raise Refused(Reason.LOCKED) from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise Refused(Reason.DAMAGED, kind=Kind.XLSX.label) from None


def _cells(
    workbook: python_calamine.CalamineWorkbook, name: str, limits: Limits
) -> Iterator[list[Cell]]:
    try:
        sheet = workbook.get_sheet_by_name(name)
    except (python_calamine.CalamineError, OSError, ValueError):
        raise Refused(Reason.DAMAGED, kind=Kind.XLSX.label) from None
    if sheet.end is None:
        return
    bottom, right = sheet.end
    if (bottom + 1) * (right + 1) > limits.cells:
        raise Refused(Reason.TOO_MANY_CELLS, limit=limits.cells)
    # The reader leaves out empty columns on the left; a clerk counts them.
    left: list[Cell] = [""] * (sheet.start or (0, 0))[1]
    for row in sheet.iter_rows():
        yield left + row


def _visible(workbook: python_calamine.CalamineWorkbook) -> list[str]:
    names = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.visible is python_calamine.SheetVisibleEnum.Visible
        and sheet.typ is python_calamine.SheetTypeEnum.WorkSheet
    ]
    if not names:
        raise Refused(Reason.NO_SHEET)
    return names


def _hidden(workbook: python_calamine.CalamineWorkbook) -> list[str]:
    return [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.visible is not python_calamine.SheetVisibleEnum.Visible
    ]


def _chosen(workbook: python_calamine.CalamineWorkbook, sheet: str | None) -> str:
    names = _visible(workbook)
    if sheet is None:
        return names[0]
    if sheet not in names:
        raise Refused(Reason.UNKNOWN_SHEET, sheet=sheet, sheets=", ".join(names))
    return sheet
