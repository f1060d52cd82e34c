"""The one formula of the index, over whole numbers or over columns of them.

IID = (SPD + sum of SID scores / max(divisor minimum, n) + count score) / maximum total x 100,
all in exact whole hundredths; only results are rounded, half up. `_terms` is its only writing: a
number and a column add, multiply and divide alike, and are told only how to choose (`either`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from prakarsa.rules.index.edition import Band, FormulaValues

if TYPE_CHECKING:
    import polars as pl

# One whole number, or a column of them.
Number = TypeVar("Number", int, "pl.Expr")


@dataclass(frozen=True)
class Sums:
    """What the formula needs of one region: points in hundredths, and two counts.

    `basic_affairs` counts how many basic-service affairs the counted innovations cover.
    """

    spd_hundredths: int
    sid_sum_hundredths: int
    innovations: int
    basic_affairs: int


@dataclass(frozen=True)
class Result:
    """The terms of one region's index; `total` and `index` are exact, the rest rounded half up."""

    divisor: int
    sid_mean: Fraction
    count_hundredths: int
    total: Fraction
    index: Fraction
    index_hundredths: int
    predicate: str


def with_index(regions: pl.LazyFrame, values: FormulaValues, bands: Sequence[Band]) -> pl.LazyFrame:
    """Add every term of the index to a frame with one row per region.

    Needs Int64 columns `spd_hundredths`, `sid_sum_hundredths`, `innovations`, `basic_affairs`.
    Adds `divisor`, `sid_mean_hundredths`, `count_hundredths`, `total_hundredths` and
    `index_hundredths` (Int64, rounded half up), `total_numerator` (the exact total times 100
    times the divisor) and `predicate` (by the rounded index).
    """
    import polars as pl

    terms = _terms(
        pl.col("spd_hundredths"),
        pl.col("sid_sum_hundredths"),
        pl.col("innovations"),
        pl.col("basic_affairs"),
        values=values,
        either=_either_column,
    )
    return regions.with_columns(**terms).with_columns(_predicate(bands).alias("predicate"))


def score(sums: Sequence[Sums], values: FormulaValues, bands: Sequence[Band]) -> list[Result]:
    """Run the formula on some regions, or on some variants of one, in the order given.

    A page asks about a handful: the engine for columns would think longer than it computes.
    """
    return [_score(each, values, bands) for each in sums]


def predicate_of(index_hundredths: int, bands: Sequence[Band]) -> Band:
    """Return the band of a rounded index; raises ValueError below the lowest band."""
    for band in bands:
        if index_hundredths >= band.low_hundredths:
            return band
    raise ValueError(f"no band holds {index_hundredths} hundredths")


def _terms(
    spd: Number,
    sid_sum: Number,
    innovations: Number,
    basic_affairs: Number,
    *,
    values: FormulaValues,
    either: Callable[[Any, Number | int, Number | int], Number],
) -> dict[str, Number]:
    """Return the terms by name; `either(condition, this, that)` is this where it holds."""
    least, cap = values.divisor_minimum, values.count_cap
    divisor = either(innovations >= least, innovations, least)
    counted = either(innovations <= cap, innovations, cap)
    # Indicator 36: nothing at all unless enough basic affairs are covered.
    is_covered = basic_affairs >= values.affairs_minimum
    count = either(is_covered, counted * values.count_weight_hundredths, 0)
    numerator = (spd + count) * divisor + sid_sum
    return {
        "divisor": divisor,
        "count_hundredths": count,
        "total_numerator": numerator,
        "sid_mean_hundredths": _half_up(sid_sum, divisor),
        "total_hundredths": _half_up(numerator, divisor),
        "index_hundredths": _half_up(numerator * 10_000, divisor * values.maximum_total_hundredths),
    }


def _half_up(numerator: Number, denominator: Number) -> Number:
    """Divide whole numbers that are not negative, half up."""
    return (numerator * 2 + denominator) // (denominator * 2)


def _either_number(condition: object, this: int, that: int) -> int:
    return this if condition else that


def _either_column(condition: pl.Expr, this: pl.Expr | int, that: pl.Expr | int) -> pl.Expr:
    import polars as pl

    return pl.when(condition).then(this).otherwise(that).cast(pl.Int64)


def _score(sums: Sums, values: FormulaValues, bands: Sequence[Band]) -> Result:
    terms = _terms(
        sums.spd_hundredths,
        sums.sid_sum_hundredths,
        sums.innovations,
        sums.basic_affairs,
        values=values,
        either=_either_number,
    )
    numerator, divisor = terms["total_numerator"], terms["divisor"]
    return Result(
        divisor=divisor,
        sid_mean=Fraction(sums.sid_sum_hundredths, 100 * divisor),
        count_hundredths=terms["count_hundredths"],
        total=Fraction(numerator, 100 * divisor),
        index=Fraction(100 * numerator, divisor * values.maximum_total_hundredths),
        index_hundredths=terms["index_hundredths"],
        predicate=predicate_of(terms["index_hundredths"], bands).name,
    )


def _predicate(bands: Sequence[Band]) -> pl.Expr:
    """Name the first band whose lower end the rounded index reaches."""
    import polars as pl

    return pl.coalesce(
        pl.when(pl.col("index_hundredths") >= band.low_hundredths).then(pl.lit(band.name))
        for band in bands
    )
