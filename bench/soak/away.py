"""The database away for half a minute while everybody works.

PostgreSQL is stopped at once and started again; SQLite is locked by somebody else for as long.
Web and worker must answer "come back soon", write nothing by halves, and go on by themselves.
"""

from __future__ import annotations

import http.client
import os
import sqlite3
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from bench.soak.installation import Installation
from bench.soak.people import Browser, NotNow
from bench.soak.results import write_result
from bench.soak.servers import Server
from bench.soak.site import Site, wait_for
from bench.soak.tally import Tally

AWAY_SECONDS = 30
PAGES = ("/beranda/", "/inovasi/", "/", "/masuk/")
PLAIN = "Retry-After"


class Watcher(threading.Thread):
    """Asks for one page again and again, and counts the answers."""

    def __init__(self, browser: Browser, address: str) -> None:
        super().__init__(daemon=True)
        self.browser, self.address = browser, address
        self.over = threading.Event()
        self.statuses: Counter[str] = Counter()
        self.longest = 0.0
        self.good: list[float] = []

    def run(self) -> None:
        """Ask until told to stop."""
        while not self.over.wait(0.5):
            begun = time.monotonic()
            status = self._ask()
            self.statuses[status] += 1
            self.longest = max(self.longest, time.monotonic() - begun)
            if status in ("200", "302"):
                self.good.append(time.monotonic())

    def back_after(self, moment: float) -> float | None:
        """Return the seconds from a moment to the next good page; None while there is none."""
        later = [each for each in list(self.good) if each > moment]
        return later[0] - moment if later else None

    def _ask(self) -> str:
        try:
            return str(self.browser.ask("GET", self.address).status)
        except NotNow as said:
            return str(said.answer.status)
        except (OSError, http.client.HTTPException) as problem:
            self.browser.close()
            return type(problem).__name__


@contextmanager
def away(installation: Installation, server: Server | None) -> Iterator[None]:
    """Take the database away while the body runs."""
    if server is not None:
        server.stop()
        try:
            yield
        finally:
            server.start()
        return
    lock = sqlite3.connect(installation.address.removeprefix("sqlite:///"), timeout=60)
    lock.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        lock.rollback()
        lock.close()


def observe(site: Site, server: Server | None, tally: Tally) -> None:
    """Take the database away under a crowd, and count what is answered meanwhile and after."""
    from django.db import connection

    watchers = [
        Watcher(Browser(site.installation.port, site.town.cookies("verdict")), page)
        for page in PAGES
    ]
    before = site.processes()
    connection.close()
    for watcher in watchers:
        watcher.start()
    with away(site.installation, server):
        time.sleep(AWAY_SECONDS)
    back = time.monotonic()
    seconds = site.wait_until_all_work()
    wait_for(lambda: all(each.back_after(back) for each in watchers), "pages do not come back")
    pages = max(each.back_after(back) or 0 for each in watchers)
    for watcher in watchers:
        watcher.over.set()
    count(tally, watchers, site.journal.not_now)
    tally.facts["pages back after"] = f"{pages:.1f} s"
    tally.facts["every kind of act confirmed again after"] = f"{seconds:.1f} s"
    is_same = site.processes() == before
    tally.facts["processes started anew"] = "none" if is_same else "some"
    if not is_same:
        tally.fault("away: a process of web or worker ended")


def count(tally: Tally, watchers: list[Watcher], not_now: int) -> None:
    """Write down the answers; anything but a page or "come back soon" is a fault."""
    statuses: Counter[str] = Counter()
    for watcher in watchers:
        statuses += watcher.statuses
    tally.facts["answers to readers"] = ", ".join(
        f"{status}: {number}" for status, number in sorted(statuses.items())
    )
    longest = max(each.longest for each in watchers)
    tally.facts["longest answer"] = f"{longest:.1f} s"
    tally.facts["acts told to come again"] = str(not_now)
    strange = set(statuses) - {"200", "302", "503"}
    if strange or not not_now + statuses["503"]:
        tally.fault(f"away: answers {dict(statuses)}")


def main() -> None:
    """Take the database of one town away: `… FOLDER PORT SEED [SERVER_FOLDER SERVER_PORT]`."""
    folder, port, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    server = Server(Path(sys.argv[4]), int(sys.argv[5])) if sys.argv[4:] else None
    django.setup()
    from bench.soak.reckoning import reckon
    from bench.soak.site import open_site

    installation = Installation(folder, os.environ["DATABASE_URL"], port)
    tally = Tally()
    with open_site(installation, seed, tally) as site:
        site.wait_until_all_work()
        observe(site, server, tally)
        site.close(tally)
        reckon(site, tally)
    write_result(folder, tally)


if __name__ == "__main__":
    main()
