"""The queue: a worker claims a job for a while, keeps saying it lives, and gives the job back.

Every write names the claim's own token, so a worker that was believed dead changes nothing.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, Q, QuerySet, When
from django.utils.translation import gettext as _

from prakarsa.audit.actions import record
from prakarsa.audit.actors import Actor, system_actor
from prakarsa.jobs.kinds import UnknownKind, find_kind, finished_hooks, patient_kinds
from prakarsa.jobs.models import Job

LEASE = timedelta(seconds=60)
DEFAULT_ATTEMPTS = 3
# How the key of a daily job begins; the rest is its kind and day.
DAILY = "daily:"


class LeaseLost(Exception):
    """Another worker has the job now, or it has ended; this one must stop without a trace."""


def lease_end(at: datetime) -> datetime:
    """Return until when a worker that speaks now is believed to live."""
    return at + LEASE


def claim(*, owner: str, at: datetime) -> Job | None:
    """Take the next job that is due or whose worker died; give up on one that keeps dying."""
    # A look without a transaction first: an idle worker must not stand in the way of writers.
    while _due(at).exists():
        with transaction.atomic():
            job = _due(at).select_for_update(no_key=True, skip_locked=True, of=("self",)).first()
            if job is None:
                return None
            if job.cancel_asked:
                end_job(job, state=Job.State.CANCELLED, at=at)
            elif job.attempts < _most_attempts(job):
                return _take(job, owner=owner, at=at)
            else:
                end_job(job, state=Job.State.FAILED, at=at, problem=_stopped(job.attempts))
    return None


def _due(at: datetime) -> QuerySet[Job]:
    """Return what is to be done now; a clock that was set back holds nothing up.

    A living worker says so three times per lease, so no lease can end later than one from now.
    """
    is_from_later = Q(created_at__gt=at)
    waiting = Q(state=Job.State.WAITING) & (Q(run_after__lte=at) | is_from_later)
    is_impossible = Q(lease_until__gt=at + 2 * LEASE)
    orphaned = Q(state=Job.State.RUNNING) & (Q(lease_until__lt=at) | is_impossible)
    # What people wait for comes first: strangers can ask for mails without end.
    is_later = Case(When(kind__in=[kind.name for kind in patient_kinds()], then=1), default=0)
    return Job.objects.filter(waiting | orphaned).order_by(is_later, "run_after", "pk")


def _most_attempts(job: Job) -> int:
    try:
        return find_kind(job.kind).most_attempts
    except UnknownKind:
        return DEFAULT_ATTEMPTS


def _stopped(attempts: int) -> str:
    text = _("Pekerjaan ini %(count)d kali terhenti di tengah jalan, lalu tidak dicoba lagi.")
    return text % {"count": attempts}


def _take(job: Job, *, owner: str, at: datetime) -> Job:
    job.state = Job.State.RUNNING
    job.attempts += 1
    job.lease_owner = f"{owner[:20]}:{secrets.token_hex(8)}"
    job.lease_until = lease_end(at)
    job.started_at = at
    job.progress_done = 0
    job.save(
        update_fields=[
            "state", "attempts", "lease_owner", "lease_until", "started_at", "progress_done",
        ]
    )  # fmt: skip
    return job


def held(job: Job) -> QuerySet[Job]:
    """Return the row, if this claim still holds it."""
    return Job.objects.filter(
        pk=job.pk, state=Job.State.RUNNING, lease_owner=job.lease_owner
    ).exclude(lease_owner="")


def extend(job: Job, *, at: datetime, **progress: int) -> bool:
    """Prolong the lease and store progress; say whether the person asked to stop."""
    if not held(job).update(lease_until=lease_end(at), **progress):
        raise LeaseLost(job.key)
    return Job.objects.filter(pk=job.pk, cancel_asked=True).exists()


def hand_back(job: Job, *, at: datetime, wait_seconds: int = 0, problem: str = "") -> None:
    """Put the job back into the queue; without a problem the try does not count."""
    attempts = job.attempts if problem else max(job.attempts - 1, 0)
    held(job).update(
        state=Job.State.WAITING, lease_owner="", lease_until=None, attempts=attempts,
        run_after=at + timedelta(seconds=wait_seconds), problem=problem,
    )  # fmt: skip


@transaction.atomic
def end_job(
    job: Job, *, state: Job.State, at: datetime, problem: str = "", result: Any = None
) -> None:
    """Close the job, write the audit entry and tell the packages that wait for it."""
    job.state, job.problem, job.finished_at = state, problem[:1000], at
    job.lease_owner, job.lease_until = "", None
    job.result = result or {}
    job.save(
        update_fields=["state", "problem", "finished_at", "lease_owner", "lease_until", "result"]
    )
    if not _is_routine(job):
        _record_end(job, at=at)
    for hook in finished_hooks():
        hook(job)


def _is_routine(job: Job) -> bool:
    """Say whether nobody asked and nothing went wrong, as with each mail that was sent."""
    is_daily = job.idempotency_key.startswith(DAILY)
    return job.person_id is None and not is_daily and job.state == Job.State.DONE


def _record_end(job: Job, *, at: datetime) -> None:
    after = {"kind": job.kind, "attempts": job.attempts, "problem": job.problem}
    if job.person_id is None:
        after["result"] = job.result
    record(
        actor=actor_of(job),
        act=f"jobs.job.{job.state}",
        target=job,
        at=at,
        region_code=job.region_id or "",
        after=after,
    )


@transaction.atomic
def end_held(
    job: Job, *, state: Job.State, at: datetime, problem: str = "", result: Any = None
) -> None:
    """Close the job if this claim still holds it; raise LeaseLost otherwise."""
    if not held(job).select_for_update(no_key=True, of=("self",)).exists():
        raise LeaseLost(job.key)
    end_job(job, state=state, at=at, problem=problem, result=result)


def actor_of(job: Job) -> Actor:
    """Return who the audit chain names for what the job itself did."""
    if job.person is None:
        return system_actor(job.kind)
    role = job.membership.role if job.membership else "public"
    return Actor(key=str(job.person.key), role=str(role))
