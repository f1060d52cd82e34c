"""One submission per edition, and carrying an innovation over to the next."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from prakarsa.organisations.seats import Seat
from prakarsa.registry.actions.recording import is_replay, lock, move, refuse_stale, write
from prakarsa.registry.models import Innovation, Submission
from prakarsa.registry.parts import RENEWED_YEARLY
from prakarsa.registry.permissions import can_carry_over
from prakarsa.registry.queries.years import latest_submission
from prakarsa.registry.snapshots import take_snapshot
from prakarsa.registry.states import Act


@transaction.atomic
def submission_for(*, innovation: Innovation, edition_year: int, at: datetime) -> Submission:
    """Return the submission of an edition, opened when it is not there yet."""
    submission, _is_new = Submission.objects.get_or_create(
        innovation=innovation,
        edition_year=edition_year,
        defaults={"key": f"{innovation.key}-{edition_year}", "created_at": at},
    )
    return submission


@transaction.atomic
def carry_over(
    *,
    seat: Seat,
    innovation: Innovation,
    edition_year: int,
    at: datetime,
    version: int | None = None,
) -> Submission:
    """Open a new edition for an innovation: everything stays, what ages is marked for renewal.

    Raises ValueError when the edition is not later than the newest one.
    """
    current = lock(innovation)
    seen = innovation.version if version is None else version
    previous = latest_submission(current)
    if is_replay(current, act=Act.CARRY_OVER, actor=seat.actor, version=seen):
        return submission_for(innovation=current, edition_year=edition_year, at=at)
    refuse_stale(current, version=seen)
    if not can_carry_over(seat, current):
        raise PermissionDenied
    if previous is not None and edition_year <= previous.edition_year:
        raise ValueError(f"Edition {edition_year} is not later than {previous.edition_year}.")
    before = take_snapshot(current)
    submission = Submission.objects.create(
        key=f"{current.key}-{edition_year}",
        innovation=current,
        edition_year=edition_year,
        carried_from=previous,
        to_renew=[part.value for part in RENEWED_YEARLY],
        created_at=at,
    )
    current.submitted_at = None
    current.verified_at = None
    move(current, Act.CARRY_OVER)
    told = {"edition_year": edition_year}
    write(current, act=Act.CARRY_OVER, actor=seat.actor, at=at, before=before, told=told)
    return submission
