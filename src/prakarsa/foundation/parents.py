"""Let a process end when the one that started it is gone without a word."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time

LOOK_SECONDS = 1.0
# Requests under way may finish; then the process ends regardless.
PATIENCE_SECONDS = 30.0


def end_with_parent() -> None:
    """Watch the server that started this web process, if one did; its killing ends us too.

    A web process whose server was killed would go on taking visitors that nobody counts, restarts
    or stops, and hold the folder so that no restore can begin.
    """
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        watch = threading.Thread(target=_watch, args=(parent.pid,), name="parent", daemon=True)
        watch.start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE_SECONDS)
    os._exit(1)
