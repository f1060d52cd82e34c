"""The innovations of an edition with their sums, and why some are left out: two SQL reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Max, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from prakarsa.calendars.models import ReportingWindow
from prakarsa.evidence.models import Answer
from prakarsa.organisations.models import Region
from prakarsa.registry.models import Innovation, Submission
from prakarsa.registry.queries import reported_columns
from prakarsa.rules.index.edition import Edition
from prakarsa.rules.index.eligibility import InnovationFacts, Reason, find_reasons_against


@dataclass(frozen=True, slots=True)
class CountedInnovation:
    """One submitted innovation: its sums in hundredths and what speaks against counting it."""

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
    waiting: int
    returned: int
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
    sums = {row["submission"]: row for row in _sums(region, edition)}
    unanswered: dict[str, Any] = dict.fromkeys(_columns(edition), 0)
    return [
        _counted(row, sums.get(row["pk"], unanswered), edition)
        for row in _submissions(region, edition)
    ]


def _submissions(region: Region, edition: Edition) -> QuerySet[Submission, dict[str, Any]]:
    rows = Submission.objects.filter(
        _stands(region, edition.year),
        innovation__region=region,
        edition_year=edition.year,
        submitted_at__isnull=False,
    )
    # A number, because turning two thousand instants into objects takes longer than reading them.
    verified = Case(When(verified_at__isnull=False, then=1), default=0)
    columns: dict[str, Any] = {
        "earlier": _earlier_entries(edition),
        "verified_once": verified,
        "innovation_key": F("innovation__key"),
        "name": F("innovation__name"),
        "agency": F("innovation__agency__name"),
        **reported_columns(),
    }
    found: QuerySet[Submission, dict[str, Any]] = (
        rows.order_by("innovation__name").annotate(**columns).values("pk", *columns)
    )
    return found


def _stands(region: Region, edition_year: int) -> Q:
    """Return the filter for innovations that did not end before the reporting closed."""
    window = ReportingWindow.objects.filter(region=region, edition_year=edition_year)
    ended = Q(innovation__state=Innovation.State.RETIRED)
    return ~ended | Q(innovation__retired_at__gt=Subquery(window.values("closes_at")[:1]))


def _sums(region: Region, edition: Edition) -> QuerySet[Answer, Any]:
    """Read from one index alone: no join, no row of the table."""
    answers = Answer.objects.filter(
        region=region, edition_year=edition.year, submission__isnull=False
    )
    found: QuerySet[Answer, Any] = answers.order_by().values("submission")
    return found.annotate(**_columns(edition))


def _columns(edition: Edition) -> dict[str, Any]:
    """Return the aggregates over an innovation's answers; one level per compulsory indicator."""
    points = {
        kind: Sum(f"{kind}_points_hundredths")
        for kind in ("claimed", "supported", "verified", "final")
    }
    levels = {
        f"level_{row.code}": Max("claimed_level", filter=Q(indicator=row.code))
        for row in edition.compulsory
    }
    return {
        **points,
        **levels,
        "finals": Count("final_level"),
        "waiting": Count("state", filter=Q(state=Answer.State.WAITING)),
        "returned": Count("state", filter=Q(state=Answer.State.RETURNED)),
    }


def _earlier_entries(edition: Edition) -> Coalesce:
    """Return how often an innovation was submitted in editions before this one."""
    earlier = Submission.objects.filter(
        innovation=OuterRef("innovation"),
        edition_year__lt=edition.year,
        submitted_at__isnull=False,
    )
    counted = earlier.order_by().values("innovation").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def _counted(row: dict[str, Any], sums: dict[str, Any], edition: Edition) -> CountedInnovation:
    facts = InnovationFacts(
        implemented_on=row["implemented_on"],
        developed_on=row["developed_on"],
        design_words=row["design_words"],
        levels={each.code: sums[f"level_{each.code}"] or 0 for each in edition.compulsory},
        earlier_entries=row["earlier"],
    )
    return CountedInnovation(
        submission=row["pk"],
        key=row["innovation_key"],
        name=row["name"],
        agency=row["agency"] or "",
        affair=row["affair"],
        has_verdict=bool(row["verified_once"]),
        claimed_hundredths=sums["claimed"],
        supported_hundredths=sums["supported"],
        verified_hundredths=sums["verified"],
        final_hundredths=sums["final"],
        finals=sums["finals"],
        waiting=sums["waiting"],
        returned=sums["returned"],
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
