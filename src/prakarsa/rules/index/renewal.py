"""What of an answer must be renewed when it is carried over into a later edition."""

from enum import StrEnum

from prakarsa.rules.evidence import Claim, SupportCode, supported_level
from prakarsa.rules.index.indicator import Indicator
from prakarsa.rules.index.numeric import numeric_rule


class Renewal(StrEnum):
    """Why an answer that was carried over cannot simply stand."""

    CHANGED = "changed"
    OLD_PROOF = "old_proof"
    NEW_FIGURE = "new_figure"


def find_renewals(
    claim: Claim, indicator: Indicator, *, before: Indicator | None, year: int
) -> tuple[Renewal, ...]:
    """Return why a carried answer must be renewed for the edition of `year`; none: confirm it.

    `before` is the indicator of the edition it comes from, None when that edition had none.
    """
    found = []
    if before is None or what_is_asked(before) != what_is_asked(indicator):
        found.append(Renewal.CHANGED)
    support = supported_level(claim, indicator, year=year)
    if any(remark.code is SupportCode.WRONG_YEAR for remark in support.reasons):
        found.append(Renewal.OLD_PROOF)
    if numeric_rule(indicator, basis=claim.basis) is not None:
        found.append(Renewal.NEW_FIGURE)
    return tuple(found)


def what_is_asked(indicator: Indicator) -> tuple[object, ...]:
    """Return what an answer to an indicator depends on: its weight and its sources are not."""
    return (
        indicator.name,
        indicator.levels,
        indicator.evidence,
        indicator.file_types,
        indicator.numeric,
        indicator.scales,
        indicator.bases,
        indicator.years,
    )
