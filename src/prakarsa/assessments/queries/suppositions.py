"""The answers of a region as plain data, for supposing what is not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from prakarsa.assessments.queries.assessment import Assessment
from prakarsa.assessments.queries.counted import CountedInnovation
from prakarsa.evidence.models import Answer
from prakarsa.foundation.filters import PAGE_SIZE
from prakarsa.rules.index.standing import InnovationAnswers, RegionAnswers
from prakarsa.rules.text import normalise_name


@dataclass(frozen=True, slots=True)
class Switch:
    """One innovation that can be left out (`out`) or added (`add`), and whether it is chosen."""

    name: str
    innovation: CountedInnovation
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """Innovations to switch: every chosen one, then the first of what a search finds.

    `kept` are choices, by name and key, that say nothing at this starting point but do at another.
    """

    switches: tuple[Switch, ...]
    kept: tuple[tuple[str, str], ...]
    found: int
    has_more: bool

    @property
    def is_used(self) -> bool:
        """Whether anything is chosen, shown or kept."""
        return bool(self.kept) or any(each.is_chosen for each in self.switches)


def offer_for(
    assessment: Assessment, *, basis: str, text: str, chosen: Mapping[str, Collection[str]]
) -> Offer:
    """Return what can be switched; `chosen` holds the keys chosen so far under `out` and `add`."""
    rows = [_switch(each, basis, chosen) for each in assessment.innovations if each.is_claimed]
    words = normalise_name(text).split()
    others = (each for each in rows if not each.is_chosen and _has(words, each.innovation))
    first = list(islice(others, PAGE_SIZE + 1))
    shown = [each for each in rows if each.is_chosen]
    told = {(each.name, each.innovation.key) for each in shown}
    known = {each.key for each in assessment.innovations}
    kept = sorted(
        {(name, key) for name, keys in chosen.items() for key in keys if key in known} - told
    )
    return Offer(
        (*shown, *first[:PAGE_SIZE]),
        tuple(kept),
        min(len(first), PAGE_SIZE),
        has_more=len(first) > PAGE_SIZE,
    )


def _switch(each: CountedInnovation, basis: str, chosen: Mapping[str, Collection[str]]) -> Switch:
    is_counted = each.is_verified if basis == "verified" else each.is_claimed
    name = "out" if is_counted else "add"
    return Switch(name, each, is_chosen=each.key in chosen[name])


def _has(words: Iterable[str], innovation: CountedInnovation) -> bool:
    name = normalise_name(innovation.name) if words else ""
    return all(word in name for word in words)


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
