"""How values of an indicator are written: with their unit, and changes with their sign."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from prakarsa.foundation.writing import MINUS, decimals, number, unknown

PERCENT = "%"


def figure(value: Decimal | Fraction | None, unit: str) -> str:
    """Write a value of an indicator with its unit: 61,40%, 1.250 orang."""
    if value is None:
        return unknown()
    if unit.strip() == PERCENT:
        return f"{_broken(Fraction(value))}%"
    return f"{plain(value)} {unit}".strip()


def plain(value: Decimal | Fraction) -> str:
    """Write a value without its unit: whole as it is, broken with two decimals or up to four."""
    exact = Fraction(value)
    return number(exact) if exact.denominator == 1 else _broken(exact)


def _broken(exact: Fraction) -> str:
    is_short = (exact * 100).denominator == 1 or (exact * 10_000).denominator != 1
    return decimals(exact, 2 if is_short else 4)


def signed(value: Fraction, unit: str) -> str:
    """Write a change with its sign; of percentages it is points."""
    is_percent = unit.strip() == PERCENT
    size = _broken(abs(value)) if is_percent else plain(abs(value))
    name = _("poin") if is_percent else unit
    sign = MINUS if value < 0 else "+"
    return f"{sign}{size} {name}".strip() if value else f"0 {name}".strip()


def per_year(value: Fraction, unit: str) -> str:
    """Write a pace per year."""
    name = _("poin") if unit.strip() == PERCENT else unit
    sign = MINUS if value < 0 else ""
    words = {"value": f"{sign}{decimals(abs(value))}", "unit": name}
    return _("%(value)s %(unit)s per tahun") % words
