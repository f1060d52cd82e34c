"""What evidence supports is our own check: type, year, number; repeated files are pointed out."""

from decimal import Decimal

import pytest

from prakarsa.rules.evidence import (
    Claim,
    EvidenceFile,
    Support,
    SupportCode,
    accepts_link,
    supported_level,
    years_needed,
)
from prakarsa.rules.index.edition import require_edition

EDITION = require_edition(2026)
PDF = EvidenceFile("pdf", 2025)


def support(code: str, claim: Claim) -> Support:
    return supported_level(claim, EDITION.indicators[code], year=2026)


def reasons(found: Support) -> list[SupportCode]:
    return [reason.code for reason in found.reasons]


def test_a_claim_with_a_fitting_file_is_supported() -> None:
    assert support("16", Claim(3, (PDF,))) == Support(3, (), ())
    assert support("16", Claim(0)) == Support(0, (), ())
    assert support("35", Claim(2, (EvidenceFile("tautan"),))).level == 2


def test_no_file_supports_nothing() -> None:
    found = support("16", Claim(2))
    assert (found.level, reasons(found)) == (0, [SupportCode.NO_EVIDENCE])


def test_a_wrong_type_does_not_count() -> None:
    wrong = support("16", Claim(2, (EvidenceFile("png"),)))
    assert (wrong.level, reasons(wrong)) == (0, [SupportCode.WRONG_TYPE])
    beside = support("16", Claim(2, (EvidenceFile("png"), PDF)))
    assert (beside.level, reasons(beside)) == (2, [])
    assert [remark.code for remark in beside.remarks] == [SupportCode.WRONG_TYPE]


@pytest.mark.parametrize(
    ("years", "level"),
    [
        ((2026, 2025, 2024), 3),
        ((2026, 2025), 2),
        ((2025, 2024), 2),
        ((2026, 2024), 1),
        ((2024,), 1),
        ((2023,), 0),
        ((None,), 0),
    ],
)
def test_budget_years(years: tuple[int | None, ...], level: int) -> None:
    found = support("18", Claim(3, tuple(EvidenceFile("pdf", year) for year in years)))
    assert found.level == level
    assert reasons(found) == ([] if level == 3 else [SupportCode.WRONG_YEAR])


def test_years_are_told_in_words() -> None:
    found = support("21", Claim(2, (EvidenceFile("pdf", 2026),)))
    assert str(found.reasons[0].message) == (
        "Bukti tahun 2026 baru mendukung tingkat 0; perlu 2024+2025."
    )
    unnamed = support("18", Claim(3, (EvidenceFile("pdf"),))).reasons[0]
    assert str(unnamed.message) == "Sebutkan tahun berkas; perlu 2024+2025+2026."
    assert years_needed(EDITION.indicators["21"], 1, year=2026) == ((2025,), (2024,))
    assert years_needed(EDITION.indicators["16"], 3, year=2026) == ()
    assert years_needed(EDITION.indicators["21"], 0, year=2026) == ()


def test_a_link_is_accepted_where_the_rule_names_one() -> None:
    taken = {code for code, row in EDITION.indicators.items() if accepts_link(row)}
    numeric = {code for code, row in EDITION.indicators.items() if row.numeric is not None}
    assert taken == {"35"} | numeric


def test_number_of_a_basis_limits_the_claim() -> None:
    found = support("33", Claim(3, (PDF,), number=Decimal(300), basis="a"))
    assert (found.level, reasons(found)) == (2, [SupportCode.LOW_NUMBER])
    assert reasons(support("33", Claim(3, (PDF,)))) == [SupportCode.NO_BASIS]
    assert reasons(support("33", Claim(3, (PDF,), basis="a"))) == [SupportCode.NO_NUMBER]
    assert support("33", Claim(3, (PDF,), number=Decimal(501), basis="a")).level == 3


def test_numeric_rows_of_the_region_need_no_file() -> None:
    found = support("4", Claim(3, number=Decimal("5.23")))
    assert found.level == 3
    assert [remark.code for remark in found.remarks] == [SupportCode.BOUNDS]
    assert reasons(support("4", Claim(3))) == [SupportCode.NO_NUMBER]


def test_a_repeated_file_is_pointed_out_not_refused() -> None:
    found = support("16", Claim(3, (EvidenceFile("pdf", 2025, ("SAPA, indikator 17",)),)))
    assert found.level == 3
    assert "SAPA, indikator 17" in str(found.remarks[0].message)
