"""A real Chromium for tests, opened quietly. Make the data first: inside, the database rests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def has_chromium() -> bool:
    """Say whether this machine has a Chromium."""
    return any(map(shutil.which, NAMES))


@contextmanager
def chromium() -> Iterator[Any]:
    """Open the Chromium of this machine."""
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, NAMES)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield browser
        browser.close()


@contextmanager
def served(database: str, store: Path) -> Iterator[str]:
    """Serve the site from a process of its own on a shared database; give its address."""
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        # The session is signed here and read there: both need the same key.
        "PRAKARSA_FOLDER": str(settings.PRAKARSA_FOLDER),
        "DJANGO_SETTINGS_MODULE": "prakarsa.foundation.settings",
        "PYTHONPATH": os.pathsep.join(["src", "."]),
    }
    command = [sys.executable, "-m", "tests.files.serving_child", str(store)]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            # A test that failed would otherwise wait for ever for its server to end.
            process.kill()


def session_of(client: Client, address: str) -> dict[str, str]:
    """Return the session cookie of a signed-in test client, for a browser at an address."""
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    return {"name": cookie.key, "value": cookie.value, "url": address}
