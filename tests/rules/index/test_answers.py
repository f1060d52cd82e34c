"""Tables of answers give what the independent computation gives, whatever order they come in."""

from random import Random

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from prakarsa.rules.index.answers import ANSWER_COLUMNS, encode_answers, sum_answers
from prakarsa.rules.index.edition import require_edition
from prakarsa.rules.index.formula import with_index
from prakarsa.rules.index.problems import find_problems, is_faultless
from prakarsa.rules.rounding import two_decimals
from tests.rules.index.independent import Row, table

EDITION = require_edition(2026)
SPELLINGS = {
    "Kesehatan": ("Kesehatan", " KESEHATAN "),
    "Pekerjaan Umum dan Penataan Ruang": ("PUPR", "pekerjaan umum dan penataan ruang"),
    "Pendidikan": ("Pendidikan",),
    "Sosial": ("so sial",),
    "Perumahan Rakyat dan Kawasan Permukiman": ("Perkim",),
    "Kebudayaan": ("kebudayaan",),
    "": ("", " "),
}
LEVELS = st.integers(0, 3)


def frame(rows: list[tuple[str | None, ...]]) -> pl.DataFrame:
    """Return a table of answers as it comes out of a file."""
    schema = dict.fromkeys(ANSWER_COLUMNS, pl.String)
    return pl.DataFrame(rows, schema=schema, orient="row").with_row_index("row", 2)


@st.composite
def regions(draw: st.DrawFn) -> list[Row]:
    """Make right answers of up to three regions, some of them twice."""
    rows: list[Row] = []
    for region in draw(st.sets(st.sampled_from(["Kota A", "Kab. Ä", "Kota, B"]), min_size=1)):
        levels = draw(st.dictionaries(st.sampled_from([row.code for row in EDITION.spd]), LEVELS))
        rows += [(region, "", "", code, level) for code, level in levels.items()]
        for number in range(draw(st.integers(0, 15))):
            affair = draw(st.sampled_from(sorted(SPELLINGS)))
            codes = st.sampled_from([row.code for row in EDITION.sid])
            answers = draw(st.dictionaries(codes, LEVELS, min_size=1, max_size=5))
            rows += [
                (region, f"Inovasi {number}", affair, code, level)
                for code, level in answers.items()
            ]
    repeated = draw(st.lists(st.sampled_from(rows), max_size=3)) if rows else []
    return draw(st.permutations([*rows, *repeated]))


@settings(max_examples=60)
@given(regions(), st.randoms(use_true_random=False))
def test_equal_the_independent_computation(rows: list[Row], random: Random) -> None:
    written = [
        (f" {region}", f"{innovation} ", random.choice(SPELLINGS[affair]), code, str(level))
        for region, innovation, affair, code, level in rows
    ]
    encoded = encode_answers(frame(written), EDITION)
    assert is_faultless(encoded, EDITION)
    assert find_problems(encoded, EDITION) == []
    scored = with_index(sum_answers(encoded, EDITION), EDITION.values, EDITION.bands).collect()
    assert [
        {
            "region": row["region"],
            "innovations": str(row["innovations"]),
            "affairs": str(row["basic_affairs"]),
            "spd": two_decimals(row["spd_hundredths"]),
            "sid_mean": two_decimals(row["sid_mean_hundredths"]),
            "count_score": two_decimals(row["count_hundredths"]),
            "total": two_decimals(row["total_hundredths"]),
            "index": two_decimals(row["index_hundredths"]),
            "predicate": row["predicate"],
        }
        for row in scored.iter_rows(named=True)
    ] == table(rows)


def problems(*rows: tuple[str, ...]) -> list[tuple[int, str]]:
    encoded = encode_answers(frame(list(rows)), EDITION)
    assert not is_faultless(encoded, EDITION)
    return [(problem.row, str(problem)) for problem in find_problems(encoded, EDITION)]


def test_a_repeated_answer_counts_once_and_may_carry_the_affair() -> None:
    rows = [("A", "x", "", "16", "3"), ("A", "x", "Sosial", "16", "3"), ("A", "", "", "1", "1")]
    sums = sum_answers(encode_answers(frame([*rows, *rows]), EDITION), EDITION).collect()
    assert sums.row(0) == ("A", 100, 900, 1, 1)


def test_level_zero_makes_an_innovation_exist() -> None:
    sums = sum_answers(encode_answers(frame([("A", "x", "PUPR", "16", "0")]), EDITION), EDITION)
    assert sums.collect().row(0) == ("A", 0, 0, 1, 1)


def test_every_further_affair_and_level_is_one_problem() -> None:
    found = problems(
        ("A", "x", "Kesehatan", "16", "3"),
        ("A", "x", "Sosial", "17", "1"),
        ("A", "x", "sosial", "18", "1"),
        ("A", "x", "PUPR", "17", "2"),
        ("A", "x", "", "17", "2"),
        ("A", "x", "kesehatan", "17", "3"),
        ("B", "x", "Sosial", "17", "2"),
    )
    assert [row for row, _text in found] == [3, 5, 5, 7]
    assert "'Sosial', padahal di baris 2 'Kesehatan'" in found[0][1]
    assert "bertingkat 2, padahal di baris 3 bertingkat 1" in found[2][1]


def test_names_are_compared_after_trimming_only() -> None:
    rows = [("A", "x ", "", "16", "3"), ("A", " x", "", "17", "3"), ("A", "X", "", "16", "1")]
    sums = sum_answers(encode_answers(frame(rows), EDITION), EDITION).collect()
    assert sums["innovations"].to_list() == [2]
