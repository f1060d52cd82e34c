"""The product as people run it: `prakarsa demo` in its own folder, and a real Chromium."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browsers import chromium, has_chromium
from tests.journeys.people import Site, Visitors

SECONDS_TO_START = 120


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Start the demo, web and worker, on a database of its own."""
    folder = tmp_path_factory.mktemp("demo")
    port = free_port()
    started = Site(f"http://127.0.0.1:{port}", folder, folder.with_suffix(".log"))
    environment = {**os.environ, "PRAKARSA_PROFILE": "demo", "PRAKARSA_FOLDER": str(folder),
                   "PRAKARSA_ADDRESS": started.address}  # fmt: skip
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "prakarsa.cli", "demo", "--port", str(port)]
    with started.log.open("wb") as log:
        server = subprocess.Popen(
            command, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        wait_for(started, server)
        yield started
    finally:
        stop(server)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(site: Site, server: subprocess.Popen[bytes]) -> None:
    """Wait until the site answers; say what it printed when it does not."""
    for _second in range(SECONDS_TO_START):
        if answers(site):
            return
        if server.poll() is not None:
            break
        time.sleep(1)
    stop(server)
    pytest.fail(f"the demo did not start:\n{site.log.read_text()[-3000:]}")


def answers(site: Site) -> bool:
    """Say whether somebody can sign in by now."""
    try:
        probe = http.client.HTTPConnection(site.address.removeprefix("http://"), timeout=5)
        probe.request("GET", "/masuk/")
        return probe.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the demo and its children."""
    if server.poll() is None:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=60)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Open this machine's Chromium once for all journeys."""
    if not has_chromium():
        pytest.skip("Chromium is not there")
    with chromium() as opened:
        yield opened


@pytest.fixture
def visitors(site: Site, browser: Browser) -> Iterator[Visitors]:
    """Return people who can sit down at the site, each with a browser of their own."""
    found = Visitors(site, browser)
    yield found
    found.leave()
