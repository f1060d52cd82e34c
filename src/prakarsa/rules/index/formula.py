"""The one formula of the index, written over columns and run on one region or the nation.

IID = (SPD + sum of SID scores / max(divisor minimum, n) + count score) / maximum total x 100,
all in exact whole hundredths; only results are rounded, half up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from prakarsa.rules.index.edition import Band, FormulaValues

if TYPE_CHECKING:
    import polars as pl


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

    divisor, sid_sum = pl.col("divisor"), pl.col("sid_sum_hundredths")
    numerator = pl.col("total_numerator")
    whole_points = pl.col("spd_hundredths") + pl.col("count_hundredths")
    maximum = values.maximum_total_hundredths
    return (
        regions.with_columns(_divisor(values), _count_hundredths(values))
        .with_columns((whole_points * divisor + sid_sum).alias("total_numerator"))
        .with_columns(
            _half_up(sid_sum, divisor).alias("sid_mean_hundredths"),
            _half_up(numerator, divisor).alias("total_hundredths"),
            _half_up(numerator * 10_000, divisor * maximum).alias("index_hundredths"),
        )
        .with_columns(_predicate(bands).alias("predicate"))
    )


def score(sums: Sequence[Sums], values: FormulaValues, bands: Sequence[Band]) -> list[Result]:
    """Run the formula on some regions, or on some variants of one, in the order given."""
    import polars as pl

    names = ("spd_hundredths", "sid_sum_hundredths", "innovations", "basic_affairs")
    columns = {name: [getattr(each, name) for each in sums] for name in names}
    frame = pl.LazyFrame(columns, schema=dict.fromkeys(names, pl.Int64))
    # A few rows are computed sooner than the engine has thought about how to.
    found = with_index(frame, values, bands).collect(optimizations=pl.QueryOptFlags.none())
    rows = found.iter_rows(named=True)
    return [_result(row, values) for row in rows]


def predicate_of(index_hundredths: int, bands: Sequence[Band]) -> Band:
    """Return the band of a rounded index; raises ValueError below the lowest band."""
    for band in bands:
        if index_hundredths >= band.low_hundredths:
            return band
    raise ValueError(f"no band holds {index_hundredths} hundredths")


def _result(row: Mapping[str, Any], values: FormulaValues) -> Result:
    numerator, divisor = row["total_numerator"], row["divisor"]
    return Result(
        divisor=divisor,
        sid_mean=Fraction(row["sid_sum_hundredths"], 100 * divisor),
        count_hundredths=row["count_hundredths"],
        total=Fraction(numerator, 100 * divisor),
        index=Fraction(100 * numerator, divisor * values.maximum_total_hundredths),
        index_hundredths=row["index_hundredths"],
        predicate=row["predicate"],
    )


def _divisor(values: FormulaValues) -> pl.Expr:
    """Return max(divisor minimum, n)."""
    import polars as pl

    return pl.max_horizontal(pl.lit(values.divisor_minimum, pl.Int64), "innovations").alias(
        "divisor"
    )


def _count_hundredths(values: FormulaValues) -> pl.Expr:
    """Return min(n, cap) x weight when enough basic affairs are covered, else 0 (indicator 36)."""
    import polars as pl

    counted = pl.min_horizontal("innovations", pl.lit(values.count_cap))
    is_covered = pl.col("basic_affairs") >= values.affairs_minimum
    points = counted * values.count_weight_hundredths
    return pl.when(is_covered).then(points).otherwise(0).cast(pl.Int64).alias("count_hundredths")


def _half_up(numerator: pl.Expr, denominator: pl.Expr) -> pl.Expr:
    """Divide whole numbers that are not negative, half up."""
    return (numerator * 2 + denominator) // (denominator * 2)


def _predicate(bands: Sequence[Band]) -> pl.Expr:
    """Name the first band whose lower end the rounded index reaches."""
    import polars as pl

    return pl.coalesce(
        pl.when(pl.col("index_hundredths") >= band.low_hundredths).then(pl.lit(band.name))
        for band in bands
    )
