"""One table as CSV, workbook and Parquet, for whoever reads all three."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import xlsxwriter

Cells = tuple[str | int, ...]
Writer = Callable[[Path, list[Cells]], Path]


def write_csv(folder: Path, rows: list[Cells], *, delimiter: str = ",") -> Path:
    """Write rows, the header among them, as CSV."""
    path = folder / "table.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    return path


def write_xlsx(folder: Path, rows: list[Cells]) -> Path:
    """Write rows as a workbook; what looks like a number is one, as in an office."""
    path = folder / "table.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_numbers": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return path


def write_parquet(folder: Path, rows: list[Cells], *, numbers: Sequence[str] = ()) -> Path:
    """Write rows as Parquet, empty cells as nulls, some columns as real numbers."""
    path = folder / "table.parquet"
    cells = [[str(cell) or None for cell in row] for row in rows[1:]]
    names = [str(name) for name in rows[0]]
    frame = pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String), orient="row")
    typed = [pl.col(name).cast(pl.Float64) for name in names if name in numbers]
    frame.with_columns(typed).write_parquet(path)
    return path
