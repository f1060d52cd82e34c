"""Ask for work, stop it, try it again, and fetch what it made."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from prakarsa.accounts.models import Person
from prakarsa.audit.actions import record
from prakarsa.jobs.kinds import JobRefused, find_kind
from prakarsa.jobs.leases import end_job
from prakarsa.jobs.models import OPEN_STATES, Job
from prakarsa.jobs.permissions import can_ask_for, can_repeat, can_see
from prakarsa.jobs.queries import KEPT, open_count
from prakarsa.organisations.seats import Seat

MOST_OPEN = 5


class TooManyJobs(JobRefused):
    """The person already has as many open jobs as one may have."""


@transaction.atomic
def enqueue(
    *,
    kind: str,
    seat: Seat,
    parameters: dict[str, Any],
    idempotency_key: str,
    at: datetime,
    total: int = 0,
) -> Job:
    """Ask for work in the name of a person; the same key again gives the same job.

    Parameters are plain JSON without personal data; records go in by key and are looked up again
    in the seat's scope. Raises PermissionDenied, UnknownKind, or TooManyJobs with a sentence.
    """
    found = find_kind(kind)
    if seat.person is None or not can_ask_for(seat, kind):
        raise PermissionDenied
    known = Job.objects.filter(idempotency_key=_key(seat.person, kind, idempotency_key)).first()
    if known is not None:
        return known
    _leave_room(seat.person)
    job, is_new = Job.objects.get_or_create(
        idempotency_key=_key(seat.person, kind, idempotency_key),
        defaults={
            "kind": found.name, "person": seat.person, "membership": seat.membership,
            "region": seat.region, "parameters": parameters, "progress_total": total,
            "run_after": at, "created_at": at,
        },
    )  # fmt: skip
    if is_new:
        _record(job, seat=seat, act="asked", at=at, after={"parameters": parameters})
    return job


@transaction.atomic
def enqueue_for_system(
    *, kind: str, parameters: dict[str, Any], idempotency_key: str, at: datetime
) -> Job:
    """Ask for work that belongs to no person, such as sending a mail or a daily task."""
    job, _is_new = Job.objects.get_or_create(
        idempotency_key=idempotency_key,
        defaults={
            "kind": find_kind(kind).name, "parameters": parameters, "run_after": at,
            "created_at": at,
        },
    )  # fmt: skip
    return job


@transaction.atomic
def cancel(*, seat: Seat, job: Job, at: datetime) -> Job:
    """Stop a job: at once while it waits, at its next step while it runs; a repeat is harmless."""
    job = _locked(seat, job)
    if job.state == Job.State.WAITING:
        end_job(job, state=Job.State.CANCELLED, at=at)
    elif job.state == Job.State.RUNNING and not job.cancel_asked:
        job.cancel_asked = True
        job.save(update_fields=["cancel_asked"])
        _record(job, seat=seat, act="cancel_asked", at=at)
    return job


@transaction.atomic
def retry(*, seat: Seat, job: Job, at: datetime) -> Job:
    """Put a failed or cancelled job back into the queue; a repeat is harmless."""
    job = _locked(seat, job)
    if job.state not in (Job.State.FAILED, Job.State.CANCELLED):
        return job
    if not can_repeat(seat, job, at=at):
        raise PermissionDenied
    _leave_room(job.person)
    job.state, job.attempts, job.problem = Job.State.WAITING, 0, ""
    job.cancel_asked, job.run_after = False, at
    job.finished_at = None
    job.save(
        update_fields=["state", "attempts", "problem", "cancel_asked", "run_after", "finished_at"]
    )
    _record(job, seat=seat, act="retried", at=at)
    return job


@transaction.atomic
def record_download(*, seat: Seat, job: Job, at: datetime) -> None:
    """Write down that the person fetched the result."""
    _record(job, seat=seat, act="downloaded", at=at)


@transaction.atomic
def sweep_jobs(*, at: datetime) -> int:
    """Remove closed jobs older than 30 days; their entries in the audit chain stay."""
    closed = Job.objects.filter(created_at__lt=at - KEPT).exclude(state__in=OPEN_STATES)
    count, _rows = closed.delete()
    return count


def _key(person: Person, kind: str, key: str) -> str:
    return hashlib.sha256(f"{person.key}:{kind}:{key}".encode()).hexdigest()


def _leave_room(person: Person | None) -> None:
    if person is None:
        raise PermissionDenied
    # The person's row is the turnstile: two requests at once cannot both take the last place.
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if open_count(person) >= MOST_OPEN:
        text = _("Anda masih punya %(count)d pekerjaan yang belum selesai. Tunggu atau batalkan.")
        raise TooManyJobs(text % {"count": MOST_OPEN})


def _locked(seat: Seat, job: Job) -> Job:
    fresh = Job.objects.select_for_update(no_key=True, of=("self",)).get(pk=job.pk)
    if not can_see(seat, fresh):
        raise PermissionDenied
    return fresh


def _record(
    job: Job, *, seat: Seat, act: str, at: datetime, after: dict[str, Any] | None = None
) -> None:
    record(
        actor=seat.actor,
        act=f"jobs.job.{act}",
        target=job,
        at=at,
        region_code=job.region_id or "",
        after={"kind": job.kind, **(after or {})},
    )
