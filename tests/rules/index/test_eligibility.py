"""Which innovations the edition counts, at the first and last days and words."""

from dataclasses import replace
from datetime import date

import pytest

from prakarsa.rules.index.edition import require_edition
from prakarsa.rules.index.eligibility import (
    InnovationFacts,
    ReasonCode,
    find_reasons_against,
    is_eligible,
)

EDITION = require_edition(2026)
COUNTED = InnovationFacts(
    implemented_on=date(2025, 3, 1),
    developed_on=None,
    design_words=300,
    levels=dict.fromkeys(("16", "17", "32", "33", "35"), 1),
)


def codes(facts: InnovationFacts) -> list[ReasonCode]:
    return [reason.code for reason in find_reasons_against(facts, EDITION)]


@pytest.mark.parametrize(
    ("implemented", "developed", "is_counted"),
    [
        (date(2023, 12, 31), None, False),
        (date(2024, 1, 1), None, True),
        (date(2025, 12, 31), None, True),
        (date(2026, 1, 1), None, False),
        (date(2019, 5, 1), date(2023, 12, 31), False),
        (date(2019, 5, 1), date(2024, 1, 1), True),
        (date(2019, 5, 1), date(2025, 12, 31), True),
        (date(2019, 5, 1), date(2026, 1, 1), False),
    ],
)
def test_age(implemented: date, developed: date | None, is_counted: bool) -> None:
    facts = replace(COUNTED, implemented_on=implemented, developed_on=developed)
    assert is_eligible(facts, EDITION) == is_counted
    if not is_counted:
        assert codes(facts) == [ReasonCode.OUTSIDE_WINDOW]


def test_unknown_date_has_its_own_reason() -> None:
    assert codes(replace(COUNTED, implemented_on=None)) == [ReasonCode.NO_DATE]
    assert codes(replace(COUNTED, implemented_on=None, developed_on=date(2025, 1, 1))) == []


@pytest.mark.parametrize(("words", "is_counted"), [(299, False), (300, True)])
def test_design(words: int, is_counted: bool) -> None:
    assert is_eligible(replace(COUNTED, design_words=words), EDITION) == is_counted


@pytest.mark.parametrize("code", ["16", "17", "32", "33", "35"])
def test_each_compulsory_indicator_is_needed(code: str) -> None:
    facts = replace(COUNTED, levels={**COUNTED.levels, code: 0})
    reasons = find_reasons_against(facts, EDITION)
    assert [reason.indicators for reason in reasons] == [(code,)]
    assert code in str(reasons[0].message)


@pytest.mark.parametrize(("entries", "is_counted"), [(1, True), (2, False)])
def test_entries(entries: int, is_counted: bool) -> None:
    assert is_eligible(replace(COUNTED, earlier_entries=entries), EDITION) == is_counted


def test_all_reasons_are_told_with_article_and_doubt() -> None:
    reasons = find_reasons_against(InnovationFacts(None, None, 0, {}, 2), EDITION)
    assert len(reasons) == 4
    assert all(reason.article and not reason.confirmed for reason in reasons)
    assert all(str(reason.message) for reason in reasons)
