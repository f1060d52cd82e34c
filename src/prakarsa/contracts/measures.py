"""One row of a table of contracts: its terms, what was measured, and how far that is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from prakarsa.formats.frames import Wanted
from prakarsa.rules.contract.terms import refuse_terms
from prakarsa.rules.progress import Better, progress
from prakarsa.rules.working import Refusal

REQUIRED = ("contract", "direction", "baseline", "end", "measured")
MEASURE_COLUMNS = Wanted(REQUIRED, optional=("expected",))
DIRECTIONS = {"up": Better.HIGHER, "down": Better.LOWER}
# Ten to the power of thirty is more than anything a region counts; a larger one is a slip.
NUMBER = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?([eE][+-]?[0-2]?\d)?", re.ASCII)
LONGEST_SHOWN = 40


class WrongMeasureError(Exception):
    """A row without an answer; the text says why."""


@dataclass(frozen=True)
class Measure:
    """A row with an answer: parts of the way from baseline to end, in percent.

    `due` is the progress that the value due by now stands for; None where none was given.
    """

    contract: str
    progress: Fraction
    due: Fraction | None


def read_measure(row: Mapping[str, object]) -> Measure | None:
    """Read a row of text cells; an empty row is None, one without an answer is refused."""
    cells = {name: str(row[name] or "").strip() for name in MEASURE_COLUMNS.names}
    if not any(cells.values()):
        return None
    if not cells["contract"]:
        raise WrongMeasureError("kolom contract kosong.")
    better = DIRECTIONS.get(cells["direction"].casefold())
    if better is None:
        raise WrongMeasureError(
            f"arah '{_shown(cells['direction'])}' tidak dikenal; tulis up atau down."
        )
    baseline, end, measured = (_number(cells, name) for name in ("baseline", "end", "measured"))
    expected = _number(cells, "expected") if cells["expected"] else None
    if refusal := refuse_terms(baseline=baseline, end=end, better=better):
        raise WrongMeasureError(str(refusal.reason))
    return Measure(
        contract=cells["contract"],
        progress=_part(baseline, end, measured),
        due=None if expected is None else _part(baseline, end, expected),
    )


def _number(cells: Mapping[str, str], name: str) -> Fraction:
    text = cells[name]
    if not text:
        raise WrongMeasureError(f"kolom {name} kosong.")
    if not NUMBER.fullmatch(text):
        raise WrongMeasureError(
            f"kolom {name} berisi '{_shown(text)}', bukan angka; tulis seperti 1234.5."
        )
    return Fraction(text)


def _part(baseline: Fraction, end: Fraction, value: Fraction) -> Fraction:
    worked = progress(baseline=baseline, target=end, result=value)
    if isinstance(worked, Refusal):
        raise WrongMeasureError(str(worked.reason))
    return worked.value


def _shown(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
