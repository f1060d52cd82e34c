"""The worker process: claim, run, report; it may die at any instant and nothing is lost."""

from __future__ import annotations

import logging
import os
import signal
import threading
from time import monotonic
from types import FrameType

from django.db import InterfaceError, OperationalError, close_old_connections, connections

from prakarsa.foundation.time import now
from prakarsa.jobs.attempts import Terms, attempt
from prakarsa.jobs.heartbeat import beating
from prakarsa.jobs.leases import claim
from prakarsa.jobs.running import HandedBack
from prakarsa.jobs.schedule import enqueue_due

log = logging.getLogger(__name__)
IDLE_SECONDS = 1.0
AWAY_SECONDS = 3.0
REPORT_SECONDS = 1.0
SCHEDULE_SECONDS = 60.0
# After SIGTERM a step may still finish for this long; then the lease is handed back regardless.
PATIENCE_SECONDS = 20


class Worker:
    """Claims and runs jobs until told to stop, or until the process that started it is gone."""

    def __init__(self, *, parent: int | None = None) -> None:
        self._stop = threading.Event()
        self._parent = parent
        self._owner = f"pid{os.getpid()}"
        self._scheduled = float("-inf")
        self._is_running_job = False

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; a lost database is waited for, not died of."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask_to_stop)
        signal.signal(signal.SIGALRM, self._lose_patience)
        while not self.must_stop():
            try:
                if not self._step():
                    self._stop.wait(IDLE_SECONDS)
            except HandedBack:
                log.info("A stop came between two jobs.")
            except (OperationalError, InterfaceError):
                log.warning("The database does not answer; the worker waits.", exc_info=True)
                connections.close_all()
                self._stop.wait(AWAY_SECONDS)
        signal.alarm(0)
        connections.close_all()

    def must_stop(self) -> bool:
        """Say whether the worker is ending."""
        return self._stop.is_set() or (self._parent is not None and os.getppid() != self._parent)

    def _step(self) -> bool:
        close_old_connections()
        if monotonic() - self._scheduled > SCHEDULE_SECONDS:
            self._scheduled = monotonic()
            enqueue_due(now())
        job = claim(owner=self._owner, at=now())
        if job is None:
            return False
        terms = Terms(clock=now, must_stop=self.must_stop, interval_seconds=REPORT_SECONDS)
        with beating(job):
            self._is_running_job = True
            try:
                attempt(job, terms)
            finally:
                self._is_running_job = False
        return True

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stop.set()
        signal.alarm(PATIENCE_SECONDS)

    def _lose_patience(self, _number: int, _frame: FrameType | None) -> None:
        if self._is_running_job:
            raise HandedBack
