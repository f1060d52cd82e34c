"""The checklist says what is missing and what each is worth."""

from datetime import date

from prakarsa.rules.evidence import Claim, EvidenceFile, supported_level
from prakarsa.rules.index.checklist import ItemKind, make_checklist, total_now
from prakarsa.rules.index.edition import require_edition
from prakarsa.rules.index.eligibility import InnovationFacts, ReasonCode

EDITION = require_edition(2026)
FULL = {row.code: 3 for row in EDITION.sid}


def facts(levels: dict[str, int], words: int = 300) -> InnovationFacts:
    return InnovationFacts(date(2025, 1, 1), None, words, levels)


def test_a_complete_innovation_has_an_empty_list() -> None:
    assert make_checklist(facts(FULL), {}, EDITION) == ()


def test_missing_answers_and_their_points() -> None:
    items = make_checklist(facts({**FULL, "16": 0, "20": 0}), {}, EDITION)
    assert [
        (item.indicator, item.kind, item.now_hundredths, item.up_to_hundredths, item.is_blocking)
        for item in items
    ] == [
        ("16", ItemKind.UNANSWERED, 300, 900, True),
        ("20", ItemKind.UNANSWERED, 100, 300, False),
    ]
    assert total_now(items) == 400


def test_weak_proof_is_worth_what_it_fails_to_support() -> None:
    claim = Claim(3, (EvidenceFile("pdf", 2026),))
    support = supported_level(claim, EDITION.indicators["18"], year=2026)
    (item,) = make_checklist(facts(FULL), {"18": support}, EDITION)
    assert item.kind == ItemKind.BELOW_CLAIM
    assert (item.now_hundredths, item.up_to_hundredths) == (400, 400)
    assert str(item.message).endswith("klaim tingkat 3, bukti mendukung tingkat 1.")
    assert item.support == support


def test_what_blocks_comes_first_and_is_worth_the_whole_innovation() -> None:
    items = make_checklist(facts({**FULL, "35": 0}, words=12), {}, EDITION)
    assert [item.kind for item in items] == [ItemKind.NOT_ELIGIBLE, ItemKind.UNANSWERED]
    assert items[0].reason is not None
    assert items[0].reason.code == ReasonCode.DESIGN_SHORT
    assert items[0].now_hundredths == 11_100 - 1200
    assert total_now(items) == 400
