"""Keep one worker process alive: a job that kills its process ends a child, never the queue."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from types import FrameType

COMMAND = [sys.executable, "-m", "prakarsa.jobs"]
RESTART_SECONDS = 2.0
STOP_SECONDS = 30


def supervise() -> None:
    """Run a worker as a child and start it again when it dies, until SIGTERM or SIGINT."""
    over = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        over.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    parent = os.getppid()
    child = start_worker()
    # The site that started us may be killed without a word; then nobody needs the worker.
    while not over.wait(RESTART_SECONDS) and os.getppid() == parent:
        if child.poll() is not None:
            child = start_worker()
    stop_worker(child)


def start_worker() -> subprocess.Popen[bytes]:
    """Start one worker that also ends when this process is gone."""
    command = [*COMMAND, "--parent", str(os.getpid())]
    return subprocess.Popen(command)


def stop_worker(process: subprocess.Popen[bytes]) -> None:
    """Ask the worker to hand back its lease, and wait for it at most 30 s."""
    process.terminate()
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
