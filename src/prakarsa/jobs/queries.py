"""Named reads of jobs."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.http import Http404

from prakarsa.accounts.models import Person
from prakarsa.jobs.models import OPEN_STATES, Job
from prakarsa.organisations.seats import Seat

KEPT = timedelta(days=30)
# Before this much is known, a guess of the rest time would only mislead.
SURE_AFTER_SECONDS = 3
# A living worker takes a job over within seconds of the end of its lease, and looks every second.
TAKEN_OVER_WITHIN, TAKEN_WITHIN = timedelta(minutes=5), timedelta(minutes=15)


def jobs_of(seat: Seat, *, at: datetime) -> QuerySet[Job]:
    """Return the person's own jobs of the last 30 days, newest first."""
    rows = Job.objects.filter(person=seat.person, created_at__gt=at - KEPT)
    return rows if seat.person else Job.objects.none()


def job_for(seat: Seat, key: str) -> Job:
    """Return one own job; raise Http404 for another's exactly as for a missing one."""
    rows = Job.objects.select_related(
        "person", "membership__region", "membership__agency", "result_file"
    )
    job = rows.filter(key=key, person=seat.person).first() if seat.person else None
    if job is None:
        raise Http404
    return job


def open_count(person: Person) -> int:
    """Return how many jobs of a person wait or run."""
    return Job.objects.filter(person=person, state__in=OPEN_STATES).count()


def abandoned(*, at: datetime) -> QuerySet[Job]:
    """Return running jobs whose worker has been silent for so long that there is no other one."""
    return Job.objects.filter(
        state=Job.State.RUNNING, lease_until__lt=at - TAKEN_OVER_WITHIN
    ).order_by("lease_until")


def overdue(*, at: datetime) -> QuerySet[Job]:
    """Return jobs that were due long ago and that no worker took."""
    return Job.objects.filter(state=Job.State.WAITING, run_after__lt=at - TAKEN_WITHIN).order_by(
        "run_after"
    )


def rest_seconds(job: Job, *, at: datetime) -> int | None:
    """Return the seconds still needed at the pace so far; None while that is a guess."""
    if job.started_at is None or not 0 < job.progress_done < job.progress_total:
        return None
    passed = (at - job.started_at).total_seconds()
    if passed < SURE_AFTER_SECONDS:
        return None
    return round(passed * (job.progress_total - job.progress_done) / job.progress_done)


def has_expired(job: Job, *, at: datetime) -> bool:
    """Say whether the job had a file that is no longer to be fetched."""
    if job.file_expires_at is None:
        return False
    return job.result_file is None or at >= job.file_expires_at
