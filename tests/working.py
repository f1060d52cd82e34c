"""Do the waiting jobs here and now, in the test's own process."""

from __future__ import annotations

from datetime import datetime

from prakarsa.foundation.time import now
from prakarsa.jobs.attempts import Terms, attempt
from prakarsa.jobs.leases import claim
from prakarsa.jobs.models import Job


def run_next(*, at: datetime | None = None, owner: str = "inline") -> Job | None:
    """Run the next due job; return it as it ended, or None when nothing is due."""

    def clock() -> datetime:
        return at or now()

    job = claim(owner=owner, at=clock())
    if job is not None:
        attempt(job, Terms(clock=clock, must_stop=lambda: False, interval_seconds=0))
        job.refresh_from_db()
    return job


def run_all(*, at: datetime | None = None) -> int:
    """Run all due jobs, those that they ask for included; return how many that were."""
    count = 0
    while run_next(at=at) is not None:
        count += 1
    return count
