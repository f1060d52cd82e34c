"""Tables and data as commands print them: CSV that no spreadsheet runs, and JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence

from prakarsa.formats.delimited import mark_cell

# A falling number begins like a formula and is none.
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


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
