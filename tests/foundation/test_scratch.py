"""G04: what killed processes leave behind is removed, and nothing that is in use ever is."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from prakarsa.foundation import scratch
from prakarsa.foundation.time import now

LATER = timedelta(hours=25)
CHILD = """
import os, sys, tempfile, pathlib
from django.conf import settings
settings.configure(PRAKARSA_FOLDER=pathlib.Path(sys.argv[1]))
from prakarsa.foundation.scratch import use_own_folder
use_own_folder()
with tempfile.NamedTemporaryFile(suffix=".upload") as left:
    left.write(b"x" * 10)
    left.flush()
    print(left.name, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, settings: Any) -> None:
    settings.PRAKARSA_FOLDER = tmp_path


@contextmanager
def working(folder: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Give a process that has a temporary file open, and the file."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True, env={**os.environ, "PYTHONPATH": "src"},
    )  # fmt: skip
    try:
        assert child.stdout is not None
        yield child, Path(child.stdout.readline().strip())
    finally:
        child.kill()
        child.wait()


def age(path: Path, *, by: timedelta) -> None:
    """Let a folder and what is in it look old."""
    moment = (now() - by).timestamp()
    for each in (*path.rglob("*"), path):
        os.utime(each, (moment, moment))


def test_G04_a_killed_process_leaves_nothing_for_longer_than_a_day(tmp_path: Path) -> None:
    with working(tmp_path) as (child, left):
        assert left.parent.parent == scratch.scratch_folder()
        age(left.parent, by=LATER)
        assert scratch.remove_abandoned(at=now()) == 0
        child.kill()
        child.wait()
        assert left.exists()
        assert scratch.remove_abandoned(at=now()) == 1
    assert not left.parent.exists()


def test_G04_what_a_dead_process_left_today_stays(tmp_path: Path) -> None:
    with working(tmp_path) as (child, left):
        child.kill()
        child.wait()
        assert scratch.remove_abandoned(at=now()) == 0
        age(left.parent, by=LATER)
        (left.parent / "young").touch()
        assert scratch.remove_abandoned(at=now()) == 0
        at: datetime = now() + LATER
        assert scratch.remove_abandoned(at=at) == 1


def test_G04_nothing_is_there_before_anybody_worked() -> None:
    assert list(scratch.abandoned_folders(at=now())) == []
