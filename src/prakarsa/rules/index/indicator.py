"""One score row of the index: its weight, levels, evidence, bounds, scales and bases."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from prakarsa.rules.progress import Better
from prakarsa.rules.rulebook import Table

LEVELS = (0, 1, 2, 3)


class Aspect(StrEnum):
    """Whether a row is about the region (SPD) or about one innovation (SID)."""

    SPD = "SPD"
    SID = "SID"


@dataclass(frozen=True)
class Bound:
    """A printed range in hundredths, both ends included; None is open."""

    low: int | None
    high: int | None

    def holds(self, value: int) -> bool:
        """Say whether the range holds a value in hundredths."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True)
class NumericRule:
    """Ranges of levels 1, 2 and 3 as printed, for a number in hundredths of `unit`."""

    unit: str
    better: Better
    bounds: tuple[Bound, ...]


@dataclass(frozen=True)
class Basis:
    """One of the alternative measures of an indicator (no. 33): exactly one is chosen."""

    code: str
    name: str
    levels: tuple[str, ...]
    numeric: NumericRule


@dataclass(frozen=True)
class Scale:
    """One of the readings of an indicator by kind of innovation (no. 30)."""

    code: str
    name: str
    evidence: str


@dataclass(frozen=True)
class Indicator:
    """A score row: points of an answer are weight times level.

    `levels` are the texts of levels 1 to 3. `years` holds per level the alternatives of years the
    evidence must cover, as offsets from the year of the edition; empty when nothing is asked.
    """

    code: str
    aspect: Aspect
    name: str
    variable: str
    weight_hundredths: int
    levels: tuple[str, ...]
    evidence: str
    file_types: tuple[str, ...]
    mandatory: bool
    confirmed: bool
    unconfirmed_fields: tuple[str, ...]
    source: str
    note: str
    open_question: str
    other_years: Mapping[str, str]
    numeric: NumericRule | None
    scales: tuple[Scale, ...]
    bases: tuple[Basis, ...]
    years: tuple[tuple[tuple[int, ...], ...], ...]

    def points_hundredths(self, level: int) -> int:
        """Return the points of an answer in hundredths; raises ValueError off levels 0 to 3."""
        if level not in LEVELS:
            raise ValueError(f"indicator {self.code}: level {level} is not 0, 1, 2 or 3")
        return self.weight_hundredths * level

    @property
    def maximum_hundredths(self) -> int:
        """The points of level 3 in hundredths."""
        return self.points_hundredths(LEVELS[-1])

    def is_confirmed(self, field: str) -> bool:
        """Say whether a field (`weight`, `mandatory`, `file_types` …) has two sources agreeing."""
        return field not in self.unconfirmed_fields

    def basis(self, code: str) -> Basis:
        """Return a basis of this indicator; raises KeyError when it has none of that code."""
        for basis in self.bases:
            if basis.code == code:
                return basis
        raise KeyError(code)


def read_indicator(row: Table, aspect: Aspect) -> Indicator:
    """Read one `[[spd]]` or `[[sid]]` row of a rulebook."""
    if len(row.texts("levels")) != len(LEVELS) - 1:
        raise row.wrong("levels", "expected the texts of levels 1, 2 and 3")
    return Indicator(
        code=row.text("code"),
        aspect=aspect,
        name=row.text("name"),
        variable=row.text("variable"),
        weight_hundredths=row.points("weight"),
        levels=row.texts("levels"),
        evidence=row.text("evidence"),
        file_types=row.texts("file_types"),
        mandatory=row.flag("mandatory"),
        confirmed=row.flag("confirmed"),
        unconfirmed_fields=row.texts("unconfirmed_fields"),
        source=row.text("source"),
        note=row.text("note", ""),
        open_question=row.text("open_question", ""),
        other_years=_other_years(row),
        numeric=_numeric(row.table("numeric")) if row.has("numeric") else None,
        scales=tuple(_scale(scale) for scale in row.tables("scales")),
        bases=tuple(_basis(basis) for basis in row.tables("bases")),
        years=_years(row),
    )


def _numeric(row: Table) -> NumericRule:
    bounds = tuple(
        Bound(
            low=bound.points("from") if bound.has("from") else None,
            high=bound.points("to") if bound.has("to") else None,
        )
        for bound in row.tables("bounds")
    )
    if len(bounds) != len(LEVELS) - 1:
        raise row.wrong("bounds", "expected the ranges of levels 1, 2 and 3")
    if row.text("better") not in tuple(choice.value for choice in Better):
        raise row.wrong("better", "expected higher or lower")
    return NumericRule(unit=row.text("unit"), better=Better(row.text("better")), bounds=bounds)


def _basis(row: Table) -> Basis:
    return Basis(row.text("code"), row.text("name"), row.texts("levels"), _numeric(row))


def _scale(row: Table) -> Scale:
    return Scale(row.text("code"), row.text("name"), row.text("evidence"))


def _other_years(row: Table) -> Mapping[str, str]:
    if not row.has("other_years"):
        return {}
    texts = row.table("other_years")
    return {years: texts.text(years) for years in texts}


def _years(row: Table) -> tuple[tuple[tuple[int, ...], ...], ...]:
    levels = row.nested("years")
    if levels and len(levels) != len(LEVELS) - 1:
        raise row.wrong("years", "expected the years of levels 1, 2 and 3")
    return levels
