"""C01: a web process and its server end when what started them is killed without a word."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from prakarsa.foundation.occupancy import alone
from tests.operations.sites import demo_environment, prepare, running_site, wait_until


def children_of(parent: int) -> list[int]:
    """Return the processes that a process started, and those they started."""
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [each for child in map(int, found) for each in (child, *children_of(child))]


def is_running(process: int) -> bool:
    """Say whether a process is there and has not ended; who adopts it may not have asked yet."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def command_of(process: int) -> str:
    """Return the command line of a process."""
    return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode()


@pytest.fixture
def site_process(tmp_path: Path) -> Iterator[int]:
    """Give the process `prakarsa serve` of a site that answers."""
    environment = demo_environment(tmp_path, f"sqlite:///{tmp_path}/site.sqlite3")
    prepare(environment)
    with running_site(environment, workers=1):
        own = children_of(os.getpid())
        yield next(each for each in own if " serve " in command_of(each))


def server_of(site: int) -> int:
    """Return the server that looks after the web processes."""
    return next(each for each in children_of(site) if "granian" in command_of(each))


@pytest.mark.parametrize("killed", ["server", "site"])
def test_C01_nobody_serves_on_when_the_parent_was_killed(
    site_process: int, tmp_path: Path, killed: str
) -> None:
    others = children_of(site_process)
    server = server_of(site_process)
    web = [each for each in children_of(server) if is_running(each)]
    assert web
    os.kill(server if killed == "server" else site_process, signal.SIGKILL)
    wait_until(lambda: not any(map(is_running, others)), seconds=40)
    # Nobody holds the folder any more: a restore could begin.
    with alone(tmp_path):
        assert not any(map(is_running, web))
