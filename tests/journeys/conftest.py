"""The product as people run it: `prakarsa demo` in its own folder, and a real Chromium."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.people import Visitors

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
SECONDS_TO_START = 120


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the demo, web and worker, on a database of its own; return its address."""
    folder: Path = tmp_path_factory.mktemp("demo")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "PRAKARSA_PROFILE": "demo", "PRAKARSA_FOLDER": str(folder),
                   "PRAKARSA_ADDRESS": address}  # fmt: skip
    environment.pop("DATABASE_URL", None)
    log = (folder / "log").open("wb")
    command = [sys.executable, "-m", "prakarsa.cli", "demo", "--port", str(port)]
    server = subprocess.Popen(
        command, env=environment, stdout=log, stderr=log, start_new_session=True
    )
    try:
        wait_for(address, server, folder / "log")
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=40)


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the site answers; say what it printed when it does not."""
    for _second in range(SECONDS_TO_START):
        try:
            urllib.request.urlopen(f"{address}/masuk/", timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            if server.poll() is not None:
                break
            time.sleep(1)
    pytest.fail(f"the demo did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not there")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def visitors(site: str, browser: Browser) -> Iterator[Visitors]:
    """Return people who can sit down at the site, each with a browser of their own."""
    found = Visitors(site, browser)
    yield found
    found.leave()
