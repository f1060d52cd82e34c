"""A database that other processes see too: a file for SQLite, the test database on PostgreSQL."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

Start = Callable[..., "subprocess.Popen[bytes]"]
PATIENCE_SECONDS = 30.0


@pytest.fixture
def shared_database(transactional_db: None, tmp_path: Path) -> Iterator[str]:
    """Give the address of a database with all tables; this process writes to the same one."""
    given = connections["default"]
    if given.vendor == "postgresql":
        yield _address_of(given)
        return
    path = tmp_path / "shared.sqlite3"
    with sqlite3.connect(path) as copy:
        given.ensure_connection()
        given.connection.backup(copy)
    copy.close()
    own = type(given)({**given.settings_dict, "NAME": str(path)}, "default")
    connections["default"] = own
    yield f"sqlite:///{path}"
    own.close()
    connections["default"] = given


def _address_of(connection: Any) -> str:
    given = connection.settings_dict
    login = f"{given['USER']}:{given['PASSWORD']}@" if given["USER"] else ""
    return f"postgresql://{login}{given['HOST']}:{given['PORT']}/{given['NAME']}"


@pytest.fixture
def start(shared_database: str, tmp_path: Path) -> Iterator[Start]:
    """Give a function that starts a real worker process on the shared database."""
    started: list[subprocess.Popen[bytes]] = []

    def run(*arguments: str) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "DATABASE_URL": shared_database,
            "DJANGO_SETTINGS_MODULE": "prakarsa.foundation.settings",
            "PRAKARSA_LOG_LEVEL": "CRITICAL",
            "PYTHONPATH": os.pathsep.join(["src", "."]),
        }
        command = [sys.executable, "-m", "tests.jobs.worker_child", *arguments]
        process = subprocess.Popen(command, env=environment, start_new_session=True)
        started.append(process)
        return process

    yield run
    for process in started:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for something another process does; fail after half a minute."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError("The other process did not get there in time.")
        time.sleep(0.05)
