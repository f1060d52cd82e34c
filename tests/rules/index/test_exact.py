"""M01: the same figures for one region and for many, in every locale, for ever after."""

from __future__ import annotations

import hashlib
import locale
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from prakarsa.foundation.writing import points
from prakarsa.rules.index.edition import require_edition
from prakarsa.rules.index.formula import Result, Sums, score, with_index
from prakarsa.rules.index.region import score_region

EDITION = require_edition(2026)
RULEBOOKS = Path("src/prakarsa/rulebooks")
# Digests of the books of each release. A book that was released is never edited: a change is a
# new edition with a first day of its own. To release, add a line; never change one.
RELEASED = Path(__file__).parents[1] / "released_rulebooks.toml"
WHOLE = dict.fromkeys(
    ("spd_hundredths", "sid_sum_hundredths", "innovations", "basic_affairs"), pl.Int64
)
REGIONS = st.builds(
    Sums,
    spd_hundredths=st.integers(0, 6_300),
    sid_sum_hundredths=st.integers(0, 40_000 * 11_100),
    innovations=st.integers(0, 40_000),
    basic_affairs=st.integers(0, 6),
)


def score_columns(regions: Sequence[Sums]) -> list[Result]:
    """Return what the columns of the nation say, as a page would say it of each region."""
    frame = pl.LazyFrame([asdict(each) for each in regions], schema_overrides=WHOLE)
    values = EDITION.values
    found = with_index(frame, values, EDITION.bands).collect()
    assert {kind for name, kind in found.schema.items() if name != "predicate"} == {pl.Int64}
    return [
        Result(
            divisor=row["divisor"],
            sid_mean=Fraction(row["sid_sum_hundredths"], 100 * row["divisor"]),
            count_hundredths=row["count_hundredths"],
            total=Fraction(row["total_numerator"], 100 * row["divisor"]),
            index=Fraction(
                100 * row["total_numerator"], row["divisor"] * values.maximum_total_hundredths
            ),
            index_hundredths=row["index_hundredths"],
            predicate=row["predicate"],
        )
        for row in found.iter_rows(named=True)
    ]


@given(st.lists(REGIONS, min_size=1, max_size=40))
def test_M01_a_region_scores_alike_alone_and_among_many(regions: list[Sums]) -> None:
    together = score_columns(regions)
    assert together == score(regions, EDITION.values, EDITION.bands)
    assert together == [score_region(each, EDITION).value for each in regions]


def test_M01_twenty_thousand_regions_score_like_one() -> None:
    one = Sums(4_321, 12_345, 13, 5)
    alone = score([one], EDITION.values, EDITION.bands)[0]
    assert set(score_columns([one] * 20_000)) == {alone}


def test_M01_columns_round_as_one_region_does() -> None:
    regions = [Sums(4_321, sid, 13, 5) for sid in range(12_000, 14_000)]
    terms = ("sid_mean_hundredths", "total_hundredths")
    frame = pl.LazyFrame([asdict(each) for each in regions], schema_overrides=WHOLE)
    found = with_index(frame, EDITION.values, EDITION.bands).select(terms).collect()
    workings = [score_region(each, EDITION) for each in regions]
    assert found.rows() == [
        (each.step("sid_mean").hundredths, each.step("total").hundredths) for each in workings
    ]


def is_installed(name: str) -> bool:
    """Say whether the machine knows a locale."""
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, name)
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_ALL, before)
    return True


@pytest.fixture(params=filter(is_installed, ("C", "C.UTF-8", "id_ID.UTF-8", "de_DE.UTF-8")))
def spoken(request: pytest.FixtureRequest) -> Iterator[None]:
    before = locale.setlocale(locale.LC_ALL)
    locale.setlocale(locale.LC_ALL, request.param)
    yield
    locale.setlocale(locale.LC_ALL, before)


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize(("language", "shown"), [("id", "1.234,50"), ("en", "1,234.50")])
def test_M01_no_locale_changes_a_figure(language: str, shown: str) -> None:
    sums = Sums(4_321, 1_234_567, 13, 5)
    plain = score([sums], EDITION.values, EDITION.bands)[0]
    with translation.override(language):
        assert score([sums], EDITION.values, EDITION.bands)[0] == plain
        assert points(123_450) == shown


def released() -> dict[str, str]:
    """Return the digest of each book that was released, by its path."""
    return dict(tomllib.loads(RELEASED.read_text("utf-8"))["sha256"])


@pytest.mark.parametrize("name", released())
def test_M01_a_released_rulebook_is_never_edited(name: str) -> None:
    assert hashlib.sha256((RULEBOOKS / name).read_bytes()).hexdigest() == released()[name]


def test_M01_every_rulebook_of_an_edition_in_use_is_released() -> None:
    books = {path.relative_to(RULEBOOKS).as_posix() for path in RULEBOOKS.glob("index/*.toml")}
    assert books <= set(released())
