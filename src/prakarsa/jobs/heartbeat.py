"""Keep the lease of a running job alive from beside it, and end a process that hangs."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from django.db import Error, connection

from prakarsa.foundation.time import now
from prakarsa.jobs.kinds import LONGEST_SECONDS, UnknownKind, find_kind
from prakarsa.jobs.leases import LEASE, LeaseLost, extend
from prakarsa.jobs.models import Job

log = logging.getLogger(__name__)
BEAT_SECONDS = LEASE.total_seconds() / 3
HUNG = 70


@contextmanager
def beating(job: Job) -> Iterator[None]:
    """Extend the lease every 20 s while the body runs."""
    over = threading.Event()
    thread = threading.Thread(target=_beat, args=(job, over), daemon=True, name="heartbeat")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=BEAT_SECONDS)


def _beat(job: Job, over: threading.Event) -> None:
    deadline = monotonic() + _longest_seconds(job)
    try:
        while not over.wait(BEAT_SECONDS):
            if monotonic() > deadline:
                _die(job)
            _extend(job)
    except LeaseLost:
        log.warning("The lease of a job was lost: %s", job.key)
    finally:
        connection.close()


def _extend(job: Job) -> None:
    try:
        extend(job, at=now())
    except Error:
        # A busy or absent database: the next beat may still come in time.
        connection.close()


def _longest_seconds(job: Job) -> int:
    try:
        return find_kind(job.kind).longest_seconds
    except UnknownKind:
        return LONGEST_SECONDS


def _die(job: Job) -> None:
    """End the whole process: a hung step cannot be interrupted, and the queue must go on."""
    log.error("A job hangs and its worker ends: %s", job.key)
    os._exit(HUNG)
