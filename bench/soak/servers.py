"""A PostgreSQL server of our own, which may be stopped and started again."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.soak.processes import free_port

ACCOUNT = "postgres"
FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


class Server:
    """One cluster in a folder; run by the account postgres when we are root."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.address = f"postgresql://{ACCOUNT}@127.0.0.1:{self.port}/postgres"

    def create(self) -> None:
        """Make the cluster."""
        if os.getuid() == 0:
            shutil.chown(self.folder, ACCOUNT)
        self._run("initdb", "-D", self._data, "-A", "trust", "-U", ACCOUNT, "--no-sync")

    def start(self) -> None:
        """Start, also after a crash, and wait until it takes connections."""
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c max_connections=100"
            f" -c unix_socket_directories={self.folder}"
        )
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", self._data, "-w", "-l", log, "-o", options, "start")

    def stop(self) -> None:
        """Stop at once, without asking anybody, as when the machine goes."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "stop")

    def database_on(self, volume: Path) -> str:
        """Make an empty database whose tables lie on a volume; return its address."""
        import psycopg

        volume.parent.chmod(0o755)
        if os.getuid() == 0:
            shutil.chown(volume, ACCOUNT)
        with psycopg.connect(self.address, autocommit=True) as server:
            server.execute(f"CREATE TABLESPACE small LOCATION '{volume}'")
            server.execute("CREATE DATABASE small TABLESPACE small")
        return self.address.removesuffix("postgres") + "small"

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _run(self, name: str, *arguments: str) -> None:
        command = [str(FOLDERS[-1] / name), *arguments]
        if os.getuid() == 0:
            command = ["setpriv", f"--reuid={ACCOUNT}", f"--regid={ACCOUNT}", "--init-groups",
                       *command]  # fmt: skip
        subprocess.run(
            command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, cwd="/", timeout=120,
        )  # fmt: skip


@contextmanager
def own_server() -> Iterator[Server]:
    """Give a running server of our own, and remove it at the end."""
    with TemporaryDirectory() as name:
        server = Server(Path(name), free_port())
        server.create()
        server.start()
        try:
            yield server
        finally:
            server.stop()


def has_server() -> bool:
    """Say whether the programs of PostgreSQL are on this machine."""
    return bool(FOLDERS)
