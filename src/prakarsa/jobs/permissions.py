"""Who may see and touch a job: the person who asked for it, and nobody else."""

from __future__ import annotations

from datetime import datetime

from prakarsa.files.permissions import can_fetch_export
from prakarsa.foundation.time import local_day
from prakarsa.jobs.kinds import UnknownKind, find_kind
from prakarsa.jobs.models import Job
from prakarsa.organisations.models import Membership
from prakarsa.organisations.seats import Seat, public_seat, seat_of


def can_see(seat: Seat, job: Job) -> bool:
    """Say whether the job is this person's own; administrators are no exception."""
    return seat.person is not None and job.person_id == seat.person.pk


def can_ask_for(seat: Seat, kind_name: str) -> bool:
    """Say whether this seat may have this kind of work done."""
    try:
        return seat.person is not None and find_kind(kind_name).may(seat)
    except UnknownKind:
        return False


def seat_for(job: Job, *, at: datetime) -> Seat | None:
    """Return the seat a job works in, or nothing when its person has lost that seat since."""
    if job.person is None:
        return public_seat()
    membership = job.membership
    if membership is None or not job.person.is_active or not _counts(membership, at):
        return None
    membership.person = job.person
    seat = seat_of(membership)
    return seat if can_ask_for(seat, job.kind) else None


def can_repeat(seat: Seat, job: Job, *, at: datetime) -> bool:
    """Say whether the work may be asked for once more: own job, and the right still held."""
    return can_see(seat, job) and seat_for(job, at=at) is not None


def can_download(seat: Seat, job: Job, *, at: datetime) -> bool:
    """Say whether the file may be fetched now: the right still held, in the seat it was made in."""
    stored = job.result_file
    return (
        stored is not None and can_repeat(seat, job, at=at) and can_fetch_export(seat, stored, at)
    )


def _counts(membership: Membership, at: datetime) -> bool:
    zone = membership.region.zone if membership.region else "Asia/Jakarta"
    day = local_day(at, zone)
    until = membership.valid_until
    return membership.valid_from <= day and (until is None or day < until)
