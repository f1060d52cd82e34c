"""An installation at work: a town, the web server, the worker, and a crowd that never rests."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bench.soak.crowd import Clerk, Journal
from bench.soak.installation import Installation
from bench.soak.people import KINDS, Browser
from bench.soak.processes import Web, Worker
from bench.soak.tally import Tally

JOB_PATIENCE_SECONDS, POLL_SECONDS = 120, 0.01


class Site:
    """The installation at work: web, worker, crowd, and the journal of the crowd."""

    def __init__(self, installation: Installation, seed: int, thick_files: int = 120) -> None:
        from bench.soak.town import make_town
        from bench.soak.work import Office
        from prakarsa.foundation.time import now

        self.installation, self.seed = installation, seed
        self.town = make_town(now(), thick_files)
        self.office = Office(self.town)
        self.web, self.worker = Web(installation), Worker(installation)
        self.journal = Journal()
        self.clerks = [
            Clerk(
                Browser(installation.port, self.town.cookies(kind)), self.town.acts(kind, seed),
                self.journal,
            )
            for kind in KINDS
        ]  # fmt: skip

    def open(self) -> None:
        """Start web, worker and crowd."""
        self.web.start()
        self.worker.start()
        for clerk in self.clerks:
            clerk.start()

    def close(self, tally: Tally) -> None:
        """Let the crowd finish, the queue run empty, and both programs end in peace."""
        for clerk in self.clerks:
            clerk.over.set()
        for clerk in self.clerks:
            clerk.join(timeout=JOB_PATIENCE_SECONDS)
        wait_for(lambda: not due_jobs(), "the queue does not run empty")
        seconds = max(self.web.stop(), self.worker.stop())
        tally.facts["ended after SIGTERM within"] = f"{seconds:.1f} s"

    def processes(self) -> list[int]:
        """Return every process of web and worker, to see that none was started anew."""
        pids = [each.process.pid for each in (self.web, self.worker) if each.process]
        return sorted([*pids, *self.web.children(), *self.worker.children()])

    def wait_until_all_work(self) -> float:
        """Wait until an act of each kind was begun and confirmed; return the seconds it took."""
        begun, before = time.monotonic(), len(self.journal.confirmed)
        wanted = set(KINDS)
        wait_for(
            lambda: (
                {act.kind for act in self.journal.confirmed[before:]} >= wanted
                or bool(self.journal.strange)
            ),
            "not every kind of act is confirmed",
        )
        return time.monotonic() - begun

    def kill_all(self) -> None:
        """Leave nothing running."""
        self.web.kill_all()
        self.worker.kill_all()


@contextmanager
def open_site(
    installation: Installation,
    seed: int,
    tally: Tally,
    *,
    thick_files: int = 4,
    has_crowd: bool = True,
) -> Iterator[Site]:
    """Prepare and open a site; what goes wrong in the body is a fault, and nothing is left."""
    from django.core.management import call_command

    from prakarsa.site.commands import prepare_database

    prepare_database()
    call_command("collectstatic", verbosity=0, interactive=False)
    site, begun = Site(installation, seed, thick_files), time.monotonic()
    site.clerks = site.clerks if has_crowd else []
    try:
        site.open()
        yield site
    except Exception as problem:
        tally.fault(repr(problem))
    finally:
        site.kill_all()
        tally.faults += site.journal.strange
        tally.facts["seconds"] = f"{time.monotonic() - begun:.0f}"


def due_jobs() -> int:
    """Return how many jobs a worker has still to do now."""
    from django.db import connection

    from prakarsa.foundation.time import now
    from prakarsa.jobs.models import OPEN_STATES, Job

    count = Job.objects.filter(state__in=OPEN_STATES, run_after__lte=now()).count()
    connection.close()
    return count


def wait_for(is_so: Callable[[], bool], otherwise: str) -> None:
    """Wait for something; raise TimeoutError with the words when it does not come."""
    deadline = time.monotonic() + JOB_PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError(otherwise)
        time.sleep(POLL_SECONDS)
