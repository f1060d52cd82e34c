"""Answers as a table of text: encoding it, and summing it up to one row per region.

A table of answers has the text columns `region, innovation, affair, indicator, level`, one row per
answer; rows of the region itself (SPD) leave `innovation` and `affair` empty, absent rows count as
level 0. `problems.py` says what is wrong with a table; only a table without problems is summed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from prakarsa.rules.affairs import all_affairs, find_affair
from prakarsa.rules.index.edition import Edition
from prakarsa.rules.index.indicator import LEVELS

if TYPE_CHECKING:
    import polars as pl

ANSWER_COLUMNS = ("region", "innovation", "affair", "indicator", "level")
INNOVATION = ("region", "innovation")
UNKNOWN_AFFAIR = -1
MOST_INDICATORS = 45


def encode_answers(answers: pl.DataFrame, edition: Edition) -> pl.DataFrame:
    """Trim a table of answers and turn words into numbers; rows without any value are left out.

    Adds `place` (of the indicator in the edition), `points` of one level in hundredths, `number`
    (the level) and `affair_code` (null when empty, -1 when unknown); what is wrong becomes null.
    """
    import polars as pl

    codes = pl.Enum(list(edition.indicators))
    levels = pl.Enum([str(level) for level in LEVELS])
    weights = [row.weight_hundredths for row in edition.indicators.values()]
    trimmed = answers.with_columns(_trimmed(answers[name]) for name in ANSWER_COLUMNS)
    return (
        trimmed.filter(pl.any_horizontal(pl.col(ANSWER_COLUMNS).is_not_null()))
        .with_columns(
            pl.col("indicator").cast(codes, strict=False).to_physical().alias("place"),
            pl.col("level").cast(levels, strict=False).to_physical().alias("number"),
            _affair_codes(trimmed["affair"]).alias("affair_code"),
        )
        .with_columns(
            pl.lit(pl.Series(weights, dtype=pl.Int64)).gather("place").alias("points"),
        )
    )


def sum_answers(encoded: pl.DataFrame, edition: Edition) -> pl.LazyFrame:
    """Add up encoded answers without problems to the columns the formula needs, per region."""
    import polars as pl

    is_innovation = pl.col("innovation").is_not_null()
    points = pl.col("points")
    basic = pl.col("affair_code").filter(pl.col("affair_code").is_in(_basic_codes(edition)))
    return (
        sum_innovations(encoded)
        .group_by("region")
        .agg(
            points.filter(~is_innovation).sum().alias("spd_hundredths"),
            points.filter(is_innovation).sum().alias("sid_sum_hundredths"),
            is_innovation.sum().cast(pl.Int64).alias("innovations"),
            basic.n_unique().cast(pl.Int64).alias("basic_affairs"),
        )
        .with_columns(pl.col("region").cast(pl.String))
        .sort("region")
    )


def sum_innovations(encoded: pl.DataFrame) -> pl.LazyFrame:
    """Add up the points per innovation; the row without innovation holds the region's own (SPD)."""
    import polars as pl

    points = (pl.col("points") * pl.col("number")).sum()
    answers = _without_repeats(encoded) if has_repeats(encoded) else encoded
    return answers.lazy().group_by(INNOVATION).agg(points, pl.col("affair_code").max())


def has_repeats(encoded: pl.DataFrame) -> bool:
    """Say whether an answer stands twice: distinct powers of two add up without a carry."""
    import polars as pl

    bits = pl.Series([1 << place for place in range(MOST_INDICATORS)], dtype=pl.Int64)
    bit = pl.lit(bits).gather("place")
    sums = encoded.lazy().group_by(INNOVATION).agg(pl.len().alias("rows"), bit.sum().alias("sum"))
    is_plain = pl.col("sum").bitwise_count_ones() == pl.col("rows")
    return not sums.select(is_plain.all()).collect().item()


def _without_repeats(encoded: pl.DataFrame) -> pl.DataFrame:
    """Keep each answer once; the affair stays even when only the repeated row names it."""
    import polars as pl

    affair = pl.col("affair_code").max().over(INNOVATION)
    return encoded.with_columns(affair).unique((*INNOVATION, "place"), keep="first")


def _trimmed(column: pl.Series) -> pl.Series:
    """Return a column as categories without spaces at their ends; nothing left is null."""
    import polars as pl

    words = column.cast(pl.Categorical)
    distinct = words.unique().cast(pl.String)
    if (distinct == "").any() or (distinct.str.strip_chars() != distinct).any():
        text = pl.col(column.name).cast(pl.String).str.strip_chars()
        trimmed = pl.when(text != "").then(text).cast(pl.Categorical).alias(column.name)
        return words.to_frame().select(trimmed).to_series()
    return words


def _affair_codes(names: pl.Series) -> pl.Expr:
    """Return the place of each name in the list of affairs; empty has none."""
    import polars as pl

    places = {affair.name: place for place, affair in enumerate(all_affairs())}
    codes: dict[str, int] = {}
    for name in names.unique().drop_nulls():
        affair = find_affair(name)
        codes[name] = places[affair.name] if affair else UNKNOWN_AFFAIR
    return (
        pl.col("affair").cast(pl.String).replace_strict(codes, default=None, return_dtype=pl.Int8)
    )


def _basic_codes(edition: Edition) -> list[int]:
    basic = set(edition.basic_affairs)
    return [place for place, affair in enumerate(all_affairs()) if affair.name in basic]
