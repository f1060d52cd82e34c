"""Temporary files: each process keeps its own in a folder that is cleaned when it was killed.

The process holds a lock on its folder as long as it lives, and the system lets go of it however
the process ended. So what may be removed is known, and nothing in use ever is.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

OLDEST = timedelta(days=1)
_held: list[int] = []


def scratch_folder() -> Path:
    """Return where the folders of the processes lie."""
    return Path(settings.PRAKARSA_FOLDER) / "temporary"


def use_own_folder() -> Path:
    """Let everything temporary of this process, its libraries included, lie in one held folder."""
    scratch_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    own = Path(tempfile.mkdtemp(prefix="process-", dir=scratch_folder()))
    descriptor = os.open(own, os.O_RDONLY | os.O_DIRECTORY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    _held.append(descriptor)
    tempfile.tempdir = str(own)
    return own


def abandoned_folders(*, at: datetime, older_than: timedelta = OLDEST) -> Iterator[Path]:
    """Give the folders of processes that are gone, when nothing in them is younger."""
    if not scratch_folder().is_dir():
        return
    for folder in sorted(scratch_folder().glob("process-*")):
        if _is_abandoned(folder) and changed_at(folder) < at - older_than:
            yield folder


def remove_abandoned(*, at: datetime) -> int:
    """Remove the folders of processes that are gone for a day; return how many."""
    count = 0
    for folder in abandoned_folders(at=at):
        shutil.rmtree(folder, ignore_errors=True)
        count += not folder.exists()
    return count


def changed_at(folder: Path) -> datetime:
    """Return when the folder or anything in it was changed last."""
    moments = [folder.stat().st_mtime, *(path.lstat().st_mtime for path in folder.rglob("*"))]
    return datetime.fromtimestamp(max(moments), UTC)


def _is_abandoned(folder: Path) -> bool:
    """Say whether nobody holds the folder; a process that begins is held before it is a day old."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        return True
    finally:
        os.close(descriptor)
