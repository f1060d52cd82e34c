"""F08: numbers and days as offices write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from prakarsa.foundation.reading import Unreadable, read_day, read_number, read_whole, read_year


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("1234", "1234"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("1234,567", "1234.567"),
        ("-7,979797", "-7.979797"),
        ("\u22127.98", "-7.98"),
        (" 1\u00a0234 ", "1234"),
    ],
)
def test_F08_a_number_with_one_reading_is_read(text: str, number: str) -> None:
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["1.234", "1,234", "-999.999"])
def test_F08_a_number_with_two_readings_is_refused(text: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_number(text)
    assert refusal.value.is_ambiguous


@pytest.mark.parametrize(
    "text", ["", "-", "1.2.3", "1,2,3", "1.23,45,6", "12.34.567", "abc", "1e5", "١٢", "0x1", "NaN"]
)
def test_F08_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_number(text)
    assert not refusal.value.is_ambiguous


def test_F08_a_form_says_which_sign_begins_the_decimals() -> None:
    assert read_number("1.234", decimal_mark=",") == 1234
    assert read_number("1.234", decimal_mark=".") == Decimal("1.234")


@pytest.mark.parametrize(
    ("text", "whole"),
    [("Rp 12.500.000", 12_500_000), ("Rp12.500.000,-", 12_500_000), ("1.500", 1500), ("0", 0)],
)
def test_F08_rupiah_is_read_whole(text: str, whole: int) -> None:
    assert read_whole(text) == whole


def test_F08_a_broken_rupiah_is_refused() -> None:
    with pytest.raises(Unreadable):
        read_whole("12,5")


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-05", "2024-02-05 00:00:00", "05/02/2024", "5-2-2024", "5.2.2024",
        "5 Februari 2024", "5 Feb 2024", "05 FEBRUARY 2024", "45327", "45327.0",
    ],
)  # fmt: skip
def test_F08_a_day_is_read_day_before_month(text: str) -> None:
    assert read_day(text) == date(2024, 2, 5)


@pytest.mark.parametrize(
    "text",
    [
        "", "02/25/2024", "31/02/2024", "2024-13-01", "5 Smarch 2024", "12345", "2024",
        "2024-02-05 07:30:00", "5/2/24", "0001-01-01", "1899-12-31", "31/12/9999",
    ],
)  # fmt: skip
def test_F08_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_day(text)


def test_F08_a_year_of_two_digits_is_ambiguous() -> None:
    with pytest.raises(Unreadable) as refusal:
        read_day("5/2/24")
    assert refusal.value.is_ambiguous


@pytest.mark.parametrize("text", ["24", "1899", "2024.5", "tahun", "20244"])
def test_a_year_has_four_digits(text: str) -> None:
    assert read_year("2024") == read_year(" 2024.0 ") == 2024
    with pytest.raises(Unreadable):
        read_year(text)
