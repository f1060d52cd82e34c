"""What waits for a verifier, oldest first, and where in the queue one answer stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from prakarsa.evidence.models import Answer
from prakarsa.evidence.permissions import had_a_hand, had_a_hand_in_any, own_agency_ids
from prakarsa.organisations.seats import Seat
from prakarsa.registry.models import Innovation, Submission


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What part of the queue is asked for; empty means all."""

    edition_year: int
    agency_key: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """Where an answer stands (0: it does not wait), how many wait, and its neighbours."""

    place: int
    total: int
    first_pk: int | None = None
    previous_pk: int | None = None
    next_pk: int | None = None


@dataclass(frozen=True, slots=True)
class AgencyShare:
    """How much of the queue comes from one unit."""

    key: str
    name: str
    count: int
    oldest: datetime


def queue_of(seat: Seat, wanted: QueueFilter, *, at: datetime) -> QuerySet[Answer]:
    """Return the part of a verifier's queue that is asked for, longest waiting first."""
    return narrowed(queue_in(seat, wanted.edition_year), wanted, at=at)


def queue_in(
    seat: Seat, edition_year: int, *, own: frozenset[int] | None = None
) -> QuerySet[Answer]:
    """Return what waits for this verifier: nothing of the own units, nothing they proposed.

    `own` are those units, where they were read already.
    """
    rows = Answer.objects.filter(
        ~had_a_hand(seat),
        region=seat.region,
        edition_year=edition_year,
        state=Answer.State.WAITING,
    )
    units = own_agency_ids(seat, edition_year) if own is None else own
    if units:
        rows = rows.exclude(submission__innovation__agency_id__in=units)
    return rows.order_by("waiting_since", "submission_id", "indicator")


def ready_in(seat: Seat, wanted: QueueFilter) -> QuerySet[Submission]:
    """Return what wants only its own verdict, longest first: submitted, and no proof waits.

    What the person may not judge is left out as from the queue; the age is not asked.
    """
    own = own_agency_ids(seat, wanted.edition_year)
    waiting = Answer.objects.filter(
        region=seat.region,
        edition_year=wanted.edition_year,
        state=Answer.State.WAITING,
        submission__isnull=False,
    )
    submitted = Innovation.objects.filter(region=seat.region, state=Innovation.State.SUBMITTED)
    standing = Submission.objects.filter(withdrawn_at=None, edition_year__gt=wanted.edition_year)
    rows = Submission.objects.filter(
        ~had_a_hand_in_any(seat),
        ~Q(pk__in=waiting.values("submission")),
        ~Exists(standing.filter(innovation=OuterRef("innovation"))),
        # Not by a join: a region's innovations are few among all submissions of an edition.
        innovation__in=submitted,
        edition_year=wanted.edition_year,
        withdrawn_at=None,
    )
    if own:
        rows = rows.exclude(innovation__agency_id__in=own)
    if wanted.agency_key:
        rows = rows.filter(innovation__agency__key=wanted.agency_key)
    return rows.select_related("innovation__agency").order_by("innovation__submitted_at", "pk")


def narrowed(queue: QuerySet[Answer], wanted: QueueFilter, *, at: datetime) -> QuerySet[Answer]:
    """Return what of a queue comes from one unit, or waits at least so many days."""
    if wanted.agency_key:
        queue = queue.filter(submission__innovation__agency__key=wanted.agency_key)
    if wanted.days:
        queue = queue.filter(waiting_since__lte=at - timedelta(days=wanted.days))
    return queue


def ages_in(queue: QuerySet[Answer], ages: Sequence[int], *, at: datetime) -> dict[int, int]:
    """Return how many answers of a queue wait at least so many days, in one query."""
    counts = {
        f"days_{days}": Count("pk", filter=Q(waiting_since__lte=at - timedelta(days=days)))
        for days in ages
    }
    found = queue.order_by().aggregate(**counts)
    return {days: found[f"days_{days}"] for days in ages}


def place_of(answer: Answer, queue: QuerySet[Answer]) -> QueuePlace:
    """Return the place of an answer in a queue, in one query of its keys."""
    keys = list(queue.values_list("pk", flat=True))
    if answer.pk not in keys:
        return QueuePlace(0, len(keys), first_pk=keys[0] if keys else None)
    index = keys.index(answer.pk)
    return QueuePlace(
        place=index + 1,
        total=len(keys),
        first_pk=keys[0],
        previous_pk=keys[index - 1] if index else None,
        next_pk=keys[index + 1] if index + 1 < len(keys) else None,
    )


def groups_in(queue: QuerySet[Answer]) -> list[int | None]:
    """Return the submissions of a queue (None: the region's own rows), longest waiting first.

    A queue is in that order already, and its index holds the submissions.
    """
    return list(dict.fromkeys(queue.values_list("submission", flat=True)))


def agencies_in(queue: QuerySet[Answer]) -> list[AgencyShare]:
    """Return the units of a queue with their counts, longest waiting first."""
    path = "submission__innovation__agency__"
    rows = (
        queue.filter(submission__innovation__agency__isnull=False)
        .order_by()
        .values_list(f"{path}key", f"{path}name")
        .annotate(count=Count("pk"), oldest=Min("waiting_since"))
        .order_by("oldest", f"{path}name")
    )
    return [AgencyShare(*row) for row in rows]
