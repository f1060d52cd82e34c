"""Numbers, money, dates and sizes as the guide writes them (section 7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from prakarsa.foundation import writing
from prakarsa.rules.messages import message

AT = datetime(2026, 7, 13, 23, 0, tzinfo=UTC)  # 14 July, 06.00 WIB


@pytest.fixture(autouse=True)
def indonesian() -> Iterator[None]:
    with translation.override("id"), timezone.override(ZoneInfo("Asia/Jakarta")):
        yield


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Decimal("1234.56"), 2, "1.234,56"),
        (Decimal("56.325"), 2, "56,33"),
        (Decimal("-0.005"), 2, "−0,01"),
        (Fraction(1, 3), 2, "0,33"),
        (0, 2, "0,00"),
        (1_234_567, 0, "1.234.567"),
        (None, 2, "belum diketahui"),
    ],
)
def test_decimals(value: writing.Exact | None, places: int, text: str) -> None:
    assert writing.decimals(value, places) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234, "1.234"),
        (-5, "−5"),
        (Decimal("12.5"), "12,5"),
        (Decimal("-12.125"), "−12,125"),
        (Fraction(5, 3), "1,67"),
        (Decimal("3.00"), "3"),
        (None, "belum diketahui"),
    ],
)
def test_number(value: writing.Exact | None, text: str) -> None:
    assert writing.number(value) == text


def test_points_and_gains_come_from_hundredths() -> None:
    assert writing.points(123_456) == "1.234,56"
    assert writing.points(None) == "belum diketahui"
    assert (writing.gain(300), writing.gain(0), writing.gain(-50)) == ("+3,00", "+0,00", "−0,50")
    assert writing.gain(None) == "belum diketahui"


def test_percent_is_a_share() -> None:
    assert writing.percent(Fraction(7174, 10_000)) == "71,74%"
    assert writing.percent(Fraction(2, 3), 0) == "67%"
    assert writing.percent(None) == "belum diketahui"


def test_rupiah_has_a_real_minus_and_a_space_that_does_not_break() -> None:
    assert writing.rupiah(1_234_567) == "Rp\u00a01.234.567"
    assert writing.rupiah(-5201) == "−Rp\u00a05.201"
    assert writing.rupiah(None) == "belum diketahui"


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 bita"),
        (1023, "1.023 bita"),
        (1024, "1\u00a0KB"),
        (831_488, "812\u00a0KB"),
        (1_258_291, "1,2\u00a0MB"),
        (64 * 1024**2, "64\u00a0MB"),
        (5 * 1024**3, "5,0\u00a0GB"),
        (None, "belum diketahui"),
    ],
)
def test_file_size(size: int | None, text: str) -> None:
    assert writing.file_size(size) == text


def test_days() -> None:
    day = date(2026, 11, 22)
    assert writing.day(day) == "22 November 2026"
    assert writing.day_short(day) == "22 Nov 2026"
    assert writing.weekday(date(2026, 7, 31)) == "Jumat, 31 Juli 2026"
    assert writing.day(None) == writing.day_short(None) == writing.weekday(None)


def test_a_moment_is_told_in_the_zone_of_the_region() -> None:
    assert writing.moment(AT) == "14 Juli 2026 pukul 06.00 WIB"
    with timezone.override(ZoneInfo("Asia/Jayapura")):
        assert writing.moment(AT) == "14 Juli 2026 pukul 08.00 WIT"
        assert writing.day(AT) == "14 Juli 2026"
    assert writing.moment(None) == "belum diketahui"


@pytest.mark.parametrize(
    ("then", "text"),
    [
        (datetime(2026, 7, 13, 18, 0, tzinfo=UTC), "hari ini pukul 01.00"),
        (datetime(2026, 7, 13, 8, 20, tzinfo=UTC), "kemarin pukul 15.20"),
        (datetime(2026, 7, 9, 8, 20, tzinfo=UTC), "5 hari lalu"),
        (datetime(2026, 7, 7, 8, 20, tzinfo=UTC), "7 hari lalu"),
        (datetime(2026, 7, 6, 8, 20, tzinfo=UTC), "6 Juli 2026"),
        (datetime(2026, 7, 16, 8, 20, tzinfo=UTC), "16 Juli 2026"),
        (None, "belum diketahui"),
    ],
)
def test_ago_counts_calendar_days(then: datetime | None, text: str) -> None:
    assert writing.ago(then, AT) == text


def test_things_are_told_one_after_another() -> None:
    assert writing.enumeration(["a", "b", "c"]) == "a, b, dan c"
    assert writing.enumeration(["a"]) == "a"


def test_a_sentence_of_a_rule_keeps_its_whole_numbers_plain() -> None:
    said = message("Angka {value} masuk tingkat {level}.", value=Decimal("12.5"), level=2)
    assert writing.sentence(said) == "Angka 12,5 masuk tingkat 2."
    assert writing.sentence(None) == ""


def test_english() -> None:
    with translation.override("en"):
        assert writing.decimals(Decimal("1234.56")) == "1,234.56"
        assert writing.day(date(2026, 11, 22)) == "22 November 2026"
        assert writing.clock(AT) == "06:00"
        assert writing.rupiah(1_234_567) == "Rp\u00a01,234,567"


def test_a_length_of_a_drawing_has_a_point_in_every_language() -> None:
    shares = [Fraction(0), Fraction(5, 12), Fraction(1)]
    assert [writing.svg_length(share) for share in shares] == ["0.000%", "41.667%", "100.000%"]


@pytest.mark.parametrize(
    ("typed", "printed_text"),
    [
        ("opini BPK atas LKPD T-1", "opini BPK atas LKPD T-1"),
        ("RKPD dan KPD", "RKPD dan kepala perangkat daerah"),
        ("SK KDH a.n. PD", "SK kepala daerah atas nama perangkat daerah"),
        (">= 3 PD", "≥ 3 perangkat daerah"),
    ],
)
def test_a_guideline_is_spelled_out_word_by_word(typed: str, printed_text: str) -> None:
    assert writing.printed(typed) == printed_text
