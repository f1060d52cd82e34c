"""What is wrong with a table of answers, row by row, in words that say what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from prakarsa.rules.affairs import nearest_affairs
from prakarsa.rules.index.answers import INNOVATION, UNKNOWN_AFFAIR, has_repeats
from prakarsa.rules.index.edition import Edition
from prakarsa.rules.index.indicator import Aspect
from prakarsa.rules.messages import Message, gettext_noop, message

if TYPE_CHECKING:
    import polars as pl

ORDER_OF_DOUBLES = 10

NO_REGION = gettext_noop("kolom region kosong.")
NO_INDICATOR = gettext_noop("kolom indicator kosong.")
NO_LEVEL = gettext_noop("kolom level kosong.")
WRONG_INDICATOR = gettext_noop(
    "indikator '{indicator}' tidak dikenal. Yang dikenal: {first} sampai {last}{nearest}."
)
WRONG_LEVEL = gettext_noop("level '{level}' bukan 0, 1, 2, atau 3.")
NO_INNOVATION = gettext_noop("indikator {indicator} milik inovasi, tetapi kolom innovation kosong.")
NEEDLESS_INNOVATION = gettext_noop(
    "indikator {indicator} milik daerah, tetapi kolom innovation berisi '{innovation}'."
)
NEEDLESS_AFFAIR = gettext_noop(
    "indikator {indicator} milik daerah, tetapi kolom affair berisi '{affair}'."
)
WRONG_AFFAIR = gettext_noop("urusan '{affair}' tidak dikenal. Yang terdekat: {nearest}.")
TWO_AFFAIRS = gettext_noop(
    "inovasi '{innovation}' ({region}) berurusan '{affair}', "
    "padahal di baris {first_row} '{first}'."
)
TWO_LEVELS = gettext_noop(
    "indikator {indicator} {subject} bertingkat {level}, "
    "padahal di baris {first_row} bertingkat {first}."
)


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one row; the header is row 1."""

    row: int
    order: int
    message: Message

    def __str__(self) -> str:
        return str(self.message)


def is_faultless(encoded: pl.DataFrame, edition: Edition) -> bool:
    """Say quickly whether encoded answers hold no problem at all."""
    import polars as pl

    if not encoded.select(_is_row_right(edition).all()).item():
        return False
    code = pl.col("affair_code")
    affairs = encoded.lazy().group_by(INNOVATION).agg((code.min() == code.max()).alias("is_one"))
    if not affairs.select(pl.col("is_one").all()).collect().item():
        return False
    return not has_repeats(encoded) or not any(True for _ in _two_levels(encoded))


def find_problems(encoded: pl.DataFrame, edition: Edition) -> list[Problem]:
    """List everything wrong in encoded answers in order of rows; needs their column `row`."""
    found = [*_row_problems(encoded, edition), *_two_affairs(encoded), *_two_levels(encoded)]
    return sorted(found, key=lambda problem: (problem.row, problem.order))


def _is_row_right(edition: Edition) -> pl.Expr:
    import polars as pl

    is_region_row = pl.col("place") < len(edition.spd)
    return (
        pl.all_horizontal(pl.col("region", "place", "number").is_not_null())
        & (is_region_row == pl.col("innovation").is_null())
        & (~is_region_row | pl.col("affair").is_null())
        & (pl.col("affair_code").is_null() | (pl.col("affair_code") != UNKNOWN_AFFAIR))
    ).fill_null(value=False)


def _row_problems(encoded: pl.DataFrame, edition: Edition) -> Iterator[Problem]:
    for row in encoded.filter(~_is_row_right(edition)).iter_rows(named=True):
        for order, problem in enumerate(_of_row(row, edition)):
            yield Problem(row["row"], order, problem)


def _of_row(row: Mapping[str, Any], edition: Edition) -> Iterator[Message]:
    if row["region"] is None:
        yield message(NO_REGION)
    yield from _of_indicator(row, edition)
    if row["level"] is None:
        yield message(NO_LEVEL)
    elif row["number"] is None:
        yield message(WRONG_LEVEL, level=row["level"])
    if row["affair_code"] == UNKNOWN_AFFAIR:
        nearest = ", ".join(nearest_affairs(row["affair"]))
        yield message(WRONG_AFFAIR, affair=row["affair"], nearest=nearest)


def _of_indicator(row: Mapping[str, Any], edition: Edition) -> Iterator[Message]:
    code, innovation, affair = row["indicator"], row["innovation"], row["affair"]
    if code is None:
        yield message(NO_INDICATOR)
    elif row["place"] is None:
        yield message(WRONG_INDICATOR, indicator=code, **_known_indicators(code, edition))
    elif edition.indicators[code].aspect is Aspect.SID:
        if innovation is None:
            yield message(NO_INNOVATION, indicator=code)
    else:
        if innovation is not None:
            yield message(NEEDLESS_INNOVATION, indicator=code, innovation=innovation)
        if affair is not None:
            yield message(NEEDLESS_AFFAIR, indicator=code, affair=affair)


def _known_indicators(code: str, edition: Edition) -> dict[str, str]:
    codes = list(edition.indicators)
    parts = [known for known in codes if known.rstrip("ab") == code.lower().rstrip("ab")]
    nearest = f" ({', '.join(parts)}?)" if parts else ""
    return {"first": codes[0], "last": codes[-1], "nearest": nearest}


def _two_affairs(encoded: pl.DataFrame) -> Iterator[Problem]:
    """Find innovations with different affairs; each further affair is one problem."""
    import polars as pl

    named = encoded.filter(
        pl.col("affair_code").is_not_null() & (pl.col("affair_code") != UNKNOWN_AFFAIR)
    ).drop_nulls(["region", "innovation"])
    for row in _differing(named, INNOVATION, "affair_code").iter_rows(named=True):
        yield Problem(
            row["row"],
            ORDER_OF_DOUBLES,
            message(
                TWO_AFFAIRS,
                innovation=row["innovation"],
                region=row["region"],
                affair=row["affair"],
                first_row=row["first_row"],
                first=row["first_affair"],
            ),
        )


def _two_levels(encoded: pl.DataFrame) -> Iterator[Problem]:
    """Find answers that stand twice with different levels; each further level is one problem."""
    answered = encoded.drop_nulls(["region", "place", "number"])
    for row in _differing(answered, (*INNOVATION, "place"), "number").iter_rows(named=True):
        yield Problem(
            row["row"],
            ORDER_OF_DOUBLES + 1,
            message(
                TWO_LEVELS,
                indicator=row["indicator"],
                subject=" · ".join(filter(None, (row["innovation"], row["region"]))),
                level=row["number"],
                first_row=row["first_row"],
                first=row["first_number"],
            ),
        )


def _differing(rows: pl.DataFrame, keys: tuple[str, ...], value: str) -> pl.DataFrame:
    """Return, per key, the first row of every value but the first, with what stood first."""
    import polars as pl

    firsts = [pl.col(name).first().over(keys) for name in ("row", "affair", "number", value)]
    named = [
        first.alias(f"first_{name}")
        for first, name in zip(firsts, ("row", "affair", "number", "value"), strict=True)
    ]
    distinct = rows.unique((*keys, value), keep="first", maintain_order=True)
    return distinct.with_columns(named).filter(pl.col(value) != pl.col("first_value"))
