"""Kinds of work that behave well, badly, and worse."""

from __future__ import annotations

import errno
import os
import signal
import time
from pathlib import Path
from typing import Any

from prakarsa.formats.reasons import Reason, Refused
from prakarsa.jobs.kinds import JobRefused, daily_kind, job_kind
from prakarsa.jobs.models import Job
from prakarsa.jobs.running import Work
from prakarsa.organisations.models import RegionCluster
from prakarsa.organisations.roles import Role

STEPS = 5


def is_secretariat(seat: Any) -> bool:
    return seat.role is Role.SECRETARIAT


@job_kind("tests.count", label="Hitung", waits=(10, 20))
def count(work: Work) -> dict[str, Any]:
    """Take five steps, then write one row once."""
    for step in range(STEPS):
        work.progress(step, STEPS)
    return {"pk": work.once("row", lambda: write_row(work))}


@job_kind("tests.secret", label="Rahasia", may=is_secretariat)
def secret(work: Work) -> dict[str, Any]:
    """Do nothing that others may ask for."""
    return {"role": work.seat.role.value}


@job_kind("tests.refuse", label="Tolak")
def refuse(_work: Work) -> dict[str, Any]:
    """Say why it cannot be done."""
    raise JobRefused("Baris 14: perangkat daerah tidak ada dalam daftar.")


@job_kind("tests.full", label="Penuh", waits=(10,))
def find_no_room(_work: Work) -> dict[str, Any]:
    """Find the disk full, each time."""
    raise Refused(Reason.DISK_FULL)


@job_kind("tests.full_system", label="Penuh", waits=(10,))
def hit_no_room(_work: Work) -> dict[str, Any]:
    """Be told by the system that the disk is full, each time."""
    raise OSError(errno.ENOSPC, "no room")


@job_kind("tests.break", label="Rusak", waits=(10, 20))
def break_down(work: Work) -> dict[str, Any]:
    """Fail after its effect, each time."""
    work.once("row", lambda: write_row(work))
    raise ZeroDivisionError("secret detail of a fault")


@job_kind("tests.stop_itself", label="Berhenti")
def stop_itself(work: Work) -> dict[str, Any]:
    """Be cancelled by its person after the second step."""
    for step in range(STEPS):
        if step == 2:
            Job.objects.filter(pk=work.job.pk).update(cancel_asked=True)
        work.progress(step, STEPS)
    return {"pk": work.once("row", lambda: write_row(work))}


@job_kind("tests.die", label="Mati", waits=(0,))
def die(_work: Work) -> dict[str, Any]:
    """Kill the process that runs it, each time."""
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


@job_kind("tests.slow", label="Lambat")
def slow(work: Work) -> dict[str, Any]:
    """Write its row, say so in a file, and wait to be killed; the second try goes through."""
    row = work.once("row", lambda: write_row(work))
    marker = Path(work.parameters["marker"])
    is_first = not marker.exists()
    marker.touch()
    for step in range(600 if is_first else 1):
        work.progress(step, 600)
        time.sleep(0.05 if is_first else 0)
    return {"pk": row}


@daily_kind("tests.daily", hour=6, label="Harian")
def daily(_work: Work) -> dict[str, Any]:
    """Do nothing, once a day."""
    return {}


def write_row(work: Work) -> int:
    """Write a row that can be counted; each call needs a year of its own."""
    row = RegionCluster(
        region=work.job.region,
        year=work.job.pk * 10 % 30_000 + RegionCluster.objects.filter(source=work.job.key).count(),
        cluster="uji",
        source=work.job.key,
    )
    row.save()
    return row.pk
