"""The real site: web processes and worker, started and asked over HTTP."""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.operations.servers import free_port
from tests.worlds import PASSWORD

CLI = [sys.executable, "-m", "prakarsa.cli"]


@dataclass(frozen=True)
class Answer:
    """What a visitor got."""

    status: int
    body: str
    headers: Mapping[str, str]


def answer_of(status: int, found: Any) -> Answer:
    """Return an answer with the names of its headers in small letters."""
    headers = {name.lower(): value for name, value in found.headers.items()}
    return Answer(status, found.read().decode(), headers)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Take the answer that leads elsewhere as the answer."""

    def redirect_request(self, *_arguments: Any) -> None:
        return None


class Visitor:
    """A browser with cookies; an error page is an answer like any other."""

    def __init__(self, site: str, **headers: str) -> None:
        self.site, self._jar = site, http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar))
        self._opener.addheaders = list(headers.items())
        jar = urllib.request.HTTPCookieProcessor(self._jar)
        self._standing = urllib.request.build_opener(jar, NoRedirect())

    def get(self, path: str, form: dict[str, str] | None = None, *, follows: bool = True) -> Answer:
        """Fetch a page, or send a form; follow where it leads, or not."""
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        opener = self._opener if follows else self._standing
        try:
            with opener.open(f"{self.site}{path}", data, timeout=60) as found:
                return answer_of(found.status, found)
        except urllib.error.HTTPError as problem:
            return answer_of(problem.code, problem)

    def post(self, path: str, page: str, **fields: str) -> Answer:
        """Send a form with the token that stands on a page."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(page).body)
        assert token is not None, page
        return self.get(path, {"csrfmiddlewaretoken": token[1], **fields})

    def token(self) -> str:
        """Return the token of the cookie: enough for a form that was open already."""
        return next(str(cookie.value) for cookie in self._jar if "csrf" in cookie.name)

    def sign_in(self, address: str) -> None:
        """Sign in as a person of the small world."""
        found = self.post("/masuk/", "/masuk/", username=address, password=PASSWORD)
        assert found.status == 200
        assert self.get("/akun/").status == 200


def prepare(environment: dict[str, str]) -> None:
    """Migrate a database and put the small world into it, everybody with the same password."""
    for command in ([*CLI, "migrate"], [sys.executable, "-m", "tests.operations.world_child"]):
        subprocess.run(command, env=environment, check=True, capture_output=True)


@contextmanager
def running_site(environment: dict[str, str], *, workers: int = 2) -> Iterator[str]:
    """Run web and worker, wait until they are ready, and give the address."""
    port = free_port()
    command = [*CLI, "serve", "--port", str(port), "--workers", str(workers)]
    log = Path(environment["PRAKARSA_FOLDER"]) / f"site-{port}.log"
    with log.open("wb") as lines:
        process = subprocess.Popen(
            command, env=environment, stdout=lines, stderr=lines, start_new_session=True
        )
    try:
        site = f"http://127.0.0.1:{port}"
        wait_until(lambda: is_answering(site))
        yield site
    finally:
        process.terminate()
        try:
            process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def is_answering(site: str) -> bool:
    """Say whether the site is ready for visitors."""
    try:
        return Visitor(site).get("/sehat/siap").status == 200
    except OSError:
        return False


def wait_until(is_so: Callable[[], bool], *, seconds: float = 60.0) -> None:
    """Wait for something another process does."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "The other process did not get there in time."
        time.sleep(0.1)


def demo_environment(folder: Path, address: str, **changes: str) -> dict[str, str]:
    """Return the environment of a site of its own."""
    return {
        **os.environ,
        "PRAKARSA_PROFILE": "demo",
        "PRAKARSA_FOLDER": str(folder),
        "DATABASE_URL": address,
        "PRAKARSA_METRICS_LOOPBACK": "true",
        "PRAKARSA_LOG_LEVEL": "CRITICAL",
        "PYTHONPATH": os.pathsep.join(["src", "."]),
        "DJANGO_SETTINGS_MODULE": "prakarsa.foundation.settings",
        **changes,
    }
