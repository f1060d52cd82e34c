"""`prakarsa contracts progress`: the standing of every contract of a file; needs no Django."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from prakarsa.contracts.measures import MEASURE_COLUMNS, Measure, WrongMeasureError, read_measure
from prakarsa.formats.command_line import csv_text, json_text, read_or_stop, stop
from prakarsa.rules.contract.book import Book, known_books, open_book
from prakarsa.rules.contract.standing import status_of
from prakarsa.rules.rounding import hundredths, two_decimals

SOME_ROWS_REFUSED = 1
COLUMNS = ("contract", "progress", "status")


@click.command("progress")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--book", "name", default="contoh", show_default=True, help="Limits to judge by.")
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
def progress(file: Path, name: str, form: str, out: Path | None) -> None:
    """Compute how far every contract in FILE (CSV, XLSX or Parquet) is on its way.

    FILE has the columns contract, direction (up or down), baseline, end, measured, and may have
    expected, the value that is due by now. Rows without an answer are named on standard error and
    give exit status 1; the others are computed. A wrong file gives exit status 2 and no output.
    """
    book = _book(name)
    rows, problems = _standings(_rows(file), book)
    _write(csv_text(COLUMNS, rows) if form == "csv" else json_text(rows), out)
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise SystemExit(SOME_ROWS_REFUSED)


def _book(name: str) -> Book:
    if name not in known_books():
        stop([f"Buku aturan '{name}' tidak dikenal. Yang dikenal: {', '.join(known_books())}."])
    book = open_book(name)
    # Whoever reads the lines by program knows which book was named.
    if book.is_example and sys.stderr.isatty():
        click.echo(f"Peringatan: {book.source}", err=True)
    return book


def _rows(file: Path) -> Sequence[Mapping[str, object]]:
    frame = read_or_stop(file, MEASURE_COLUMNS)
    for warning in frame.warnings:
        click.echo(f"Peringatan: {warning}", err=True)
    return frame.rows.to_dicts()


def _standings(
    rows: Sequence[Mapping[str, object]], book: Book
) -> tuple[list[dict[str, str]], list[str]]:
    """Return the standing of each row that has one, and a line for each row that has none."""
    found, problems = [], []
    for row in rows:
        try:
            measure = read_measure(row)
        except WrongMeasureError as wrong:
            problems.append(f"Baris {row['row']}: {wrong}")
        else:
            if measure is not None:
                found.append(_standing(measure, book))
    return found, problems


def _standing(measure: Measure, book: Book) -> dict[str, str]:
    due = measure.due
    status = "" if due is None else status_of(progress=measure.progress, due=due, book=book)
    return {
        "contract": measure.contract,
        "progress": two_decimals(hundredths(measure.progress)),
        "status": str(status),
    }


def _write(text: str, out: Path | None) -> None:
    """Print a text, or put it in place as a whole: never half a file."""
    if out is None:
        click.echo(text, nl=False)
        return
    draft = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        if out.exists() and not out.is_file():
            # A pipe or a device takes what comes; nothing may stand in its place.
            out.write_text(text, "utf-8")
            return
        draft.write_text(text, "utf-8")
        draft.replace(out)
    except OSError as error:
        draft.unlink(missing_ok=True)
        stop([f"Berkas {out} tidak dapat ditulis: {error.strerror}."])
