"""M01: the same figures for one region and for many, in every locale, for ever after."""

from __future__ import annotations

import hashlib
import locale
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from prakarsa.foundation.writing import points
from prakarsa.rules.index.edition import require_edition
from prakarsa.rules.index.formula import Sums, score
from prakarsa.rules.index.region import score_region

EDITION = require_edition(2026)
RULEBOOKS = Path("src/prakarsa/rulebooks")
# Digests of the books of each release. A book that was released is never edited: a change is a
# new edition with a first day of its own. To release, add a line; never change one.
RELEASED = Path(__file__).parents[1] / "released_rulebooks.toml"
REGIONS = st.builds(
    Sums,
    spd_hundredths=st.integers(0, 6_300),
    sid_sum_hundredths=st.integers(0, 40_000 * 11_100),
    innovations=st.integers(0, 40_000),
    basic_affairs=st.integers(0, 6),
)


@given(st.lists(REGIONS, min_size=1, max_size=40))
def test_M01_a_region_scores_alike_alone_and_among_many(regions: list[Sums]) -> None:
    together = score(regions, EDITION.values, EDITION.bands)
    assert together == [score([each], EDITION.values, EDITION.bands)[0] for each in regions]
    assert together == [score_region(each, EDITION).value for each in regions]


def test_M01_twenty_thousand_regions_score_like_one() -> None:
    one = Sums(4_321, 12_345, 13, 5)
    alone = score([one], EDITION.values, EDITION.bands)[0]
    many = score([one] * 20_000, EDITION.values, EDITION.bands)
    assert set(many) == {alone}


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
