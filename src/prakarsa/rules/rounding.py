"""Exact rounding in whole numbers: half goes away from zero, as in law and on calculators."""

from decimal import Decimal
from fractions import Fraction


def divide_half_up(numerator: int, denominator: int) -> int:
    """Return numerator over denominator as a whole number, half rounded away from zero.

    Raises ZeroDivisionError when the denominator is zero.
    """
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    rounded = (2 * abs(numerator) + denominator) // (2 * denominator)
    return rounded if numerator >= 0 else -rounded


def hundredths(value: int | Decimal | Fraction) -> int:
    """Return a number in whole hundredths, half up (12.345 becomes 1235)."""
    exact = Fraction(value) * 100
    return divide_half_up(exact.numerator, exact.denominator)


def exact_hundredths(value: int | Decimal) -> int:
    """Return a number in whole hundredths; raises ValueError when it has more than two decimals."""
    exact = Fraction(value) * 100
    if exact.denominator != 1:
        raise ValueError(f"{value} has more than two decimals")
    return exact.numerator


def two_decimals(value_hundredths: int) -> str:
    """Return hundredths as a plain decimal string with a point, such as `56.32` or `-0.05`."""
    sign = "-" if value_hundredths < 0 else ""
    whole, rest = divmod(abs(value_hundredths), 100)
    return f"{sign}{whole}.{rest:02d}"
