"""What commands over files share: read a table or stop; print safe CSV, or JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

import click

from prakarsa.formats.delimited import mark_cell
from prakarsa.formats.frames import Frame, Wanted, WrongFileError, read_frame

WRONG_INPUT = 2
# A falling number begins like a formula and is none.
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def read_or_stop(file: Path, wanted: Wanted) -> Frame:
    """Read a table; name every row that keeps it from being one, and end the command."""
    try:
        return read_frame(file, wanted)
    except WrongFileError as wrong:
        stop([f"Baris {problem.row}: {problem.text}" for problem in wrong.problems])


def stop(lines: Sequence[str]) -> NoReturn:
    """Print lines on standard error and end the command with the status of wrong input."""
    for line in lines:
        click.echo(line, err=True)
    raise SystemExit(WRONG_INPUT)


def csv_text(columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> str:
    """Return a header and rows; a text that a spreadsheet would run gets an apostrophe."""
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(str(row[column])) for column in columns] for row in rows)
    return output.getvalue()


def json_text(content: object) -> str:
    """Return content as readable JSON with a last line end."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _cell(text: str) -> str:
    return text if _NUMBER.fullmatch(text) else mark_cell(text)
