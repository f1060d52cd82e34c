"""Tables we write: text stays text, numbers stay numbers, and nothing else is in the file."""

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prakarsa.formats import tables
from prakarsa.formats.delimited import mark_cell, unmark_cell
from prakarsa.formats.tables import Column, ColumnKind, csv_pieces, write_csv, write_xlsx
from prakarsa.formats.workbooks import read_rows, read_table

DANGEROUS = [
    "=1+1", "+62 812", "-5", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1+1", "\uff0b1", "\uff0d1",
    "\uff20A1", " =1+1", "=HYPERLINK(\"https://contoh.invalid\")", "{=1+1}",
    "https://contoh.invalid", "mailto:a@contoh.invalid", "internal:Sheet1!A1", "00123",
    "198804122014031003", "TRUE", "_x0041_",
]  # fmt: skip
COLUMNS = [
    Column("Nama"),
    Column("Inovasi", ColumnKind.WHOLE),
    Column("Indeks", ColumnKind.HUNDREDTHS),
    Column("Angka", ColumnKind.DECIMAL),
    Column("Tanggal", ColumnKind.DAY),
    Column("Diubah", ColumnKind.MOMENT),
]
ROW = [
    "SAPA", -3, 5632, Decimal("0.125"), date(2024, 2, 29), datetime(2026, 7, 14, 9, 0, tzinfo=UTC)
]  # fmt: skip


def parts_of(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def test_X01_text_stays_text_in_xlsx(tmp_path: Path) -> None:
    path = tmp_path / "tabel.xlsx"

    written = write_xlsx(
        path, columns=[Column("=A1")], rows=[[text] for text in DANGEROUS], title="Uji"
    )

    sheet = parts_of(path.read_bytes())["xl/worksheets/sheet1.xml"]
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert set(re.findall(r' t="(\w+)"', sheet)) == {"inlineStr"}
    assert written == len(DANGEROUS)
    assert read_rows(path) == [["=A1"], *([text] for text in DANGEROUS)]


def test_X01_numbers_and_dates_stay_what_they_are_in_xlsx(tmp_path: Path) -> None:
    path = tmp_path / "tabel.xlsx"
    write_xlsx(path, columns=COLUMNS, rows=[ROW, [None] * 6], title="Uji")

    sheet = parts_of(path.read_bytes())["xl/worksheets/sheet1.xml"]

    assert re.findall(r"<v>([-\d.]+)</v>", sheet)[:3] == ["-3", "56.32", "0.125"]
    assert read_rows(path)[1] == [
        "SAPA", "-3", "56.32", "0.125", "2024-02-29", "2026-07-14T09:00:00"
    ]  # fmt: skip


def test_X01_number_of_more_digits_than_a_spreadsheet_keeps_is_text(tmp_path: Path) -> None:
    path = tmp_path / "tabel.xlsx"
    columns = [Column("Rupiah", ColumnKind.WHOLE)]

    write_xlsx(path, columns=columns, rows=[[1234567890123456789]], title="Uji")

    assert read_rows(path) == [["Rupiah"], ["1234567890123456789"]]


def test_X02_workbook_has_only_the_parts_it_needs(tmp_path: Path) -> None:
    path = tmp_path / "tabel.xlsx"
    write_xlsx(path, columns=COLUMNS, rows=[ROW], title="Daftar [inovasi]: 2026/2027?")

    parts = parts_of(path.read_bytes())

    assert set(parts) == {
        "[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml",
        "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/theme/theme1.xml", "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
    } | ({"xl/sharedStrings.xml"} & set(parts))  # fmt: skip
    assert "<dc:creator></dc:creator>" in parts["docProps/core.xml"]
    assert "hidden" not in parts["xl/workbook.xml"] + parts["xl/worksheets/sheet1.xml"]
    assert str(tmp_path) not in "".join(parts.values())


def test_xlsx_of_more_rows_than_a_sheet_holds_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_ROWS_PER_SHEET", 2)
    path = tmp_path / "tabel.xlsx"

    write_xlsx(path, columns=[Column("Nama")], rows=[["a"], ["b"], ["c"]], title="Uji")

    assert read_rows(path, sheet="Uji") == [["Nama"], ["a"], ["b"]]
    assert read_rows(path, sheet="Uji 2") == [["Nama"], ["c"]]


def test_xlsx_without_rows_still_has_its_head() -> None:
    target = io.BytesIO()

    assert write_xlsx(target, columns=[Column("Nama")], rows=[], title="") == 0
    assert 'name="Data"' in parts_of(target.getvalue())["xl/workbook.xml"]


def test_X01_dangerous_cells_are_marked_in_csv() -> None:
    data = b"".join(csv_pieces(columns=[Column("Nama")], rows=[[text] for text in DANGEROUS]))

    cells = [row[0] for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))]

    assert cells[1:13] == [f"'{text}" for text in DANGEROUS[:12]]
    assert cells[13:] == DANGEROUS[12:]


def test_X01_numbers_stay_numbers_in_csv(tmp_path: Path) -> None:
    path = tmp_path / "tabel.csv"

    size = write_csv(path, columns=COLUMNS, rows=[ROW])

    data = path.read_bytes()
    assert size == len(data)
    assert data.decode("utf-8-sig") == (
        "Nama,Inovasi,Indeks,Angka,Tanggal,Diubah\r\n"
        "SAPA,-3,56.32,0.125,2024-02-29,2026-07-14T09:00:00+00:00\r\n"
    )


def test_csv_comes_in_pieces() -> None:
    asked = []

    def rows() -> object:
        for number in range(1_000):
            asked.append(number)
            yield [str(number)]

    pieces = csv_pieces(columns=[Column("Nama")], rows=rows())
    next(pieces)
    next(pieces)

    assert len(asked) == 200


def test_own_csv_is_read_back_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "tabel.csv"
    texts = [text for text in DANGEROUS if text.strip()]

    write_csv(path, columns=[Column("Nama"), Column("Lain")], rows=[[t, "x"] for t in texts])

    assert [row.cells[0] for row in read_table(path).rows] == texts


@given(st.text())
def test_X01_marking_can_be_undone_and_leaves_no_formula(text: str) -> None:
    marked = mark_cell(text)

    assert unmark_cell(marked) == text
    assert not marked.lstrip().startswith(tuple("=+-@\uff1d\uff0b\uff0d\uff20"))
