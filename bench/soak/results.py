"""The end of a part: its tally in a file, for the process that prints the tables."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from bench.soak.tally import Line, Tally

NAME = "result.json"


def write_result(folder: Path, tally: Tally) -> None:
    """Write what was counted and found."""
    lines = {kind: asdict(line) for kind, line in tally.lines.items()}
    result = {"lines": lines, "facts": tally.facts, "faults": tally.faults}
    (folder / NAME).write_text(json.dumps(result))


def read_result(folder: Path) -> Tally:
    """Read what a part wrote before it ended."""
    path = folder / NAME
    if not path.exists():
        return Tally(faults=["the run ended without a result"])
    result = json.loads(path.read_text())
    lines = {kind: Line(**counts) for kind, counts in result["lines"].items()}
    return Tally(lines=lines, facts=result["facts"], faults=result["faults"])
