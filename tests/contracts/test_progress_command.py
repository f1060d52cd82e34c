"""`prakarsa contracts progress`: the same answers from three formats, every bad row named."""

import csv
import io
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from prakarsa.cli import main
from tests.formats.tables_written import Cells, Writer, write_csv, write_parquet, write_xlsx

HEADER = ("contract", "direction", "baseline", "end", "measured", "expected")
GOOD: list[Cells] = [
    ("Kunjungan", "up", "40", "80", "70", "75"),
    ("Stunting", "down", "14", "3", "20", "10"),
    ("Lebih dari janji", "UP", "0", "200", "250", "100"),
    ("Tanpa jatuh tempo", "up", "0", "3", "1", ""),
    ("Separuh ke atas", "up", "0", "200", "2.49", "2.49"),
    ("Separuh ke bawah", "up", "0", "80", "-0.004", "80"),
    ("Di bawah nol", "up", "-50", "-25.5", "-25.5", "-25.5"),
]
EXPECTED = [
    {"contract": "Kunjungan", "progress": "75.00", "status": "at_risk"},
    {"contract": "Stunting", "progress": "-54.55", "status": "off_track"},
    {"contract": "Lebih dari janji", "progress": "125.00", "status": "on_track"},
    {"contract": "Tanpa jatuh tempo", "progress": "33.33", "status": ""},
    {"contract": "Separuh ke atas", "progress": "1.25", "status": "on_track"},
    {"contract": "Separuh ke bawah", "progress": "-0.01", "status": "off_track"},
    {"contract": "Di bawah nol", "progress": "100.00", "status": "on_track"},
]


def write_numbers(folder: Path, rows: list[Cells]) -> Path:
    """Write Parquet as a program does: what is a number is one."""
    return write_parquet(folder, rows, numbers=HEADER[2:])


WRITERS = pytest.mark.parametrize("write", [write_csv, write_xlsx, write_numbers])


def run(path: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["contracts", "progress", str(path), *options])


@WRITERS
def test_every_format_gives_the_same_answers(write: Writer, tmp_path: Path) -> None:
    path = write(tmp_path, [HEADER, *GOOD])
    result = run(path)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[0] == "contract,progress,status"
    assert list(csv.DictReader(io.StringIO(result.stdout))) == EXPECTED
    assert json.loads(run(path, "--format", "json", "--book", "contoh").stdout) == EXPECTED


@WRITERS
def test_without_the_value_that_is_due_no_status_is_given(write: Writer, tmp_path: Path) -> None:
    result = run(write(tmp_path, [row[:5] for row in [HEADER, *GOOD]]))
    assert result.exit_code == 0
    statuses = {row["status"] for row in csv.DictReader(io.StringIO(result.stdout))}
    assert statuses == {""}


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_are_understood(delimiter: str, tmp_path: Path) -> None:
    result = run(write_csv(tmp_path, [HEADER, *GOOD], delimiter=delimiter))
    assert list(csv.DictReader(io.StringIO(result.stdout))) == EXPECTED


BAD: list[tuple[Cells, str]] = [
    (("A", "up", "5", "5.0", "6", ""), "Titik akhir sama dengan titik nol"),
    (("A", "up", "5", "3", "3", ""), "Titik akhir 3 lebih rendah daripada titik nol 5"),
    (("A", "down", "3", "5", "3", ""), "Titik akhir 5 lebih tinggi daripada titik nol 3"),
    (("A", "up", "a", "3", "3", ""), "kolom baseline berisi 'a', bukan angka"),
    (("A", "up", "1", "1,5", "3", ""), "kolom end berisi '1,5', bukan angka"),
    (("A", "up", "1", "2", "nan", ""), "kolom measured berisi 'nan', bukan angka"),
    (("A", "up", "1", "2", "inf", ""), "kolom measured berisi 'inf', bukan angka"),
    (("A", "up", "1", "2", "1/3", ""), "kolom measured berisi '1/3', bukan angka"),
    (("A", "up", "1", "2", "١", ""), "kolom measured berisi '١', bukan angka"),
    (("A", "up", "1", "2", "1e999999999", ""), "kolom measured berisi '1e999999999'"),
    (("A", "up", "1", "2", "9" * 5000, ""), f"kolom measured berisi '{'9' * 40}…'"),
    (("A", "up", "1", "2", "", ""), "kolom measured kosong"),
    (("A", "up", "1", "2", "1", "segera"), "kolom expected berisi 'segera'"),
    (("A", "naik", "1", "2", "1", ""), "arah 'naik' tidak dikenal"),
    (("", "up", "1", "2", "1", ""), "kolom contract kosong"),
]


@pytest.mark.parametrize(("row", "reason"), BAD)
def test_a_row_without_an_answer_is_named_and_the_others_are_computed(
    row: Cells, reason: str, tmp_path: Path
) -> None:
    result = run(write_csv(tmp_path, [HEADER, GOOD[0], row, GOOD[1]]))
    assert result.exit_code == 1
    assert list(csv.DictReader(io.StringIO(result.stdout))) == EXPECTED[:2]
    [line] = result.stderr.splitlines()
    assert line.startswith(f"Baris 3: {reason}")


def test_empty_rows_are_passed_over_and_keep_the_numbers_true(tmp_path: Path) -> None:
    blank = ("",) * 6
    result = run(write_csv(tmp_path, [HEADER, blank, GOOD[0], blank, BAD[0][0]]))
    assert result.stderr.startswith("Baris 5: ")
    assert len(result.stdout.splitlines()) == 2


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"contract,direction,baseline,end\n", "Baris 1: kolom measured tidak ada."),
        (b"contract,contract,direction,baseline,end,measured\n", "kolom contract ada 2 kali."),
        (
            b"contract,direction,baseline,end,measured,expected,expected\n",
            "kolom expected ada 2 kali.",
        ),
        (b"", "Baris 1: "),
        (b"%PDF-1.7", "Baris 1: "),
        (b"PAR1rusak", "Baris 1: berkas Parquet ini rusak."),
    ],
)
def test_a_wrong_file_gives_no_output(content: bytes, line: str, tmp_path: Path) -> None:
    path, out = tmp_path / "contracts.csv", tmp_path / "out.csv"
    path.write_bytes(content)
    result = run(path, "--out", str(out))
    assert (result.exit_code, result.stdout) == (2, "")
    assert line in result.stderr
    assert not out.exists()


def test_a_missing_file_and_an_unknown_book_are_named(tmp_path: Path) -> None:
    missing = run(tmp_path / "nowhere.csv")
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert "tidak terbaca" in missing.stderr
    unknown = run(write_csv(tmp_path, [HEADER, *GOOD]), "--book", "../index/2026")
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert "Yang dikenal: contoh." in unknown.stderr


def test_a_file_is_written_as_a_whole_and_the_former_one_stays_on_failure(tmp_path: Path) -> None:
    path, out = write_csv(tmp_path, [HEADER, *GOOD]), tmp_path / "out.csv"
    out.write_text("yang lama")
    assert run(path, "--out", str(out)).stdout == ""
    assert list(csv.DictReader(io.StringIO(out.read_text("utf-8")))) == EXPECTED
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out.csv", "table.csv"]
    refused = run(path, "--out", str(tmp_path / "no-folder" / "out.csv"))
    assert refused.exit_code == 2
    assert "tidak dapat ditulis" in refused.stderr


def test_a_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    path, pipe = write_csv(tmp_path, [HEADER, GOOD[0]]), tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert run(path, "--out", str(pipe)).exit_code == 0
        assert os.read(reader, 4096).decode().endswith("Kunjungan,75.00,at_risk\n")
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def test_no_spreadsheet_runs_a_name_and_falling_numbers_stay_numbers(tmp_path: Path) -> None:
    row = ("=1+1", *GOOD[1][1:])
    result = run(write_csv(tmp_path, [HEADER, row]))
    assert result.stdout.splitlines()[1] == "'=1+1,-54.55,off_track"


@pytest.mark.parametrize(
    ("measured", "progress"), [("-30", "-0.02"), ("-10", "-0.01"), ("10", "0.01"), ("30", "0.02")]
)
def test_half_a_hundredth_is_rounded_away_from_zero(
    measured: str, progress: str, tmp_path: Path
) -> None:
    result = run(write_csv(tmp_path, [HEADER, ("A", "up", "0", "200000", measured, "")]))
    assert result.stdout.splitlines()[1] == f"A,{progress},"
