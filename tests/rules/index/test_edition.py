"""The editions are the reference table, and say what they do not know."""

import json
from decimal import Decimal

import pytest

from prakarsa.rules.index.edition import (
    Edition,
    known_years,
    open_edition,
    read_known_parts,
    require_edition,
)
from prakarsa.rules.rulebook import RulebookError
from prakarsa.rules.working import Refusal
from tests.rules.index.independent import REFERENCE

ROWS = {
    f"{row['no']}{row.get('sub', '')}": row
    for row in REFERENCE["indicators"]
    if not row.get("computed")
}


@pytest.fixture(name="edition")
def _edition() -> Edition:
    return require_edition(2026)


def test_every_row_of_the_reference_is_in_the_edition(edition: Edition) -> None:
    assert list(edition.indicators) == list(ROWS)


@pytest.mark.parametrize("code", ROWS)
def test_row_equals_the_reference(edition: Edition, code: str) -> None:
    row, indicator = ROWS[code], edition.indicators[code]
    assert indicator.name == row["name"]
    assert indicator.aspect == row["aspect"]
    assert indicator.variable == row["variable"]
    assert indicator.levels == tuple(each["label"] for each in row["parameters"])
    assert [
        Decimal(indicator.points_hundredths(each["level"])) / 100 for each in row["parameters"]
    ] == [each["score"] for each in row["parameters"]]
    assert indicator.evidence == row["evidence"]
    assert indicator.file_types == tuple(row["file_types"])
    assert indicator.mandatory == row["mandatory"]
    assert indicator.confirmed == row["confirmed"]
    assert indicator.unconfirmed_fields == tuple(row.get("unconfirmed_fields", ()))
    assert indicator.source == row["source"]
    assert indicator.note == row.get("note", "")
    assert dict(indicator.other_years) == row.get("other_years", {})
    assert [basis.name for basis in indicator.bases] == [
        basis["name"] for basis in row.get("measure_bases", ())
    ]


def test_sums_of_weights_equal_the_published_maxima(edition: Edition) -> None:
    checks = REFERENCE["sum_checks"]
    assert sum(row.maximum_hundredths for row in edition.spd) == checks["spd_max"] * 100
    assert sum(row.maximum_hundredths for row in edition.sid) == checks["sid_indicator_max"] * 100
    values = edition.values
    assert values.count_cap * values.count_weight_hundredths == checks["count_max"] * 100
    assert sum(edition.maxima_hundredths.values()) == values.maximum_total_hundredths == 25_000
    assert edition.maxima_hundredths == {"spd": 6300, "sid": 11100, "count": 7600}


def test_numeric_rows_are_those_that_ask_for_a_number(edition: Edition) -> None:
    numeric = {row.code for row in edition.spd if row.numeric}
    assert numeric == {row.code for row in edition.spd if "angka" in row.file_types}


def test_compulsory_indicators(edition: Edition) -> None:
    assert [row.code for row in edition.compulsory] == ["16", "17", "32", "33", "35"]


def test_bands_and_basic_affairs_equal_the_reference(edition: Edition) -> None:
    assert [
        [band.name, Decimal(band.low_hundredths) / 100, Decimal(band.high_hundredths) / 100]
        for band in edition.bands
    ] == [[name, low, high] for name, low, high in REFERENCE["predicates"][0]["bands"]]
    assert list(edition.basic_affairs) == REFERENCE["basic_service_affairs"]


def test_every_source_is_told(edition: Edition) -> None:
    assert edition.sources == REFERENCE["sources"]
    assert "400.10.11/1887/BSKDN" in edition.known.source
    assert not edition.eligibility.compulsory_needed.confirmed
    assert not edition.eligibility.window_from.confirmed


@pytest.mark.parametrize("year", [2023, 2024, 2025])
def test_past_editions_refuse_and_say_what_is_missing(year: int) -> None:
    refusal = open_edition(year)
    assert isinstance(refusal, Refusal)
    assert refusal.missing
    assert str(year) in str(refusal.reason)
    assert all(part in str(refusal.reason) for part in refusal.missing)
    with pytest.raises(ValueError, match=str(year)):
        require_edition(year)


@pytest.mark.parametrize(("year", "divisor"), [(2027, 14), (2028, 16), (2029, 18)])
def test_announced_editions_serve_what_if_only(year: int, divisor: int) -> None:
    refusal = open_edition(year)
    assert isinstance(refusal, Refusal)
    assert "pengandaian" in str(refusal.reason)
    formula = read_known_parts(year).formula
    assert formula.divisor_minimum is not None
    assert formula.affairs_minimum is not None
    assert (formula.divisor_minimum.value, formula.affairs_minimum.value) == (divisor, 6)
    assert not formula.divisor_minimum.confirmed


def test_known_parts_of_2023() -> None:
    known = read_known_parts(2023)
    assert known.formula.divisor_minimum is not None
    assert known.formula.divisor_minimum.value == 10
    assert [band.low_hundredths for band in known.bands] == [6001, 3500, 1, 0]


def test_unknown_year_is_an_error() -> None:
    assert known_years() == (2023, 2024, 2025, 2026, 2027, 2028, 2029)
    with pytest.raises(RulebookError, match="2019"):
        read_known_parts(2019)


def test_working_and_refusal_are_plain_data() -> None:
    refusal = open_edition(2025)
    assert isinstance(refusal, Refusal)
    assert json.loads(json.dumps(refusal.as_data()))["missing"]
