"""The formula equals an independent computation with fractions, for anything it is given."""

import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prakarsa.rules.index.edition import require_edition
from prakarsa.rules.index.formula import Sums, predicate_of, score
from prakarsa.rules.index.region import score_region
from prakarsa.rules.rounding import two_decimals
from tests.rules.index.independent import outcome

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "index").glob("*.toml"))
EDITION = require_edition(2026)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_worked_example(path: Path) -> None:
    case = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    edition, given_, expected = require_edition(case["edition"]), case["given"], case["expected"]
    sums = Sums(
        spd_hundredths=int(given_["spd"] * 100),
        sid_sum_hundredths=int(given_["sid_each"] * 100) * given_["innovations"],
        innovations=given_["innovations"],
        basic_affairs=given_["basic_affairs"],
    )
    result = score([sums], edition.values, edition.bands)[0]
    assert two_decimals(result.index_hundredths) == expected["index"]
    assert result.predicate == expected["predicate"]


@given(
    st.lists(
        st.builds(
            Sums,
            spd_hundredths=st.integers(0, 6300),
            sid_sum_hundredths=st.integers(0, 40_000 * 11_100),
            innovations=st.integers(0, 40_000),
            basic_affairs=st.integers(0, 6),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_equals_the_independent_computation(regions: list[Sums]) -> None:
    results = score(regions, EDITION.values, EDITION.bands)
    for sums, result in zip(regions, results, strict=True):
        expected = outcome(
            Fraction(sums.spd_hundredths, 100),
            Fraction(sums.sid_sum_hundredths, 100),
            sums.innovations,
            sums.basic_affairs,
        )
        worked = score_region(sums, EDITION)
        assert worked.value == result
        assert {
            "innovations": str(sums.innovations),
            "affairs": str(sums.basic_affairs),
            **{
                name: worked.step(name).text
                for name in ("spd", "sid_mean", "count_score", "total", "index", "predicate")
            },
        } == expected
        assert two_decimals(result.index_hundredths) == expected["index"]


def test_working_of_the_region_in_the_design() -> None:
    worked = score_region(Sums(4275, 593_600, 97, 5), EDITION)
    assert [(step.name, step.text) for step in worked.steps] == [
        ("spd", "42.75"),
        ("sid_sum", "5936.00"),
        ("divisor", "97"),
        ("sid_mean", "61.20"),
        ("count_score", "36.86"),
        ("total", "140.81"),
        ("index", "56.32"),
        ("predicate", "Inovatif"),
    ]
    assert all(step.article and step.confirmed for step in worked.steps)
    assert [str(step.formula) for step in worked.steps[2:6]] == [
        "terbesar dari 12 dan 97",
        "5936 ÷ 97",
        "97 × 0,38, karena urusan dasar 5 ≥ 5",
        "42,75 + 61,20 + 36,86",
    ]
    assert worked.notes == ()


def test_notes_say_why_points_are_lost() -> None:
    few = score_region(Sums(0, 80_000, 8, 4), EDITION)
    assert [str(note) for note in few.notes] == [
        "Nilai jumlah inovasi 0 karena baru 4 urusan pelayanan dasar tercakup; paling sedikit 5.",
        "Jumlah nilai dibagi 12, bukan 8, karena inovasi yang dihitung belum 12.",
    ]
    many = score_region(Sums(0, 0, 201, 6), EDITION)
    assert "ke-200" in str(many.notes[0])


def test_predicate_is_that_of_the_rounded_index() -> None:
    assert predicate_of(6501, EDITION.bands).name == "Sangat Inovatif"
    assert predicate_of(6500, EDITION.bands).name == "Inovatif"
    assert predicate_of(0, EDITION.bands).name == "Tidak Dapat Dinilai"
    with pytest.raises(ValueError, match="-1"):
        predicate_of(-1, EDITION.bands)
