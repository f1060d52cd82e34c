"""What of a carried answer must be renewed: changed questions, proof too old, figures."""

from dataclasses import replace
from decimal import Decimal

from prakarsa.rules.evidence import Claim, EvidenceFile
from prakarsa.rules.index.edition import require_edition
from prakarsa.rules.index.renewal import Renewal, find_renewals

EDITION = require_edition(2026)
PLAIN, DATED, COUNTED = (EDITION.indicators[code] for code in ("16", "17", "33"))


def test_an_answer_to_the_same_question_is_only_confirmed() -> None:
    claim = Claim(2, (EvidenceFile("pdf", 2020),))
    assert find_renewals(claim, PLAIN, before=PLAIN, year=2027) == ()


def test_a_changed_question_is_answered_again() -> None:
    claim = Claim(2, (EvidenceFile("pdf"),))
    for before in (None, replace(PLAIN, evidence="lain"), replace(PLAIN, levels=("a", "b", "c"))):
        assert find_renewals(claim, PLAIN, before=before, year=2027) == (Renewal.CHANGED,)


def test_another_weight_or_source_changes_no_question() -> None:
    before = replace(PLAIN, weight_hundredths=1, source="lain", confirmed=False)
    claim = Claim(2, (EvidenceFile("pdf"),))
    assert find_renewals(claim, PLAIN, before=before, year=2027) == ()


def test_a_proof_older_than_the_edition_allows_is_renewed() -> None:
    for year, renewals in ((2024, (Renewal.OLD_PROOF,)), (2025, ()), (2027, ())):
        claim = Claim(2, (EvidenceFile("pdf", year),))
        assert find_renewals(claim, DATED, before=DATED, year=2027) == renewals


def test_a_figure_is_taken_anew() -> None:
    claim = Claim(1, (EvidenceFile("pdf"),), Decimal(5), basis=COUNTED.bases[0].code)
    assert find_renewals(claim, COUNTED, before=COUNTED, year=2027) == (Renewal.NEW_FIGURE,)
