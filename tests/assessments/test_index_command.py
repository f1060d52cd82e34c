"""`prakarsa index`: the same answers from CSV, XLSX and Parquet, and every wrong input named."""

import csv
import io
import json
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from prakarsa.cli import main
from prakarsa.rules.index.edition import require_edition
from tests.formats.tables_written import Cells, Writer, write_csv, write_parquet, write_xlsx
from tests.rules.index.independent import Row, table

HEADER = ("region", "innovation", "affair", "indicator", "level")
EDITION = require_edition(2026)


WRITERS = pytest.mark.parametrize("write", [write_csv, write_xlsx, write_parquet])


def run(path: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["index", str(path), *options])


def right_rows() -> list[Row]:
    """Make three regions with every kind of row."""
    rows: list[Row] = []
    for place, region in enumerate(("Kota Contoh", "Kab. Ä", 'Kota, "B"')):
        rows += [(region, "", "", row.code, place) for row in EDITION.spd]
        for number in range(5 + 4 * place):
            affair = [*EDITION.basic_affairs, ""][number % 7]
            rows += [
                (region, f"Inovasi {number}", affair, row.code, (number + place) % 4)
                for row in EDITION.sid
            ]
    return rows


@WRITERS
def test_every_format_gives_the_independent_result(write: Writer, tmp_path: Path) -> None:
    rows = right_rows()
    path = write(tmp_path, [HEADER, *rows])
    result = run(path)
    expected = table(rows)
    assert (result.exit_code, result.stderr) == (0, "")
    assert list(csv.DictReader(io.StringIO(result.stdout))) == expected
    assert json.loads(run(path, "--format", "json").stdout) == expected
    assert result.stdout.splitlines()[0] == (
        "region,innovations,affairs,spd,sid_mean,count_score,total,index,predicate"
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_three_delimiters_are_understood(delimiter: str, tmp_path: Path) -> None:
    path = write_csv(tmp_path, [HEADER, *right_rows()], delimiter=delimiter)
    assert list(csv.DictReader(io.StringIO(run(path).stdout))) == table(right_rows())


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffregion,innovation,affair,indicator,level\r\nA,x,Sosial,16,3\r\n",
        "region,innovation,affair,indicator,level\n\nA,x,Sosial,16,3\n,,,,\n\n",
        "level,region,indicator,affair,innovation\n3,A,16,Sosial,x",
        " Region ;INNOVATION;affair;indicator;level\nA; x ;so sial; 16 ;3 ",
        "region,innovation,affair,indicator,level\rA,x,Sosial,16,3\r",
        'region,innovation,affair,indicator,level\n"A","x","Sosial","16","3"\nA,x,,17,0\n',
    ],
)
def test_ways_offices_write_one_table(text: str, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_bytes(text.encode())
    assert run(path).stdout.splitlines()[1:] == ["A,1,1,0.00,0.75,0.00,0.75,0.30,Kurang Inovatif"]


@WRITERS
def test_a_header_without_rows_gives_a_header(write: Writer, tmp_path: Path) -> None:
    path = write(tmp_path, [HEADER])
    result = run(path)
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 1)
    assert json.loads(run(path, "--format", "json").stdout) == []


@WRITERS
def test_extra_columns_are_ignored_with_a_warning(write: Writer, tmp_path: Path) -> None:
    path = write(tmp_path, [("note", *HEADER), ("n", "A", "x", "", "16", 1)])
    result = run(path)
    assert result.exit_code == 0
    assert result.stderr == "Peringatan: kolom note diabaikan.\n"
    assert result.stdout.splitlines()[1].startswith("A,1,0,")


GOOD: Cells = ("A", "x", "Sosial", "16", 3)
WRONG = {
    "unknown indicator": ([("A", "x", "", "36", 1)], {2: "'36' tidak dikenal"}),
    "indicator without its letter": ([("A", "", "", "2", 1)], {2: "2a, 2b"}),
    "level too high": ([GOOD, ("A", "x", "", "17", 4)], {3: "level '4'"}),
    "level with a fraction": ([("A", "x", "", "17", "1,5")], {2: "level '1,5'"}),
    "level below zero": ([("A", "x", "", "17", -1)], {2: "level '-1'"}),
    "empty indicator": ([("A", "x", "", "", 1)], {2: "indicator kosong"}),
    "empty level": ([GOOD, ("A", "x", "", "17", "")], {3: "level kosong"}),
    "row of an innovation without one": ([("A", "", "", "16", 1)], {2: "innovation kosong"}),
    "row of the region with one": ([("A", "x", "", "1", 1)], {2: "berisi 'x'"}),
    "row of the region with an affair": ([("A", "", "Sosial", "1", 1)], {2: "berisi 'Sosial'"}),
    "missing region": ([GOOD, ("", "x", "", "17", 1)], {3: "region kosong"}),
    "two levels": ([GOOD, ("A", "x", "", "16", 2)], {3: "baris 2 bertingkat 3"}),
    "two levels of the region": (
        [("A", "", "", "2a", 2), ("A", "", "", "2a", 3)],
        {3: "baris 2 bertingkat 2"},
    ),
    "two affairs": ([GOOD, ("A", "x", "Kesehatan", "17", 2)], {3: "di baris 2 'Sosial'"}),
    "unknown affair": ([("A", "x", "Kesehatn", "16", 1)], {2: "terdekat: Kesehatan"}),
    "several rows": (
        [("", "x", "", "16", 1), GOOD, ("A", "x", "", "99", 1)],
        {2: "region kosong", 4: "'99' tidak dikenal"},
    ),
}


@WRITERS
@pytest.mark.parametrize("case", WRONG)
def test_wrong_rows_are_named_and_nothing_is_printed(
    write: Writer, case: str, tmp_path: Path
) -> None:
    rows, expected = WRONG[case]
    result = run(write(tmp_path, [HEADER, *rows]))
    assert (result.exit_code, result.stdout) == (2, "")
    lines = result.stderr.splitlines()
    assert len(lines) == len(expected)
    for line, (row, words) in zip(lines, expected.items(), strict=True):
        assert line.startswith(f"Baris {row}: ")
        assert words in line


@WRITERS
@pytest.mark.parametrize("missing", HEADER)
def test_a_missing_column_is_named(write: Writer, missing: str, tmp_path: Path) -> None:
    keep = [place for place, name in enumerate(HEADER) if name != missing]
    result = run(write(tmp_path, [tuple(row[place] for place in keep) for row in (HEADER, GOOD)]))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"Baris 1: kolom {missing} tidak ada.")
    assert len(result.stderr.splitlines()) == 1


def test_a_column_that_stands_twice_is_refused(tmp_path: Path) -> None:
    result = run(write_csv(tmp_path, [(*HEADER, "level"), (*GOOD, 2)]))
    assert (result.exit_code, result.stderr) == (2, "Baris 1: kolom level ada 2 kali.\n")


def test_two_problems_of_one_row_are_two_lines(tmp_path: Path) -> None:
    result = run(write_csv(tmp_path, [HEADER, ("", "x", "Kesehatn", "99", "")]))
    assert len(result.stderr.splitlines()) == 4
    assert all(line.startswith("Baris 2: ") for line in result.stderr.splitlines())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"\x89PNG\r\n\x1a\n\0\0\0",
        b"PK\x03\x04 no workbook",
        b"PAR1 no parquet PAR1",
        b"\xd0\xcf\x11\xe0 old workbook",
        b"<html><table></table></html>",
        b"%PDF-1.7\n",
        b"a story without any columns",
        b'region,innovation,affair,indicator,level\n"A,x,,16,1\n',
        b"region,innovation,affair,indicator,level\nA,x,,16,1,tail\n",
    ],
)
def test_what_is_no_table_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_bytes(content)
    result = run(path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Baris ")
    assert "Traceback" not in result.stderr


def test_a_folder_and_an_absent_file_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent.csv"):
        result = run(path)
        assert (result.exit_code, result.stdout) == (2, "")
        assert len(result.stderr.splitlines()) == 1


def test_typed_parquet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "typed.parquet"
    pl.DataFrame(
        {
            "region": pl.Series(["A", "A"], dtype=pl.Categorical),
            "innovation": ["x", "x"],
            "affair": [None, None],
            "indicator": [16, 17],
            "level": [3.0, 2.0],
        }
    ).write_parquet(path)
    assert run(path).stdout.splitlines()[1].startswith("A,1,0,0.00,1.08,")


def test_a_level_between_two_is_wrong_in_parquet_too(tmp_path: Path) -> None:
    path = tmp_path / "typed.parquet"
    columns = {"region": ["A"], "innovation": ["x"], "affair": [""], "indicator": ["16"]}
    pl.DataFrame({**columns, "level": [1.5]}).write_parquet(path)
    assert run(path).stderr == "Baris 2: level '1.5' bukan 0, 1, 2, atau 3.\n"
    pl.DataFrame({**columns, "level": [[1]]}).write_parquet(path)
    assert "kolom level" in run(path).stderr


@pytest.mark.parametrize("year", ["2023", "2024", "2025", "2027", "2019"])
def test_editions_that_cannot_be_scored_say_why(year: str, tmp_path: Path) -> None:
    result = run(write_csv(tmp_path, [HEADER, GOOD]), "--edition", year)
    assert (result.exit_code, result.stdout) == (2, "")
    assert year in result.stderr


def test_explain_shows_every_term(tmp_path: Path) -> None:
    path = write_csv(tmp_path, [HEADER, GOOD])
    told = run(path, "--explain", "A").stdout
    assert "Pembagi: 12" in told
    assert "Indeks: 0,30" in told
    steps = json.loads(run(path, "--explain", "A", "--format", "json").stdout)
    assert steps["region"] == "A"
    assert [step["name"] for step in steps["steps"]][-2:] == ["index", "predicate"]
    rows = list(csv.DictReader(io.StringIO(run(path, "--explain", "A", "--format", "csv").stdout)))
    assert rows[-1]["value"] == "Kurang Inovatif"


def test_explaining_an_unknown_region_offers_the_nearest(tmp_path: Path) -> None:
    result = run(write_csv(tmp_path, [HEADER, ("Kota Batu", *GOOD[1:])]), "--explain", "Kota Bau")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Kota Batu" in result.stderr


def test_X01_regions_that_look_like_formulas_stay_text_in_csv(tmp_path: Path) -> None:
    path = write_csv(tmp_path, [HEADER, ("=1+1", *GOOD[1:])])
    assert run(path).stdout.splitlines()[1].startswith("'=1+1,")
    assert json.loads(run(path, "--format", "json").stdout)[0]["region"] == "=1+1"


def test_help_lists_every_command_without_loading_them() -> None:
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0
    assert "index" in result.stdout
    assert "Missing command" not in result.output
