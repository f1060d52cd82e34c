"""A number meets the bounds as printed: rounded first, the better level on a tie or gap."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prakarsa.rules.index.edition import require_edition
from prakarsa.rules.index.indicator import Bound, NumericRule
from prakarsa.rules.index.numeric import NumericLevel, numeric_level, numeric_rule
from prakarsa.rules.progress import Better

EDITION = require_edition(2026)


def level_of(code: str, value: str, basis: str = "") -> NumericLevel:
    rule = numeric_rule(EDITION.indicators[code], basis=basis)
    assert rule is not None
    return numeric_level(Decimal(value), rule)


@pytest.mark.parametrize(
    ("code", "value", "level", "has_note"),
    [
        # 3: level 1 up to -50,32 and level 2 from -50,33 overlap
        ("3", "-50.34", 1, False),
        ("3", "-50.33", 2, True),
        ("3", "-50.32", 2, True),
        ("3", "-50.31", 2, False),
        ("3", "8.16", 2, False),
        ("3", "8.164", 2, False),
        ("3", "8.165", 3, False),
        ("3", "8.17", 3, False),
        # 4: 5,23 stands in levels 2 and 3
        ("4", "2.04", 1, False),
        ("4", "2.05", 2, False),
        ("4", "5.22", 2, False),
        ("4", "5.225", 3, True),
        ("4", "5.23", 3, True),
        ("4", "5.24", 3, False),
        # 5a
        ("5a", "0", 1, False),
        ("5a", "0.005", 2, False),
        ("5a", "0.35", 2, False),
        ("5a", "0.36", 3, True),
        ("5a", "0.37", 3, False),
        # 5b: lower is better
        ("5b", "5.93", 1, False),
        ("5b", "5.92", 2, True),
        ("5b", "5.91", 2, True),
        ("5b", "5.90", 2, False),
        ("5b", "2.36", 2, False),
        ("5b", "2.35", 3, True),
        ("5b", "2.34", 3, True),
        ("5b", "2.33", 3, False),
        # 6
        ("6", "-47.44", 1, False),
        ("6", "-47.43", 2, True),
        ("6", "-47.42", 2, True),
        ("6", "94.75", 2, False),
        ("6", "94.76", 3, False),
        # 7
        ("7", "-5.16", 1, False),
        ("7", "-5.15", 2, True),
        ("7", "-5.14", 2, True),
        ("7", "33.84", 2, False),
        ("7", "33.85", 3, False),
        # 10a
        ("10a", "0.07", 1, False),
        ("10a", "0.08", 2, False),
        ("10a", "1.15", 2, False),
        ("10a", "1.16", 3, False),
        # 10b: lower is better
        ("10b", "13.12", 1, False),
        ("10b", "13.11", 2, True),
        ("10b", "13.10", 2, True),
        ("10b", "4.83", 2, False),
        ("10b", "4.82", 3, True),
        ("10b", "4.81", 3, True),
        ("10b", "4.80", 3, False),
        # 11a
        ("11a", "0.55", 1, False),
        ("11a", "0.56", 2, False),
        ("11a", "0.89", 2, False),
        ("11a", "0.90", 3, True),
        # 11b
        ("11b", "69.99", 1, False),
        ("11b", "69.995", 2, False),
        ("11b", "70", 2, False),
        ("11b", "79.99", 2, False),
        ("11b", "80", 3, False),
    ],
)
def test_bounds_of_regional_rows(code: str, value: str, level: int, has_note: bool) -> None:
    found = level_of(code, value)
    assert (found.level, found.note is not None) == (level, has_note)


@pytest.mark.parametrize(
    ("basis", "value", "level"),
    [
        ("a", "0", 0),
        ("a", "1", 1),
        ("a", "200", 1),
        ("a", "201", 2),
        ("a", "500", 2),
        ("a", "501", 3),
        ("b", "4.99", 0),
        ("b", "5", 1),
        ("b", "20.00", 1),
        ("b", "20.01", 2),
        ("b", "50.00", 2),
        ("b", "50.01", 3),
        ("c", "0", 0),
        ("c", "10", 1),
        ("c", "20", 2),
        ("c", "30", 3),
        ("c", "30.01", 3),
        ("d", "9.99", 1),
        ("d", "10", 2),
        ("d", "20", 3),
        ("e", "100", 1),
        ("e", "101", 2),
        ("e", "201", 3),
        ("f", "1", 1),
        ("f", "2", 2),
        ("f", "7", 3),
    ],
)
def test_bounds_of_the_bases_of_indicator_33(basis: str, value: str, level: int) -> None:
    assert level_of("33", value, basis).level == level


def test_notes_say_what_happened() -> None:
    assert str(level_of("4", "5.23").note) == (
        "5,23 masuk tingkat 2 dan tingkat 3 menurut batas yang tercetak; dipakai yang lebih baik."
    )
    assert "melewati batas teratas" in str(level_of("33", "31", "c").note)
    assert "di bawah batas terendah" in str(level_of("33", "4", "b").note)


@pytest.mark.parametrize("better", list(Better))
def test_a_gap_goes_to_the_better_neighbour(better: Better) -> None:
    ranges = (Bound(None, 100), Bound(200, 300), Bound(400, None))
    bounds = ranges if better is Better.HIGHER else tuple(reversed(ranges))
    rule = NumericRule("%", better, bounds)
    between = {level: numeric_level(Decimal(level) + Decimal("0.5"), rule) for level in (1, 3)}
    assert {key: found.level for key, found in between.items()} == (
        {1: 2, 3: 3} if better is Better.HIGHER else {1: 3, 3: 2}
    )
    assert all(found.note is not None for found in between.values())


@given(
    st.sampled_from([row.numeric for row in EDITION.spd if row.numeric]),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-200, max_value=200),
)
def test_better_numbers_never_earn_less(rule: NumericRule, value: Decimal) -> None:
    step = Decimal("0.01") if rule.better is Better.HIGHER else Decimal("-0.01")
    assert 1 <= numeric_level(value, rule).level <= numeric_level(value + step, rule).level <= 3
    assert abs(Fraction(numeric_level(value, rule).value_hundredths, 100) - Fraction(value)) <= (
        Fraction(1, 200)
    )
