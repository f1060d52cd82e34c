"""The index as it would be: innovations switched, levels moved, or next years' announced rule."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from prakarsa.rules.index.edition import Edition, FormulaValues, known_years, read_known_parts
from prakarsa.rules.index.formula import Result
from prakarsa.rules.index.region import score_region
from prakarsa.rules.index.standing import (
    InnovationAnswers,
    RegionAnswers,
    standing_of,
)
from prakarsa.rules.messages import gettext_noop, message
from prakarsa.rules.working import Worked

ANNOUNCED_RULE = gettext_noop(
    "Memakai pembagi dan aturan urusan edisi {year} yang baru diumumkan, belum dikonfirmasi; "
    "bobot dan predikat dari edisi {base}."
)


@dataclass(frozen=True)
class WhatIf:
    """What to suppose: innovations left out or added, and levels moved.

    `levels` is keyed by innovation and indicator; the region's own rows have an empty innovation.
    `formula_year` names an announced edition whose divisor and affairs rule to use.
    """

    left_out: frozenset[str] = frozenset()
    added: tuple[InnovationAnswers, ...] = ()
    levels: Mapping[tuple[str, str], int] = field(default_factory=dict)
    formula_year: int | None = None


def score_what_if(answers: RegionAnswers, supposed: WhatIf, edition: Edition) -> Worked[Result]:
    """Return the index under a supposition, with its working; nothing is changed."""
    sums = standing_of(suppose(answers, supposed), edition).sums
    if supposed.formula_year is None:
        return score_region(sums, edition)
    worked = score_region(sums, edition, values=announced_values(supposed.formula_year, edition))
    note = message(ANNOUNCED_RULE, year=supposed.formula_year, base=edition.year)
    return replace(worked, notes=(note, *worked.notes))


def suppose(answers: RegionAnswers, supposed: WhatIf) -> RegionAnswers:
    """Return the answers as supposed."""
    moved: dict[str, dict[str, int]] = {}
    for (owner, code), level in supposed.levels.items():
        moved.setdefault(owner, {})[code] = level
    kept = (each for each in answers.innovations if each.key not in supposed.left_out)
    return RegionAnswers(
        levels={**answers.levels, **moved.get("", {})},
        innovations=tuple(
            _with_levels(each, moved.get(each.key)) for each in (*kept, *supposed.added)
        ),
    )


def announced_years() -> tuple[int, ...]:
    """Return the years whose divisor and affairs rule are announced, for what-if only."""
    return tuple(year for year in known_years() if read_known_parts(year).is_announced)


def announced_values(year: int, edition: Edition) -> FormulaValues:
    """Return the numbers of a complete edition with the announced divisor and affairs rule.

    Raises ValueError when the year is not announced.
    """
    formula = read_known_parts(year).formula
    divisor, affairs = formula.divisor_minimum, formula.affairs_minimum
    if year not in announced_years() or divisor is None or affairs is None:
        raise ValueError(f"edition {year} has no announced rule")
    return replace(
        edition.values,
        divisor_minimum=divisor.value,
        affairs_minimum=affairs.value,
        confirmed=divisor.confirmed and affairs.confirmed,
    )


def _with_levels(
    innovation: InnovationAnswers, levels: Mapping[str, int] | None
) -> InnovationAnswers:
    return replace(innovation, levels={**innovation.levels, **levels}) if levels else innovation
