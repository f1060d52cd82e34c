"""Shares and segments add up to the whole, exactly, or say by how much they do not."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prakarsa.rules.contract.shares import (
    WHOLE_HUNDREDTHS,
    refuse_segments,
    refuse_shares,
    split,
    split_hundredths,
)


@st.composite
def wholes(draw: st.DrawFn) -> dict[str, int]:
    """Make shares that add up."""
    cuts = draw(st.sets(st.integers(1, WHOLE_HUNDREDTHS - 1), max_size=7))
    edges = [0, *sorted(cuts), WHOLE_HUNDREDTHS]
    return {f"agency {n}": edges[n + 1] - edges[n] for n in range(len(edges) - 1)}


@pytest.mark.parametrize(
    ("shares", "reason"),
    [
        ({"A": 10_000}, None),
        ({"A": 3_334, "B": 3_333, "C": 3_333}, None),
        ({}, "Belum ada bagian yang dibagi."),
        ({"A": 10_000, "B": 0}, "Bagian B harus lebih dari 0%."),
        ({"A": 11_000, "B": -1_000}, "Bagian B harus lebih dari 0%."),
        ({"A": 5_000, "B": 4_950}, "Jumlah bagian 99,50%, seharusnya 100%."),
        ({"A": 5_000, "B": 6_000}, "Jumlah bagian 110%, seharusnya 100%."),
    ],
)
def test_shares(shares: dict[str, int], reason: str | None) -> None:
    refusal = refuse_shares(shares)
    assert (str(refusal.reason) if refusal else None) == reason


def test_segments_add_up_or_name_the_gap() -> None:
    whole = Fraction(1_000)
    assert refuse_segments(whole=whole, segments={"a": Fraction(1), "b": Fraction(999)}) is None
    refusal = refuse_segments(whole=whole, segments={"a": Fraction(1), "b": Fraction(1995, 2)})
    assert refusal is not None
    assert str(refusal.reason) == "Jumlah segmen 998,50, sedangkan titik nol 1000; selisihnya 1,50."


def test_what_makes_no_whole_is_not_divided() -> None:
    with pytest.raises(ValueError, match=r"Jumlah bagian 50%"):
        split(Fraction(1), {"A": 5_000})


@given(st.fractions(min_value=-10_000, max_value=10_000), wholes())
def test_the_parts_add_up_to_the_whole(whole: Fraction, shares: dict[str, int]) -> None:
    parts = split(whole, shares)
    assert sum(parts.values()) == whole
    assert parts.keys() == shares.keys()


@given(st.integers(-(10**9), 10**9), wholes())
def test_rounded_parts_add_up_and_none_is_a_hundredth_away(
    whole: int, shares: dict[str, int]
) -> None:
    parts = split_hundredths(whole, shares)
    exact = split(Fraction(whole), shares)
    assert sum(parts.values()) == whole
    assert all(abs(parts[name] - exact[name]) < 1 for name in shares)


def test_equal_rests_go_by_name() -> None:
    shares = {"C": 2_500, "B": 2_500, "A": 2_500, "D": 2_500}
    assert split_hundredths(2, shares) == {"C": 0, "B": 1, "A": 1, "D": 0}
