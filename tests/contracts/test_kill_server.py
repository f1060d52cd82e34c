"""C01: the web server is killed while the mayor signs; the same form sent again ends it well."""

from __future__ import annotations

import http.client
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings

from prakarsa.audit.verification import verify
from prakarsa.contracts.checkups import half_held, half_signed
from prakarsa.contracts.models import PerformanceContract, Signature
from prakarsa.organisations.roles import Role
from prakarsa.site.commands import child_commands
from tests.auctions.builders import make_period
from tests.contracts.builders import State, agreed_lot, fresh, make_contract, shown, sign
from tests.operations.servers import free_port
from tests.operations.sites import demo_environment, wait_until
from tests.worlds import World, make_world

KILLS = max(int(os.environ.get("PRAKARSA_KILLS", "4")) // 2, 1)
TYPICAL_SECONDS = 0.4
TOKEN = "a" * 32


class Server:
    """One web server that can be killed and started again, and the mayor's browser."""

    def __init__(self, environment: dict[str, str], world: World) -> None:
        self.environment, self.port = environment, free_port()
        cookies = world.client(Role.MAYOR).cookies.values()
        pairs = [f"{each.key}={each.value}" for each in cookies]
        self.headers = {
            "Cookie": "; ".join([*pairs, f"prakarsa-csrf={TOKEN}"]),
            "X-CSRFToken": TOKEN,
            "Origin": f"http://127.0.0.1:{self.port}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until a page answers."""
        command, _worker = child_commands(host="127.0.0.1", port=self.port, workers=1)
        environment = {**self.environment, "PRAKARSA_ADDRESS": f"http://127.0.0.1:{self.port}"}
        self.process = subprocess.Popen(
            command, env=environment, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        wait_until(lambda: self.ask("GET", "/tentang/") == http.client.OK)

    def kill(self) -> None:
        """Kill all its processes without a word."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def ask(self, method: str, address: str, form: dict[str, Any] | None = None) -> int:
        """Send one request; return the status, or 0 when no answer came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        body = urllib.parse.urlencode(form) if form else None
        try:
            connection.request(method, address, body, self.headers)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()


@contextmanager
def running(database: str, folder: Path, world: World) -> Iterator[Server]:
    """Give a server on the database of the test, with the key of its sessions."""
    environment = demo_environment(folder, database)
    environment["PRAKARSA_SECRET_KEY"] = settings.SECRET_KEY
    command = [sys.executable, "-m", "django", "collectstatic", "--no-input", "-v", "0"]
    subprocess.run(command, env=environment, check=True)
    server = Server(environment, world)
    try:
        server.start()
        yield server
    finally:
        server.kill()


def test_C01_kill_the_server_while_the_mayor_signs(shared_database: str, tmp_path: Path) -> None:
    world = make_world()
    period = make_period(world)
    contracts = [
        make_contract(world, State.SIGNING, lot=agreed_lot(world, period)) for _each in range(KILLS)
    ]
    for contract in contracts:
        sign(contract, world.seat(Role.AGENCY_HEAD))
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    with running(shared_database, tmp_path, world) as server:
        for contract in contracts:
            sign_and_kill(server, contract, after=chance.random() * TYPICAL_SECONDS)
    assert Signature.objects.filter(order=2).count() == KILLS
    assert verify().is_whole


def sign_and_kill(server: Server, contract: PerformanceContract, *, after: float) -> None:
    """Let the mayor sign, kill the server meanwhile, and send the same form once more."""
    seen, address = shown(contract), f"/kontrak/{contract.key}/tanda-tangan/"
    form = {"sha256": seen.sha256, "order": seen.order, "has_read": "on"}
    signing = threading.Thread(target=server.ask, args=("POST", address, form))
    signing.start()
    time.sleep(after)
    server.kill()
    signing.join()
    assert half_signed() == set()
    assert not half_held().exists()
    server.start()
    assert server.ask("POST", address, form) == http.client.FOUND
    assert fresh(contract).state == State.RUNNING
    assert half_signed() == set()
