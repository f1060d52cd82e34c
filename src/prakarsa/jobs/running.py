"""What the function of a kind is given, and how its steps stop in good order."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from prakarsa.audit.actors import Actor
from prakarsa.files.models import StoredFile
from prakarsa.foundation.time import now
from prakarsa.jobs.kept_files import keep
from prakarsa.jobs.leases import LeaseLost, actor_of, extend, held, lease_end
from prakarsa.jobs.models import Job
from prakarsa.organisations.seats import Seat


class StopWork(BaseException):
    """Ends the work between two steps; no `except Exception` of a kind swallows it."""


class Cancelled(StopWork):
    """The person asked to stop."""


class HandedBack(StopWork):
    """The worker is ending; the next one does the work from the start."""


def _never() -> bool:
    return False


class Work:
    """One try at one job: who it is for, with what, and how to report, stop and act once."""

    def __init__(
        self,
        *,
        job: Job,
        seat: Seat,
        at: datetime,
        clock: Callable[[], datetime] = now,
        must_stop: Callable[[], bool] = _never,
        interval_seconds: float = 0,
    ) -> None:
        self.job = job
        self.seat = seat
        self.at = at
        self._clock = clock
        self._must_stop = must_stop
        self._interval = interval_seconds
        self._reported = float("-inf")

    @property
    def parameters(self) -> dict[str, Any]:
        """Return what the job was asked with."""
        parameters: dict[str, Any] = self.job.parameters
        return parameters

    @property
    def actor(self) -> Actor:
        """Return the name for audit entries: the person's, or `system:<kind>`."""
        return actor_of(self.job)

    def progress(self, done: int, total: int | None = None) -> None:
        """Say how far the work is; raise Cancelled or HandedBack when it has to stop here.

        Cheap enough for every row: it writes at most once per interval, and at the end.
        """
        if self._must_stop():
            raise HandedBack
        if total is not None:
            self.job.progress_total = total
        self.job.progress_done = done
        moment = time.monotonic()
        if moment - self._reported < self._interval and done != self.job.progress_total:
            return
        self._reported = moment
        total_now = self.job.progress_total
        if extend(self.job, at=self._clock(), progress_done=done, progress_total=total_now):
            raise Cancelled

    def once(self, name: str, effect: Callable[[], Any]) -> Any:
        """Call the effect in one transaction with the job's own row, at most once per job.

        A try after a crash gets the (JSON) answer of the first; a worker that lost its lease
        gets LeaseLost and writes nothing. Do the long reading before, not inside.
        """
        with transaction.atomic():
            rows = held(self.job).select_for_update(no_key=True, of=("self",))
            row = rows.values("effects", "cancel_asked").first()
            if row is None:
                raise LeaseLost(self.job.key)
            effects: dict[str, Any] = row["effects"]
            if name in effects:
                return effects[name]
            if row["cancel_asked"]:
                raise Cancelled
            outcome = effect()
            held(self.job).update(
                effects={**effects, name: outcome}, lease_until=lease_end(self._clock())
            )
        return outcome

    def keep_file(self, path: Path, *, name: str, media_type: str) -> StoredFile:
        """Store what the work made for its person to download; it expires with the job."""
        return keep(self.job, path=path, name=name, media_type=media_type, at=self._clock())
