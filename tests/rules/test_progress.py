"""Improvement is exact and safe for falling targets."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prakarsa.rules.progress import Better, change, improvement, progress
from prakarsa.rules.working import Refusal, Worked

NUMBERS = st.decimals(
    allow_nan=False, allow_infinity=False, places=4, min_value=-999, max_value=999
)


@pytest.mark.parametrize(
    ("baseline", "result", "better", "percent"),
    [
        ("40", "50", Better.HIGHER, "25.00"),
        ("40", "50", Better.LOWER, "-25.00"),
        ("14", "3", Better.LOWER, "78.57"),
        ("-50", "-25", Better.HIGHER, "50.00"),
        ("-50", "-75", Better.LOWER, "50.00"),
        ("3", "3", Better.HIGHER, "0.00"),
    ],
)
def test_improvement(baseline: str, result: str, better: Better, percent: str) -> None:
    worked = improvement(baseline=Decimal(baseline), result=Decimal(result), better=better)
    assert isinstance(worked, Worked)
    assert worked.step("improvement").text == percent


@given(NUMBERS, NUMBERS)
def test_directions_mirror_each_other(baseline: Decimal, result: Decimal) -> None:
    higher = change(baseline=baseline, result=result, better=Better.HIGHER)
    lower = change(baseline=baseline, result=result, better=Better.LOWER)
    assert higher.value == -lower.value == Fraction(result) - Fraction(baseline)


def test_percent_of_nothing_is_refused() -> None:
    refusal = improvement(baseline=0, result=5, better=Better.HIGHER)
    assert isinstance(refusal, Refusal)
    assert "titik nol" in str(refusal.reason)


@pytest.mark.parametrize(
    ("baseline", "target", "result", "percent"),
    [(10, 20, 15, 50), (20, 10, 15, 50), (20, 10, 25, -50), (0, 10, 12, 120), (-5, 5, 0, 50)],
)
def test_progress_towards_rising_and_falling_targets(
    baseline: int, target: int, result: int, percent: int
) -> None:
    worked = progress(baseline=baseline, target=target, result=result)
    assert isinstance(worked, Worked)
    assert worked.value == percent


def test_progress_without_a_distance_is_refused() -> None:
    assert isinstance(progress(baseline=7, target=7, result=9), Refusal)
