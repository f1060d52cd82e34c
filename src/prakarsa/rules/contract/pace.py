"""How fast a number moves in a year, how fast it would have to, and what range is known.

A pace is positive towards the better, so that falling and rising targets compare alike.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from prakarsa.rules.contract.elapsed import elapsed
from prakarsa.rules.contract.record import Measured
from prakarsa.rules.progress import Better


@dataclass(frozen=True, slots=True)
class Span:
    """The range that known values cover."""

    least: Fraction
    most: Fraction


def span_of(values: Iterable[Fraction]) -> Span | None:
    """Return the range of values; None when there are none."""
    known = list(values)
    return Span(min(known), max(known)) if known else None


def pace(*, start: Measured, end: Measured, better: Better) -> Fraction | None:
    """Return the change per year in the unit measured; None unless the end is the later day."""
    if end.day <= start.day:
        return None
    years = elapsed(start.day, end.day).years
    moved = end.value - start.value
    towards = moved if better is Better.HIGHER else -moved
    return towards * Fraction(years.denominator, years.numerator)


def past_pace(*, known: Sequence[Measured], now: Measured, better: Better) -> Fraction | None:
    """Return the pace from the oldest value known to the present one; None without a past."""
    before = [each for each in known if each.day < now.day]
    if not before:
        return None
    oldest = min(before, key=lambda each: each.day)
    return pace(start=oldest, end=now, better=better)


def at_pace(start: Measured, *, per_year: Fraction, on: date, better: Better) -> Fraction:
    """Return the value on a later day if it goes on at a pace."""
    way = per_year * elapsed(start.day, on).years
    return start.value + (way if better is Better.HIGHER else -way)
