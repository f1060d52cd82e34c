"""Processes in groups of their own: started, killed without warning, started again."""

from __future__ import annotations

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from bench.soak.installation import Installation

PATIENCE_SECONDS = 90
STOP_SECONDS = 45


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


class Program:
    """One program with its children; a kill takes one of them, or all at once."""

    def __init__(self, installation: Installation, command: list[str]) -> None:
        self.installation = installation
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it in a group of its own."""
        with self.installation.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, env=self.installation.environment(), stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def kill_child(self, dice: random.Random) -> bool:
        """Kill one of the children, as the system does when memory is short; False without one."""
        children = self.children()
        if children:
            with suppress(ProcessLookupError):
                os.kill(dice.choice(children), signal.SIGKILL)
        return bool(children)

    def kill_all(self) -> None:
        """Kill the whole group at once and wait until the program is gone."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> float:
        """Ask it to end and return the seconds it took; raise when it does not."""
        begun = time.monotonic()
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=STOP_SECONDS)
        return time.monotonic() - begun

    def children(self) -> list[int]:
        """Return the processes right below."""
        if self.process is None:
            return []
        pid = self.process.pid
        try:
            text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        except OSError:
            return []
        return [int(each) for each in text.split()]


class Web(Program):
    """The web server as `prakarsa serve` starts it."""

    def __init__(self, installation: Installation, workers: int = 1) -> None:
        from prakarsa.site.commands import child_commands

        port = installation.port
        command, _worker = child_commands(host="127.0.0.1", port=port, workers=workers)
        super().__init__(installation, command)

    def start(self) -> None:
        """Start and wait until a page answers."""
        super().start()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            if time.monotonic() > deadline:
                raise RuntimeError("The web server did not answer in time; see the log.")
            time.sleep(0.05)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.installation.port, timeout=20)
        try:
            connection.request("GET", "/tentang/")
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def kill(self, dice: random.Random) -> None:
        """Kill one process or all; the program then ends, and what is left of it is ended."""
        if dice.random() < 0.5 and self.kill_child(dice) and self.process is not None:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=10)
        self.kill_all()


class Worker(Program):
    """The worker as `prakarsa worker` runs it, with a lease of seconds instead of a minute."""

    def __init__(self, installation: Installation) -> None:
        super().__init__(installation, [sys.executable, "-m", "bench.soak.worker_child"])

    def kill(self, dice: random.Random) -> None:
        """Kill the process that works, which its parent starts again; or both, and start both."""
        if dice.random() < 0.7 and self.kill_child(dice):
            return
        self.kill_all()
        self.start()
