"""A supposition moves the index and leaves the answers as they were."""

import pytest

from prakarsa.rules.index.edition import require_edition
from prakarsa.rules.index.region import score_region
from prakarsa.rules.index.standing import (
    InnovationAnswers,
    RegionAnswers,
    points_of,
    standing_of,
)
from prakarsa.rules.index.what_if import (
    WhatIf,
    announced_values,
    announced_years,
    score_what_if,
    suppose,
)

EDITION = require_edition(2026)
FULL = {row.code: 3 for row in EDITION.sid}
REGION = RegionAnswers(
    levels={"1": 3, "12": 1},
    innovations=tuple(
        InnovationAnswers(f"i{place}", affair, FULL)
        for place, affair in enumerate((*EDITION.basic_affairs[:5], "", "Kebudayaan"))
    ),
)


def test_standing_adds_up_answers() -> None:
    standing = standing_of(REGION, EDITION)
    assert standing.spd_hundredths == 300 + 200
    assert standing.sid_sum_hundredths == 7 * 11_100
    assert standing.innovations == 7
    assert standing.covered == EDITION.basic_affairs[:5]
    assert points_of({"16": 2, "5a": 3}, EDITION) == 600 + 225


def test_nothing_supposed_is_the_index_itself() -> None:
    plain = score_region(standing_of(REGION, EDITION).sums, EDITION)
    assert score_what_if(REGION, WhatIf(), EDITION) == plain


def test_an_innovation_left_out_takes_its_affair_along() -> None:
    worked = score_what_if(REGION, WhatIf(left_out=frozenset({"i0"})), EDITION)
    assert worked.step("divisor").value == 12
    assert worked.value.count_hundredths == 0
    assert len(REGION.innovations) == 7


def test_levels_and_new_innovations() -> None:
    supposed = suppose(
        REGION,
        WhatIf(
            levels={("", "12"): 3, ("i1", "16"): 0, ("new", "35"): 3},
            added=(InnovationAnswers("new", EDITION.basic_affairs[5], {}),),
        ),
    )
    standing = standing_of(supposed, EDITION)
    assert standing.spd_hundredths == 300 + 600
    assert standing.sid_sum_hundredths == 7 * 11_100 - 900 + 1200
    assert len(standing.covered) == 6


def test_announced_years_change_divisor_and_affairs_only() -> None:
    assert announced_years() == (2027, 2028, 2029)
    worked = score_what_if(REGION, WhatIf(formula_year=2027), EDITION)
    assert worked.step("divisor").value == 14
    assert worked.value.count_hundredths == 0
    assert not worked.step("divisor").confirmed
    assert "belum dikonfirmasi" in str(worked.notes[0])
    values = announced_values(2029, EDITION)
    assert (values.divisor_minimum, values.affairs_minimum) == (18, 6)
    assert values.count_weight_hundredths == EDITION.values.count_weight_hundredths


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_other_years_are_no_what_if(year: int) -> None:
    with pytest.raises(ValueError, match=str(year)):
        announced_values(year, EDITION)
