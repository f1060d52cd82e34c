"""`prakarsa index`: the index of every region of a file, without a database and without Django."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from prakarsa.formats.command_line import csv_text, json_text, read_or_stop, stop
from prakarsa.formats.frames import Wanted
from prakarsa.rules.index.answers import ANSWER_COLUMNS, encode_answers, sum_answers
from prakarsa.rules.index.edition import Edition, known_years, open_edition
from prakarsa.rules.index.formula import Result, Sums, with_index
from prakarsa.rules.index.problems import find_problems, is_faultless
from prakarsa.rules.index.region import score_region
from prakarsa.rules.rounding import two_decimals
from prakarsa.rules.working import Refusal, Worked

if TYPE_CHECKING:
    import polars as pl

POINTS = {
    "spd": "spd_hundredths",
    "sid_mean": "sid_mean_hundredths",
    "count_score": "count_hundredths",
    "total": "total_hundredths",
    "index": "index_hundredths",
}
COLUMNS = ("region", "innovations", "affairs", *POINTS, "predicate")


@click.command("index")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--edition", "year", type=int, default=2026, show_default=True)
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default=None)
@click.option("--explain", "region", metavar="REGION", help="Show the working of one region.")
def index(file: Path, year: int, form: str | None, region: str | None) -> None:
    """Compute the innovation index of every region in FILE (CSV, XLSX or Parquet).

    FILE has the columns region, innovation, affair, indicator, level. Wrong input gives one line
    per problem on standard error, exit status 2, and no output.
    """
    edition = _edition(year)
    sums, warnings = _sums(file, edition)
    text = _explained(sums, edition, region, form) if region else _scored(sums, edition, form)
    for warning in warnings:
        click.echo(f"Peringatan: {warning}", err=True)
    click.echo(text, nl=False)


def _edition(year: int) -> Edition:
    if year not in known_years():
        known = ", ".join(str(each) for each in known_years())
        stop([f"Edisi {year} tidak dikenal. Yang dikenal: {known}."])
    edition = open_edition(year)
    if isinstance(edition, Refusal):
        stop([str(edition.reason)])
    return edition


def _sums(file: Path, edition: Edition) -> tuple[pl.DataFrame, Sequence[str]]:
    """Read, check and add up a file; stops with every problem when there is one."""
    table = read_or_stop(file, Wanted(ANSWER_COLUMNS))
    encoded = encode_answers(table.rows, edition)
    if not is_faultless(encoded, edition):
        problems = find_problems(encoded, edition)
        stop([f"Baris {problem.row}: {problem}" for problem in problems])
    return sum_answers(encoded, edition).collect(), table.warnings


def _scored(sums: pl.DataFrame, edition: Edition, form: str | None) -> str:
    """Return the table of all regions as CSV or JSON text."""
    scored = with_index(sums.lazy(), edition.values, edition.bands).collect()
    rows = [_written(row) for row in scored.iter_rows(named=True)]
    return json_text(rows) if form == "json" else csv_text(COLUMNS, rows)


def _written(row: Mapping[str, object]) -> dict[str, str]:
    """Return one region as the strings that CSV and JSON share."""
    points = {name: two_decimals(int(str(row[column]))) for name, column in POINTS.items()}
    return {
        "region": str(row["region"]),
        "innovations": str(row["innovations"]),
        "affairs": str(row["basic_affairs"]),
        **points,
        "predicate": str(row["predicate"]),
    }


def _explained(sums: pl.DataFrame, edition: Edition, region: str, form: str | None) -> str:
    """Return the working of one region as readable text, or as CSV or JSON of its steps."""
    found = [row for row in sums.iter_rows(named=True) if row["region"] == region.strip()]
    if not found:
        stop([_unknown_region(region, sums["region"].to_list())])
    name = found[0].pop("region")
    working = score_region(Sums(**found[0]), edition)
    steps = [step.as_data() for step in working.steps]
    if form == "json":
        return json_text({"region": name, "edition": edition.year, **working.as_data()})
    if form == "csv":
        return csv_text(("name", "value", "formula", "article"), steps)
    return _told(f"{name} · {edition.known.title}", working, edition)


def _told(heading: str, working: Worked[Result], edition: Edition) -> str:
    """Return a working as lines that people read."""
    steps = [
        f"{step.label}: {step.text.replace('.', ',')}  ({step.formula}; {step.article})"
        for step in working.steps
    ]
    notes = [f"Catatan: {note}" for note in working.notes]
    return "\n".join([heading, *steps, *notes, f"Sumber: {edition.known.source}"]) + "\n"


def _unknown_region(region: str, names: Sequence[str]) -> str:
    from rapidfuzz import process

    nearest = ", ".join(name for name, _score, _place in process.extract(region, names, limit=3))
    return f"Daerah '{region}' tidak ada dalam berkas. Yang terdekat: {nearest or 'tidak ada'}."
