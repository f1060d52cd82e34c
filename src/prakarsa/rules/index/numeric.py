"""The level of an answer that is a number, from the bounds as they are printed.

A value is rounded to two decimals, half up, before it meets a bound. Where printed bounds overlap
or leave a gap the better level counts, and a note says so.
"""

from dataclasses import dataclass
from decimal import Decimal

from prakarsa.rules.index.indicator import Bound, Indicator, NumericRule
from prakarsa.rules.messages import Message, gettext_noop, message
from prakarsa.rules.progress import Better
from prakarsa.rules.rounding import hundredths, two_decimals

OVERLAP = gettext_noop(
    "{value} masuk tingkat {lower} dan tingkat {level} menurut batas yang tercetak; "
    "dipakai yang lebih baik."
)
GAP = gettext_noop(
    "{value} jatuh di antara batas yang tercetak; dipakai tingkat {level}, yang lebih baik."
)
BELOW = gettext_noop("{value} di bawah batas terendah yang tercetak; tingkat 0.")
ABOVE = gettext_noop(
    "{value} melewati batas teratas yang tercetak; dibaca sebagai tingkat {level}."
)

# Units of things that are counted one by one.
COUNTED = frozenset({"orang", "produk", "periode"})


@dataclass(frozen=True)
class NumericLevel:
    """The level a number earns, the number as rounded, and what the reader must know."""

    level: int
    value_hundredths: int
    note: Message | None = None


def numeric_rule(indicator: Indicator, *, basis: str = "") -> NumericRule | None:
    """Return the bounds of an indicator, or of its chosen basis; None when it is not numeric."""
    return indicator.basis(basis).numeric if basis else indicator.numeric


def is_countable(value: Decimal, rule: NumericRule) -> bool:
    """Say whether a number can be one of its unit: there are no halves of what is counted."""
    return rule.unit not in COUNTED or (value >= 0 and value == value.to_integral_value())


def numeric_level(value: int | Decimal, rule: NumericRule) -> NumericLevel:
    """Return the level of a number in the unit of the rule."""
    rounded = hundredths(value)
    holding = [level for level, bound in enumerate(rule.bounds, 1) if bound.holds(rounded)]
    if not holding:
        return _outside(rounded, rule)
    note = None
    if len(holding) > 1:
        note = _note(OVERLAP, rounded, level=holding[-1], lower=holding[0])
    return NumericLevel(holding[-1], rounded, note)


def _outside(value: int, rule: NumericRule) -> NumericLevel:
    """Return the better neighbour of a gap, the top level beyond the top, or 0 below the lowest."""
    beyond = [
        level for level, bound in enumerate(rule.bounds, 1) if _is_short(value, bound, rule.better)
    ]
    if not beyond:
        level = len(rule.bounds)
        return NumericLevel(level, value, _note(ABOVE, value, level=level))
    if len(beyond) == len(rule.bounds):
        return NumericLevel(0, value, _note(BELOW, value))
    return NumericLevel(beyond[0], value, _note(GAP, value, level=beyond[0]))


def _is_short(value: int, bound: Bound, better: Better) -> bool:
    """Say whether a value does not yet reach a range from its worse side."""
    if better is Better.HIGHER:
        return bound.low is not None and value < bound.low
    return bound.high is not None and value > bound.high


def _note(template: str, value: int, **inputs: object) -> Message:
    return message(template, value=Decimal(two_decimals(value)), **inputs)
