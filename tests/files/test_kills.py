"""C01: a process that is killed while it keeps files leaves all of a file or nothing."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from prakarsa.audit.verification import verify
from prakarsa.files import actions, storage
from prakarsa.files.checking import find_faults
from prakarsa.files.models import StoredFile
from prakarsa.foundation.time import now
from prakarsa.organisations.models import Membership
from prakarsa.organisations.roles import Role
from tests.worlds import make_world

KILLS = int(os.environ.get("PRAKARSA_KILLS", "4"))


def test_C01_C02_kill_while_files_are_kept_leaves_all_or_nothing(
    shared_database: str, settings: Any, tmp_path: Path
) -> None:
    folder = settings.PRAKARSA_FILES = tmp_path / "store"
    world = make_world()
    seat = world.seat(Role.OPERATOR)
    Membership.objects.filter(role=Role.OPERATOR).exclude(person=seat.person).delete()
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)

    for number in range(KILLS):
        kill_one(shared_database, folder, seed + number, after=chance.random() / 2)
        assert list(find_faults(at=now())) == []

    for path in folder.glob("*/*"):
        os.utime(path, (0, 0))
    actions.sweep(at=now())
    keys = set(StoredFile.objects.values_list("key", flat=True))
    assert keys
    assert {path.name for path in folder.glob("*/*")} == keys
    for stored in StoredFile.objects.all():
        assert storage.path_of(stored.key).stat().st_size == stored.size
    assert verify().is_whole


def kill_one(database: str, folder: Path, seed: int, *, after: float) -> None:
    """Start a storing process, and kill it some time after its first file."""
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "prakarsa.foundation.settings",
        "PYTHONPATH": os.pathsep.join(["src", "."]),
    }
    command = [sys.executable, "-m", "tests.files.storing_child", str(folder), str(seed)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        time.sleep(after)
        process.kill()
