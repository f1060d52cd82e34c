"""An installation of its own per test: a database others see too, files, checkpoints, backups."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from prakarsa.audit.sealing import seal_chain
from prakarsa.evidence.models import Answer, LevelEntry
from prakarsa.files import actions
from prakarsa.files.models import StoredFile
from prakarsa.foundation.time import now
from prakarsa.operations.actions import record_backup, record_proof
from prakarsa.operations.backups.making import make_backup
from prakarsa.operations.rulebooks import record_rulebooks
from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Innovation, Revision
from tests.jobs.conftest import shared_database
from tests.worlds import World, make_world

__all__ = ["shared_database"]


@dataclass
class Installation:
    """A small world on a real database, and how files are kept in it."""

    world: World
    address: str
    folder: Path
    at: datetime

    def keep(self, text: bytes = b"isi\n", *, at: datetime | None = None) -> StoredFile:
        """Keep one file for the operator."""
        moment = at or self.at
        seat = self.world.seat(Role.OPERATOR)
        source = self.folder / "source.csv"
        source.write_bytes(text)
        with transaction.atomic():
            return actions.keep_made_file(
                path=source, name="isi.csv", media_type="text/csv", actor=seat.actor,
                owner=seat.person, membership=None, region=seat.region, at=moment,
                expires_at=moment + timedelta(days=7),
            )  # fmt: skip

    def environment(self) -> dict[str, str]:
        """Return the environment of a process that works on this installation."""
        return {
            **os.environ,
            "DATABASE_URL": self.address,
            "PRAKARSA_FOLDER": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "prakarsa.foundation.settings",
            "PRAKARSA_LOG_LEVEL": "CRITICAL",
            "PYTHONPATH": os.pathsep.join(["src", "."]),
        }

    def run(self, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        """Run `prakarsa …` on this installation as a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "prakarsa.cli", *arguments],
            env={**self.environment(), **changes}, capture_output=True, text=True, check=False,
            timeout=120,
        )  # fmt: skip


@pytest.fixture
def installation(shared_database: str, settings: Any, tmp_path: Path, at: datetime) -> Installation:
    """Give an installation with a small world, one file, and a checkpoint."""
    folder = tmp_path / "here"
    folder.mkdir(mode=0o700)
    settings.PRAKARSA_FOLDER = folder
    settings.PRAKARSA_FILES = folder / "files"
    settings.PRAKARSA_CHECKPOINTS = folder / "checkpoints"
    settings.PRAKARSA_BACKUPS = folder / "backups"
    made = Installation(make_world(), shared_database, folder, now())
    made.keep()
    record_rulebooks(at=made.at)
    seal_chain(at=made.at)
    return made


@contextmanager
def new_database() -> Iterator[str]:
    """Give the address of an empty database on the same server, and drop it afterwards."""
    import psycopg

    given, name = connection.settings_dict, f"prakarsa_other_{os.getpid()}"
    login = f"{given['USER']}:{given['PASSWORD']}@" if given["USER"] else ""
    server = f"postgresql://{login}{given['HOST']}:{given['PORT']}"
    with psycopg.connect(f"{server}/{given['NAME']}", autocommit=True) as owner:
        owner.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
        owner.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield f"{server}/{name}"
        finally:
            owner.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """Give the address of an empty database to restore into; empty text for a new SQLite file."""
    if connection.vendor == "sqlite":
        yield ""
        return
    with new_database() as address:
        yield address


@pytest.fixture
def writers(installation: Installation) -> Iterator[Callable[[int], None]]:
    """Give a function that starts processes which keep and remove files until the test ends."""
    started: list[subprocess.Popen[bytes]] = []

    def start(count: int) -> None:
        for seed in range(count):
            command = [sys.executable, "-m", "tests.operations.writing_child", str(seed)]
            process = subprocess.Popen(
                command, env=installation.environment(), stdout=subprocess.PIPE
            )
            started.append(process)
        for process in started:
            assert process.stdout is not None
            assert process.stdout.readline()

    yield start
    for process in started:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


@pytest.fixture
def healthy(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """Give an installation without any fault: backed up, proven, with one decided answer."""
    for name in ("PRAKARSA_TEST_POSTGRES", "PRAKARSA_REQUIRE"):
        # What the suite itself is told is no setting of the product.
        monkeypatch.delenv(name, raising=False)
    if connection.vendor == "sqlite":
        Path(connection.settings_dict["NAME"]).chmod(0o600)
    make_answer(installation)
    at = installation.at
    path, manifest = make_backup(Path(settings.PRAKARSA_BACKUPS), at=at)
    record_backup(name=path.name, manifest=manifest, at=at)
    record_proof(name=path.name, manifest=manifest, is_here=True, at=at)
    return installation


def make_answer(installation: Installation) -> None:
    """Make a published innovation and one answer with a claim, the long way."""
    world, at = installation.world, installation.at
    innovation = Innovation.objects.create(
        region=world.home, agency=world.ward, name="SAPA", normalised_name="sapa",
        state=Innovation.State.PUBLISHED, created_by_key="k", created_at=at, changed_at=at,
        published_at=at,
    )  # fmt: skip
    Revision.objects.create(
        innovation=innovation, number=1, act="create", actor_key="k", role="operator", at=at,
        snapshot={"state": "published"},
    )  # fmt: skip
    answer = Answer.objects.create(
        region=world.home, edition_year=2026, indicator="1", changed_at=at
    )
    LevelEntry.objects.create(
        answer=answer, kind="claimed", level_after=2, reason="x", actor_key="k", role="operator",
        at=at,
    )  # fmt: skip
    Answer.objects.update(claimed_level=2, state=Answer.State.DRAFT)
