"""One submission per edition, carrying an innovation over to the next, and calling that off."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from prakarsa.calendars.queries import deadline_for
from prakarsa.organisations.models import Service
from prakarsa.organisations.seats import Seat
from prakarsa.registry.actions.recording import (
    is_replay,
    latest_revision,
    lock,
    move,
    refuse_stale,
    write,
)
from prakarsa.registry.actions.refusals import NotLater, ReportingClosed
from prakarsa.registry.actions.writing import put_affairs, put_rows, refuse_taken_name
from prakarsa.registry.models import Innovation, Revision, Submission
from prakarsa.registry.parts import RENEWED_YEARLY
from prakarsa.registry.permissions import can_carry_over, can_withdraw
from prakarsa.registry.queries.years import latest_submission
from prakarsa.registry.restoring import ROW_MODELS, columns_in, rows_in
from prakarsa.registry.snapshots import take_snapshot
from prakarsa.registry.states import Act
from prakarsa.rules.text import count_words, normalise_name


@transaction.atomic
def submission_for(*, innovation: Innovation, edition_year: int, at: datetime) -> Submission:
    """Return the submission of an edition, opened when it is not there yet."""
    submission, _is_new = Submission.objects.get_or_create(
        innovation=innovation,
        edition_year=edition_year,
        defaults={"key": f"{innovation.key}-{edition_year}", "created_at": at},
    )
    if submission.withdrawn_at is not None:
        submission.withdrawn_at = None
        submission.save(update_fields=["withdrawn_at"])
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
    """Open a new edition for the profile: everything stays, what ages is marked for renewal.

    What is published stays public as it is until the new edition is. `evidence` carries the
    answers over as well; people come here through it. Raises NotLater when the edition is not
    later than the newest one, ReportingClosed when its time is over.
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
        raise NotLater(edition_year)
    refuse_closed_edition(current, edition_year, at=at)
    submission = submission_for(innovation=current, edition_year=edition_year, at=at)
    submission.carried_from = previous
    submission.to_renew = [part.value for part in RENEWED_YEARLY]
    submission.save(update_fields=["carried_from", "to_renew"])
    before = take_snapshot(current)
    if current.state == Innovation.State.PUBLISHED:
        current.public_revision = latest_revision(current)
    current.submitted_at = None
    current.verified_at = None
    move(current, Act.CARRY_OVER)
    told = {"edition_year": edition_year}
    write(current, act=Act.CARRY_OVER, actor=seat.actor, at=at, before=before, told=told)
    return submission


def refuse_closed_edition(innovation: Innovation, edition_year: int, *, at: datetime) -> None:
    """Raise ReportingClosed for an edition whose last moment is over; one to come is no fault."""
    last = deadline_for(
        region=innovation.region, agency=innovation.agency, edition_year=edition_year, at=at
    )
    if last is not None and last < at:
        raise ReportingClosed(edition_year)


@transaction.atomic
def withdraw_carry_over(
    *, seat: Seat, innovation: Innovation, at: datetime, version: int | None = None
) -> Innovation:
    """Call the draft of a later edition off: the profile is again what it was before.

    Attachments stay as they are, for removed bytes cannot be brought back. `evidence` calls the
    answers off first; people come here through it. Raises NameTaken when another innovation has
    taken the name of before.
    """
    current = lock(innovation)
    seen = innovation.version if version is None else version
    if is_replay(current, act=Act.WITHDRAW, actor=seat.actor, version=seen):
        return current
    refuse_stale(current, version=seen)
    if not can_withdraw(seat, current):
        raise PermissionDenied
    draft, before = latest_submission(current), take_snapshot(current)
    if draft is None:
        raise ValueError("Nothing was carried over.")
    draft.withdrawn_at, draft.to_renew = at, []
    draft.save(update_fields=["withdrawn_at", "to_renew"])
    _restore(current, _revision_before(current))
    told = {"edition_year": draft.edition_year}
    write(current, act=Act.WITHDRAW, actor=seat.actor, at=at, before=before, told=told)
    return current


def _revision_before(innovation: Innovation) -> Revision:
    """Return the revision from which the innovation was carried over."""
    rows = Revision.objects.filter(innovation=innovation)
    carried = rows.filter(act=Act.CARRY_OVER).order_by("-number")[:1].get()
    return rows.get(number=carried.number - 1)


def _restore(innovation: Innovation, revision: Revision) -> None:
    snapshot = revision.snapshot
    columns = columns_in(snapshot)
    refuse_taken_name(innovation, columns)
    for name, value in columns.items():
        setattr(innovation, name, value)
    services = Service.objects.filter(agency=innovation.agency_id, agency__isnull=False)
    known = {str(service): service for service in services}
    innovation.service = known.get(snapshot["service"])
    innovation.normalised_name = normalise_name(innovation.name)
    innovation.design_words = count_words(innovation.design)
    put_affairs(innovation, snapshot["affairs"])
    for name in ROW_MODELS:
        put_rows(innovation, name, rows_in(snapshot, name))
    earlier = latest_submission(innovation)
    innovation.submitted_at = earlier.submitted_at if earlier else None
    innovation.verified_at = earlier.verified_at if earlier else None
    move(innovation, Act.WITHDRAW, back_to=snapshot["state"])
    if innovation.state == Innovation.State.PUBLISHED:
        innovation.public_revision = None
