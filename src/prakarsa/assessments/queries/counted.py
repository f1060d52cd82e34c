"""The innovations of an edition with their sums, and why some are left out: one SQL read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Case, Count, Field, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from prakarsa.calendars.models import ReportingWindow
from prakarsa.organisations.models import Region
from prakarsa.registry.models import Innovation, Submission
from prakarsa.registry.queries import reported_columns
from prakarsa.rules.index.edition import Edition
from prakarsa.rules.index.eligibility import InnovationFacts, Reason, find_reasons_against

# Whole numbers come as such; asking a field about each of twenty thousand takes as long as reading.
AS_READ: Field[int, int] = Field()


class CountedInnovation(NamedTuple):
    """One submitted innovation: its sums in hundredths and what speaks against counting it.

    `verified_codes` names the indicators in which it has verified points, apart by spaces.
    """

    submission: int
    key: str
    name: str
    agency: str
    affair: str
    has_verdict: bool
    claimed_hundredths: int
    supported_hundredths: int
    verified_hundredths: int
    final_hundredths: int
    finals: int
    returned: int
    verified_codes: str
    reasons: tuple[Reason, ...]

    @property
    def is_claimed(self) -> bool:
        """Whether the claimed index counts it: eligible."""
        return not self.reasons

    @property
    def is_verified(self) -> bool:
        """Whether the verified index counts it: verified and eligible."""
        return self.has_verdict and not self.reasons


@dataclass(frozen=True, slots=True)
class Excluded:
    """One reason with the innovations it leaves out."""

    reason: Reason
    innovations: tuple[CountedInnovation, ...]


def counted_innovations(region: Region, edition: Edition) -> list[CountedInnovation]:
    """Return every innovation of the region that was submitted in the edition, by name.

    Each is judged by what was handed in, and stays when it ends after the reporting closed: what
    happens to a profile afterwards moves no index of a closed edition.
    """
    return [_counted(handed_in, edition) for handed_in in _submissions(region, edition)]


class _HandedIn(NamedTuple):
    """One submission as read: what it is judged by, and what its answers add up to."""

    submission: int
    key: str
    name: str
    agency: str | None
    has_verdict: int
    earlier: int
    affair: str
    design_words: int
    implemented_on: date | None
    developed_on: date | None
    # All of them None where nothing was answered.
    claimed_hundredths: int | None
    supported_hundredths: int | None
    verified_hundredths: int | None
    final_hundredths: int | None
    final_levels: int | None
    returned_answers: int | None
    claimed_codes: str | None
    verified_codes: str | None


def _submissions(region: Region, edition: Edition) -> Iterator[_HandedIn]:
    rows = Submission.objects.annotate(is_handed_in=_is_there("submitted_at")).filter(
        _stands(region, edition.year),
        # Neither by a join nor by the moment: a region's innovations are few among all that were
        # handed in for an edition, and SQLite must begin with them.
        innovation__in=Innovation.objects.filter(region=region).values("pk"),
        edition_year=edition.year,
        is_handed_in=1,
    )
    reported = reported_columns()
    found = rows.order_by("innovation__name").values_list(
        "pk",
        "innovation__key",
        "innovation__name",
        "innovation__agency__name",
        # A number, because turning two thousand instants into objects takes longer than reading.
        _is_there("verified_at"),
        _earlier_entries(edition),
        *[reported[name] for name in _HandedIn._fields[6:10]],
        *[f"sums__{name}" for name in _HandedIn._fields[10:]],
    )
    return map(_HandedIn._make, found)


def _is_there(moment: str) -> Case:
    """Return 1 where a moment is known, else 0."""
    return Case(When(**{f"{moment}__isnull": False}, then=1), default=0, output_field=AS_READ)


def _stands(region: Region, edition_year: int) -> Q:
    """Return the filter for innovations that did not end before the reporting closed."""
    window = ReportingWindow.objects.filter(region=region, edition_year=edition_year)
    ended = Q(innovation__state=Innovation.State.RETIRED)
    return ~ended | Q(innovation__retired_at__gt=Subquery(window.values("closes_at")[:1]))


def _earlier_entries(edition: Edition) -> Coalesce:
    """Return how often an innovation was submitted in editions before this one."""
    earlier = Submission.objects.filter(
        innovation=OuterRef("innovation"),
        edition_year__lt=edition.year,
        submitted_at__isnull=False,
    )
    counted = earlier.order_by().values("innovation").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0, output_field=AS_READ)


def _counted(found: _HandedIn, edition: Edition) -> CountedInnovation:
    facts = InnovationFacts(
        implemented_on=found.implemented_on,
        developed_on=found.developed_on,
        design_words=found.design_words,
        # Whether it is claimed is all that is asked of a level.
        levels=dict.fromkeys((found.claimed_codes or "").split(), 1),
        earlier_entries=found.earlier,
    )
    return CountedInnovation(
        submission=found.submission,
        key=found.key,
        name=found.name,
        agency=found.agency or "",
        affair=found.affair,
        has_verdict=bool(found.has_verdict),
        claimed_hundredths=found.claimed_hundredths or 0,
        supported_hundredths=found.supported_hundredths or 0,
        verified_hundredths=found.verified_hundredths or 0,
        final_hundredths=found.final_hundredths or 0,
        finals=found.final_levels or 0,
        returned=found.returned_answers or 0,
        verified_codes=found.verified_codes or "",
        reasons=find_reasons_against(facts, edition),
    )


def excluded_of(innovations: Iterable[CountedInnovation]) -> list[Excluded]:
    """Group what is left out by its first reason, the largest group first."""
    groups: dict[str, list[CountedInnovation]] = {}
    for each in innovations:
        if each.reasons:
            groups.setdefault(each.reasons[0].code.value, []).append(each)
    found = [Excluded(rows[0].reasons[0], tuple(rows)) for rows in groups.values()]
    return sorted(found, key=lambda group: -len(group.innovations))
