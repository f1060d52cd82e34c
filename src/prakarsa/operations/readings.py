"""How the installation is now, in numbers that cost little: for the page and for the metrics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db.models import Count, Min

from prakarsa.audit.checkpoints import last_checkpoint
from prakarsa.jobs.models import Job
from prakarsa.jobs.queries import abandoned
from prakarsa.notices.models import Mail
from prakarsa.operations.checkups.machine import free_bytes
from prakarsa.operations.queries import Done, last_backup, last_proof


@dataclass(frozen=True, slots=True)
class Line:
    """Things that wait: how many, and since when the oldest."""

    count: int
    since: datetime | None

    def seconds(self, at: datetime) -> float:
        """Return how long the oldest has waited."""
        return _age(self.since, at) or 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The queue, the outbox, the backups, the chain and the disks at one moment."""

    queue: Line
    dead_leases: int
    outbox: Line
    backup: Done | None
    proof: Done | None
    signed_at: datetime | None
    disks: dict[Path, int]

    def ages(self, at: datetime) -> dict[str, float | None]:
        """Return the seconds since the last backup, proven restore and checkpoint."""
        return {
            "backup": _age(self.backup.taken_at if self.backup else None, at),
            "restore": _age(self.proof.at if self.proof else None, at),
            "checkpoint": _age(self.signed_at, at),
        }


def take_reading(at: datetime) -> Reading:
    """Read it: a handful of queries, however many rows there are."""
    checkpoint = last_checkpoint()
    return Reading(
        queue=_queue(at),
        dead_leases=abandoned(at=at).count(),
        outbox=_outbox(),
        backup=last_backup(),
        proof=last_proof(),
        signed_at=checkpoint.written_at if checkpoint else None,
        disks=free_bytes(),
    )


def _queue(at: datetime) -> Line:
    rows = Job.objects.filter(state=Job.State.WAITING, run_after__lte=at)
    found = rows.aggregate(count=Count("pk"), since=Min("run_after"))
    return Line(found["count"], found["since"])


def _outbox() -> Line:
    rows = Mail.objects.filter(state=Mail.State.WAITING)
    found = rows.aggregate(count=Count("pk"), since=Min("created_at"))
    return Line(found["count"], found["since"])


def _age(since: datetime | None, at: datetime) -> float | None:
    return None if since is None else max((at - since).total_seconds(), 0.0)
