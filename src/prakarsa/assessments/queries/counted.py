"""The innovations of an edition with their sums, and why some are left out: two SQL reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Case, Count, Field, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce

from prakarsa.calendars.models import ReportingWindow
from prakarsa.evidence.models import Answer
from prakarsa.organisations.models import Region
from prakarsa.registry.models import Innovation, Submission
from prakarsa.registry.queries import reported_columns
from prakarsa.rules.index.edition import Edition
from prakarsa.rules.index.eligibility import InnovationFacts, Reason, find_reasons_against

# Whole numbers come as such; asking a field about each of twenty thousand takes as long as reading.
AS_READ: Field[int, int] = Field()


class CountedInnovation(NamedTuple):
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
    sums, unanswered = _sums(region, edition), _Sums._make([0] * len(_Sums._fields))
    return [
        _counted(handed_in, sums.get(handed_in.submission, unanswered), edition)
        for handed_in in _submissions(region, edition)
    ]


class _HandedIn(NamedTuple):
    """One submission as read: what it is judged by."""

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


def _submissions(region: Region, edition: Edition) -> Iterator[_HandedIn]:
    rows = Submission.objects.filter(
        _stands(region, edition.year),
        # Not by a join: a region's innovations are few among all submissions of an edition.
        innovation__in=Innovation.objects.filter(region=region).values("pk"),
        edition_year=edition.year,
        submitted_at__isnull=False,
    )
    reported = reported_columns()
    found = rows.order_by("innovation__name").values_list(
        "pk",
        "innovation__key",
        "innovation__name",
        "innovation__agency__name",
        # A number, because turning two thousand instants into objects takes longer than reading.
        Case(When(verified_at__isnull=False, then=1), default=0, output_field=AS_READ),
        _earlier_entries(edition),
        *[reported[name] for name in _HandedIn._fields[6:]],
    )
    return map(_HandedIn._make, found)


def _stands(region: Region, edition_year: int) -> Q:
    """Return the filter for innovations that did not end before the reporting closed."""
    window = ReportingWindow.objects.filter(region=region, edition_year=edition_year)
    ended = Q(innovation__state=Innovation.State.RETIRED)
    return ~ended | Q(innovation__retired_at__gt=Subquery(window.values("closes_at")[:1]))


class _Sums(NamedTuple):
    """What the answers of one submission add up to, points in hundredths.

    Each compulsory indicator that is claimed at all is one bit of `compulsory`.
    """

    claimed: int
    supported: int
    verified: int
    final: int
    finals: int
    returned: int
    compulsory: int


def _sums(region: Region, edition: Edition) -> dict[int, _Sums]:
    """Read from one index alone: no join, no row of the table."""
    answers = Answer.objects.filter(
        region=region, edition_year=edition.year, submission__isnull=False
    )
    is_returned = Q(state=Answer.State.RETURNED)
    columns = {
        **{
            kind: Sum(f"{kind}_points_hundredths", output_field=AS_READ)
            for kind in _Sums._fields[:4]
        },
        "finals": Count("final_level", output_field=AS_READ),
        "returned": Count("state", filter=is_returned, output_field=AS_READ),
        "compulsory": Sum(_compulsory_bit(edition), output_field=AS_READ),
    }
    rows = answers.order_by().values("submission").annotate(**columns)
    return {
        submission: _Sums._make(sums)
        for submission, *sums in rows.values_list("submission", *_Sums._fields)
    }


def _compulsory_bit(edition: Edition) -> Case:
    claimed = [
        When(indicator=row.code, claimed_level__gte=1, then=1 << place)
        for place, row in enumerate(edition.compulsory)
    ]
    return Case(*claimed, default=0)


def _earlier_entries(edition: Edition) -> Coalesce:
    """Return how often an innovation was submitted in editions before this one."""
    earlier = Submission.objects.filter(
        innovation=OuterRef("innovation"),
        edition_year__lt=edition.year,
        submitted_at__isnull=False,
    )
    counted = earlier.order_by().values("innovation").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0, output_field=AS_READ)


def _counted(found: _HandedIn, sums: _Sums, edition: Edition) -> CountedInnovation:
    facts = InnovationFacts(
        implemented_on=found.implemented_on,
        developed_on=found.developed_on,
        design_words=found.design_words,
        # Whether it is claimed is all that is asked of a compulsory level.
        levels={
            row.code: sums.compulsory >> place & 1 for place, row in enumerate(edition.compulsory)
        },
        earlier_entries=found.earlier,
    )
    return CountedInnovation(
        submission=found.submission,
        key=found.key,
        name=found.name,
        agency=found.agency or "",
        affair=found.affair,
        has_verdict=bool(found.has_verdict),
        claimed_hundredths=sums.claimed,
        supported_hundredths=sums.supported,
        verified_hundredths=sums.verified,
        final_hundredths=sums.final,
        finals=sums.finals,
        returned=sums.returned,
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
