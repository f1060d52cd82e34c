"""The innovations of an edition with their sums, and why some are left out: one SQL read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from prakarsa.organisations.models import Region
from prakarsa.registry.models import Innovation, Submission
from prakarsa.rules.index.edition import Edition
from prakarsa.rules.index.eligibility import InnovationFacts, Reason, find_reasons_against


@dataclass(frozen=True, slots=True)
class CountedInnovation:
    """One innovation of an edition: its sums in hundredths and what speaks against counting it."""

    key: str
    name: str
    agency: str
    affair: str
    submitted_at: datetime | None
    verified_at: datetime | None
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
        """Whether the claimed index counts it: submitted and eligible."""
        return self.submitted_at is not None and not self.reasons

    @property
    def is_verified(self) -> bool:
        """Whether the verified index counts it: verified and eligible."""
        return self.verified_at is not None and not self.reasons


@dataclass(frozen=True, slots=True)
class Excluded:
    """One reason with the innovations it leaves out."""

    reason: Reason
    innovations: tuple[CountedInnovation, ...]


def counted_innovations(region: Region, edition: Edition) -> list[CountedInnovation]:
    """Return every innovation of the region that was submitted in the edition, by name."""
    return [_counted(row, edition) for row in _rows(region, edition)]


def _rows(region: Region, edition: Edition) -> QuerySet[Submission, dict[str, Any]]:
    rows = Submission.objects.filter(
        innovation__region=region, edition_year=edition.year, submitted_at__isnull=False
    ).exclude(innovation__state=Innovation.State.RETIRED)
    summed = rows.annotate(earlier=_earlier_entries(edition), **_sums(edition))
    found: QuerySet[Submission, dict[str, Any]] = summed.order_by("innovation__name").values(
        "submitted_at", "verified_at", "earlier", *_sums(edition),
        innovation_key=F("innovation__key"),
        name=F("innovation__name"),
        agency=F("innovation__agency__name"),
        affair=F("innovation__main_affair"),
        implemented_on=F("innovation__implemented_on"),
        developed_on=F("innovation__developed_on"),
        design_words=F("innovation__design_words"),
    )  # fmt: skip
    return found


def _sums(edition: Edition) -> dict[str, Any]:
    """Return the aggregates over an innovation's answers; one level per compulsory indicator."""
    points = {
        kind: Coalesce(Sum(f"answers__{kind}_points_hundredths"), 0)
        for kind in ("claimed", "supported", "verified", "final")
    }
    levels = {
        f"level_{row.code}": Max("answers__claimed_level", filter=Q(answers__indicator=row.code))
        for row in edition.compulsory
    }
    return {
        **points,
        **levels,
        "finals": Count("answers", filter=Q(answers__final_level__isnull=False)),
        "waiting": Count("answers", filter=Q(answers__state="waiting")),
        "returned": Count("answers", filter=Q(answers__state="returned")),
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


def _counted(row: dict[str, Any], edition: Edition) -> CountedInnovation:
    levels = {name.removeprefix("level_"): row[name] or 0 for name in row if name[:6] == "level_"}
    facts = InnovationFacts(
        implemented_on=row["implemented_on"],
        developed_on=row["developed_on"],
        design_words=row["design_words"],
        levels=levels,
        earlier_entries=row["earlier"],
    )
    return CountedInnovation(
        key=str(row["innovation_key"]),
        name=str(row["name"]),
        agency=str(row["agency"] or ""),
        affair=str(row["affair"]),
        submitted_at=row["submitted_at"],
        verified_at=row["verified_at"],
        claimed_hundredths=row["claimed"],
        supported_hundredths=row["supported"],
        verified_hundredths=row["verified"],
        final_hundredths=row["final"],
        finals=row["finals"],
        waiting=row["waiting"],
        returned=row["returned"],
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
