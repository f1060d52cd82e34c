"""Numbers that people type into forms: kept exact, or refused in words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from prakarsa.foundation.forms import NumberField


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1.234,5600", "1234.56"), ("-0,0001", "-0.0001"), ("0", "0"),
        ("99999999999999,9999", "99999999999999.9999"),
    ],
)  # fmt: skip
def test_a_number_is_kept_as_it_was_typed(typed: str, number: str) -> None:
    assert NumberField().clean(typed) == Decimal(number)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1" + "0" * 30, "terlalu besar"), ("-" + "9" * 39, "terlalu besar"),
        ("100000000000000", "terlalu besar"), ("0,00001", "di belakang koma"),
        ("99999999999999," + "9" * 25, "di belakang koma"),
        ("1e30", "tidak terbaca"), ("NaN", "tidak terbaca"), ("٣", "tidak terbaca"),
    ],
)  # fmt: skip
def test_X09_a_number_that_no_column_holds_is_refused_in_words(typed: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        NumberField().clean(typed)
