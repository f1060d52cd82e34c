"""Opens delimited text: all of it, to its last record."""

from pathlib import Path
from typing import Any

from prakarsa.formats.delimited import read_delimited
from prakarsa.formats.kinds import Limits


def inspect(path: Path, limits: Limits) -> dict[str, Any]:
    """Read the table and say how it was written."""
    table = read_delimited(path, limits)
    return {
        "rows": len(table.records),
        "encoding": table.encoding,
        "delimiter": table.delimiter,
    }
