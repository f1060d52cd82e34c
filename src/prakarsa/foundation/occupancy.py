"""Who works on the folder of this installation: many at once, or one alone.

Web and worker hold the lock together; a restore must hold it alone. The system lets go of the
lock of a process that is gone, however it went.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

LOCK = "in-use.lock"
_held: list[int] = []


class InUse(Exception):
    """Others work on the folder, or one works on it alone."""


def occupy() -> None:
    """Hold the folder together with others as long as this process lives; raise InUse."""
    if not _held:
        _held.append(_take(Path(settings.PRAKARSA_FOLDER), fcntl.LOCK_SH))


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a folder alone; raise InUse while web or worker run."""
    descriptor = _take(folder, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


def _take(folder: Path, kind: int) -> int:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise InUse(f"{folder}: web, a worker or a restore is at work there.") from None
    return descriptor
