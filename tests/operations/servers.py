"""A PostgreSQL server of one's own, to be stopped and started at will."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

TOOLS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
OWNER = "postgres"


class OwnPostgres:
    """One server in a folder of its own, on a free port of this machine, without a password."""

    def __init__(self, folder: Path, *, user: str | None) -> None:
        self.folder, self._user = folder, user
        self._tools = Path(shutil.which("initdb") or TOOLS[-1]).parent
        self.port = free_port()
        self._run("initdb", "-D", str(folder / "data"), "-A", "trust", "-U", OWNER, "--no-sync")

    def start(self, *settings: str) -> None:
        """Start the server, with settings such as `fsync=off`, and wait until it answers."""
        own = [f"port={self.port}", f"unix_socket_directories={self.folder}",
               "listen_addresses=127.0.0.1", "max_connections=60", *settings]  # fmt: skip
        options = " ".join(f"-c {each}" for each in own)
        self._control("-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        """Stop it as a power cut would: connections break, nothing is said."""
        self._control("-m", "immediate", "stop")

    def address(self, name: str, *, user: str = OWNER) -> str:
        """Return the address of a database for DATABASE_URL."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{name}"

    def execute(self, *statements: str, name: str = OWNER) -> None:
        """Run statements as the owner of the server, each on its own."""
        import psycopg

        with psycopg.connect(self.address(name), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def _control(self, *arguments: str) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-s", *arguments)

    def _run(self, tool: str, *arguments: str) -> None:
        subprocess.run(
            [str(self._tools / tool), *arguments], user=self._user, check=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/",
        )  # fmt: skip


@contextmanager
def own_postgres() -> Iterator[OwnPostgres]:
    """Give a server that is not started yet; skip where there is none to be had."""
    is_root = os.geteuid() == 0
    if not TOOLS and not shutil.which("initdb"):
        if "postgres" in os.environ.get("PRAKARSA_REQUIRE", ""):
            pytest.fail("PostgreSQL's initdb is not there, and postgres is required")
        pytest.skip("PostgreSQL's initdb is not there")
    folder = Path(tempfile.mkdtemp(prefix="prakarsa-"))
    if is_root:
        # The server refuses to run as root.
        shutil.chown(folder, OWNER)
    server = OwnPostgres(folder, user=OWNER if is_root else None)
    try:
        yield server
    finally:
        with suppress(subprocess.CalledProcessError):
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
