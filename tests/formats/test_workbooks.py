"""Tables as clerks bring them: workbooks, and delimited text in all its spellings."""

import datetime
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from prakarsa.formats.kinds import Limits
from prakarsa.formats.reasons import Reason, Refused
from prakarsa.formats.workbooks import (
    Note,
    NoteKind,
    Row,
    UnreadableFile,
    read_rows,
    read_table,
    read_uploaded_table,
)
from tests.formats import makers


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook with one of everything a clerk may leave in it."""
    path = tmp_path / "tabel.xlsx"
    with xlsxwriter.Workbook(path, {"remove_timezone": True}) as workbook:
        sheet = workbook.add_worksheet("Data")
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        hour = workbook.add_format({"num_format": "hh:mm"})
        span = workbook.add_format({"num_format": "[h]:mm"})
        sheet.write_row(0, 0, ["NIP", "Nilai", "Tanggal", "Jam", "Lama", "Ya"])
        sheet.write_string(1, 0, "198804122014031003")
        sheet.write_number(1, 1, 56.32)
        sheet.write_datetime(1, 2, datetime.date(2024, 2, 29), day)
        sheet.write_datetime(1, 3, datetime.time(13, 45), hour)
        sheet.write_number(1, 4, 1.5, span)
        sheet.write_boolean(1, 5, True)
        sheet.write_number(3, 1, 3)
        sheet.write_datetime(
            3, 2, datetime.datetime(2024, 2, 29, 13, 45, 7, tzinfo=datetime.UTC), day
        )
        sheet.write_number(4, 1, 0.0000001)
        sheet.write_formula(5, 1, "=1+1", value=2)
        workbook.add_worksheet("Kedua").write(0, 2, "C1")
        hidden = workbook.add_worksheet("Rahasia")
        hidden.write(0, 0, "x")
        hidden.hide()
    return path


def test_workbook_rows_are_plain_text(book: Path) -> None:
    assert read_rows(book) == [
        ["NIP", "Nilai", "Tanggal", "Jam", "Lama", "Ya"],
        ["198804122014031003", "56.32", "2024-02-29", "13:45:00", "36:00:00", "TRUE"],
        ["", "", "", "", "", ""],
        ["", "3", "2024-02-29T13:45:07", "", "", ""],
        ["", "0.0000001", "", "", "", ""],
        ["", "2", "", "", "", ""],
    ]


def test_workbook_sheet_is_chosen_by_name_with_empty_columns_kept(book: Path) -> None:
    assert read_rows(book, sheet="Kedua") == [["", "", "C1"]]


@pytest.mark.parametrize("name", ["Rahasia", "Tidak ada"])
def test_hidden_or_unknown_sheet_is_not_read(book: Path, name: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_rows(book, sheet=name)
    assert str(caught.value) == (
        f"Lembar '{name}' tidak ada dalam buku kerja ini. Lembar yang ada: Data, Kedua."
    )


def test_F09_formulas_and_hidden_sheets_are_pointed_out(book: Path) -> None:
    assert read_table(book).notes == [
        Note(NoteKind.FORMULAS),
        Note(NoteKind.HIDDEN_SHEETS, "Rahasia"),
    ]


def test_F09_hidden_rows_long_numbers_and_links_are_pointed_out(tmp_path: Path) -> None:
    path = tmp_path / "tabel.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["NIP"])
        sheet.write_number(2, 0, 198804122014031003)
        sheet.set_row(2, None, None, {"hidden": True})
    path.write_bytes(
        makers.changed_package(path.read_bytes(), {"xl/externalLinks/externalLink1.xml": "<a/>"})
    )

    table = read_table(path)

    assert table.notes == [
        Note(NoteKind.HIDDEN_ROWS),
        Note(NoteKind.EXTERNAL_LINKS),
        Note(NoteKind.LONG_NUMBERS, "3"),
    ]
    assert table.rows == [Row(3, ["198804122014031000"])]


def test_table_keeps_row_numbers_and_pads_short_rows(book: Path) -> None:
    table = read_table(book)

    assert table.header == ["NIP", "Nilai", "Tanggal", "Jam", "Lama", "Ya"]
    assert [row.number for row in table.rows] == [2, 4, 5, 6]
    assert dict(table.records())[6]["Nilai"] == "2"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_F08_delimited_text_is_understood(
    tmp_path: Path, delimiter: str, encoding: str, line_end: str
) -> None:
    path = tmp_path / "tabel.csv"
    lines = [
        ["nama", "catatan"], ["Café Jum'at", '"baris, satu\nbaris; ""dua"""'], [], ["SAPA", ""]
    ]  # fmt: skip
    text = line_end.join(delimiter.join(cells) for cells in lines)
    path.write_bytes(text.encode(encoding))

    table = read_table(path)

    assert table.header == ["nama", "catatan"]
    assert table.rows == [
        Row(2, ["Café Jum'at", 'baris, satu\nbaris; "dua"']),
        Row(4, ["SAPA", ""]),
    ]


def test_F08_declared_delimiter_and_extra_cells(tmp_path: Path) -> None:
    path = tmp_path / "tabel.csv"
    path.write_text("sep=;\na,b;c\n1;2;3\n4\n", "utf-8")

    table = read_table(path)

    assert table.rows == [Row(2, ["1", "2"]), Row(3, ["4", ""])]
    assert table.notes == [Note(NoteKind.EXTRA_CELLS, "2")]


def test_F08_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    path = tmp_path / "tabel.csv"
    path.write_text("region,innovation\n", "utf-8")

    table = read_table(path)

    assert (table.header, table.rows) == (["region", "innovation"], [])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"\n\n", Reason.EMPTY),
        (b",,\n1,2,3\n", Reason.NO_HEADER),
        (b"nama\n\x81\x8d\n", Reason.UNKNOWN_ENCODING),
        (b"%PDF-1.7", Reason.NOT_A_TABLE),
        (b"<table><tr><td>nama</td></tr></table>", Reason.NOT_A_TABLE),
        (b"nama\0nilai", Reason.NOT_A_TABLE),
        (b'nama,nilai\n"a"b,1\n', Reason.DAMAGED),
        (b"PK\x03\x04 bukan buku kerja", Reason.DAMAGED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 lama", Reason.LOCKED),
        (makers.workbook([]), Reason.NO_HEADER),
        (makers.far_cells_workbook(), Reason.TOO_MANY_CELLS),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes, reason: Reason) -> None:
    path = tmp_path / "tabel"
    path.write_bytes(data)

    with pytest.raises(UnreadableFile) as caught:
        read_table(path)

    assert caught.value.reason is reason


def test_F05_number_of_cells_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "tabel.csv"
    path.write_text("a,b\n" * 10, "utf-8")
    book = tmp_path / "tabel.xlsx"
    book.write_bytes(makers.workbook([["a", "b"]] * 10))
    few = Limits(cells=19)

    for each in (path, book):
        assert len(read_table(each).rows) == 9
        with pytest.raises(UnreadableFile) as caught:
            read_table(each, limits=few)
        assert caught.value.reason is Reason.TOO_MANY_CELLS


def test_F04_an_upload_that_is_not_kept_is_read_within_its_limit() -> None:
    upload = SimpleUploadedFile("tabel.csv", b"nama,nilai\nSAPA,1\n")

    assert read_uploaded_table(upload, limit_bytes=18).rows == [Row(2, ["SAPA", "1"])]

    with pytest.raises(Refused) as caught:
        read_uploaded_table(upload, limit_bytes=17)
    assert (caught.value.reason, caught.value.details) == (
        Reason.TOO_LARGE,
        {"size": 18, "limit": 17},
    )


@pytest.mark.parametrize("module", ["workbooks", "inspect_child", "child", "tables"])
def test_tables_and_the_child_need_no_django(module: str) -> None:
    program = f"import sys, prakarsa.formats.{module}; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
