"""The answers of a region as plain data, for supposing what is not."""

from __future__ import annotations

from collections import defaultdict

from prakarsa.assessments.queries.assessment import Assessment
from prakarsa.evidence.models import Answer
from prakarsa.rules.index.standing import InnovationAnswers, RegionAnswers


def answers_for(assessment: Assessment, *, basis: str) -> RegionAnswers:
    """Return the levels that the `claimed` or the `verified` index counts: one read."""
    field = f"{basis}_level"
    rows = Answer.objects.filter(
        region=assessment.region, edition_year=assessment.edition.year, submission__isnull=False
    ).exclude(**{field: None})
    levels: dict[str, dict[str, int]] = defaultdict(dict)
    for key, indicator, level in rows.values_list(
        "submission__innovation__key", "indicator", field
    ):
        levels[key][indicator] = level
    return RegionAnswers(
        levels={
            row.indicator.code: getattr(row.answer, field) or 0
            for row in assessment.rows
            if row.answer is not None
        },
        innovations=tuple(
            InnovationAnswers(each.key, each.affair, levels[each.key])
            for each in assessment.innovations
            if (each.is_verified if basis == "verified" else each.is_claimed)
        ),
    )


def waiting_answers(assessment: Assessment, keys: frozenset[str]) -> tuple[InnovationAnswers, ...]:
    """Return submitted innovations with what their evidence supports, to suppose them verified."""
    chosen = {
        each.key: each
        for each in assessment.innovations
        if each.key in keys and each.is_claimed and not each.is_verified
    }
    rows = Answer.objects.filter(
        submission__edition_year=assessment.edition.year,
        submission__innovation__key__in=list(chosen),
        supported_level__isnull=False,
    )
    levels: dict[str, dict[str, int]] = defaultdict(dict)
    for key, code, level in rows.values_list(
        "submission__innovation__key", "indicator", "supported_level"
    ):
        levels[key][code] = level or 0
    return tuple(InnovationAnswers(key, chosen[key].affair, levels[key]) for key in chosen)
