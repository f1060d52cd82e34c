"""Half goes away from zero, exactly."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prakarsa.rules.rounding import (
    divide_half_up,
    exact_hundredths,
    hundredths,
    two_decimals,
)


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=5, min_value=-9999, max_value=9999)
)
def test_hundredths_equal_decimal_half_up(value: Decimal) -> None:
    rounded = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert hundredths(value) == rounded * 100
    assert Decimal(two_decimals(hundredths(value))) == rounded


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(1, 2, 1), (-1, 2, -1), (3, 2, 2), (1, 3, 0), (2, 3, 1), (1, -2, -1), (0, 5, 0)],
)
def test_division(numerator: int, denominator: int, rounded: int) -> None:
    assert divide_half_up(numerator, denominator) == rounded


def test_thirds_and_small_negatives_are_written_plainly() -> None:
    assert two_decimals(hundredths(Fraction(160, 3))) == "53.33"
    assert two_decimals(-5) == "-0.05"
    assert two_decimals(0) == "0.00"


def test_more_than_two_decimals_are_no_exact_hundredths() -> None:
    assert exact_hundredths(Decimal("0.75")) == 75
    with pytest.raises(ValueError, match=r"0\.755"):
        exact_hundredths(Decimal("0.755"))
