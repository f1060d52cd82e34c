"""Kill `prakarsa migrate` on an older database with data, again and again until it is through."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack

from bench.databases import postgres_database
from bench.soak.installation import Installation
from bench.soak.tally import Tally

MIGRATION = "migration"
SQLITE = "sqlite:///"


class MigrationLane:
    """Upgrades copies of one older database; each copy is killed until an upgrade comes through."""

    def __init__(self, installation: Installation, dice: random.Random, tally: Tally) -> None:
        self.installation, self.dice, self.tally = installation, dice, tally
        self.folder = installation.folder / "migrating"
        self.folder.mkdir()
        self.stack = ExitStack()
        self.copies = 0
        self.kills_of_copy = 0
        self.current: Installation | None = None
        self.seconds = 0.0
        self.reference = ""

    def kill(self, kind: str) -> None:
        """Kill one upgrade while it runs; one that is faster than the kill is tried on a copy."""
        while True:
            self._prepare()
            process = self._start()
            time.sleep(self.dice.uniform(0.15, 1.05) * self.seconds)
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                self.kills_of_copy += 1
                self.tally.add(kind, kills=1, cut=1)
                return
            self._complete()

    def finish(self) -> None:
        """Let the copy in hand come through."""
        if self.current is not None:
            self._complete()

    def __enter__(self) -> MigrationLane:
        """Nothing is made before the first kill."""
        return self

    def __exit__(self, *_problem: object) -> None:
        """Remove the copies."""
        self.stack.close()

    def _prepare(self) -> None:
        """See that there is a copy to upgrade, and know how long an upgrade takes."""
        if not self.reference:
            self.current = self._copy()
            begun = time.monotonic()
            self._run()
            self.seconds = time.monotonic() - begun
            self.reference = state_of(self.current)
            self.current = None
        if self.current is None:
            self.current, self.kills_of_copy = self._copy(), 0

    def _copy(self) -> Installation:
        """Make an older database to upgrade."""
        self.copies += 1
        folder = self.folder / str(self.copies)
        folder.mkdir()
        address = f"{SQLITE}{folder / 'database.sqlite3'}"
        if not self.installation.address.startswith(SQLITE):
            server = os.environ["BENCH_SERVER"]
            address = self.stack.enter_context(postgres_database(server))
        return Installation(folder, address)

    def _start(self) -> subprocess.Popen[bytes]:
        assert self.current is not None
        with self.installation.log.open("ab") as log:
            return subprocess.Popen(
                self.current.command("migrate"), env=self.current.environment(), stdout=log,
                stderr=log, start_new_session=True,
            )  # fmt: skip

    def _run(self) -> None:
        process = self._start()
        if process.wait(timeout=300):
            raise RuntimeError("prakarsa migrate did not come through; see the log")

    def _complete(self) -> None:
        """Run the upgrade to its end and compare with one that nobody disturbed."""
        assert self.current is not None
        self._run()
        found = state_of(self.current)
        count = self.kills_of_copy
        if found == self.reference:
            self.tally.add(MIGRATION, went_on=count)
        else:
            self.tally.add(MIGRATION, lost=count)
            self.tally.fault(f"{MIGRATION}: {first_difference(self.reference, found)}")
        shutil.rmtree(self.current.folder)
        self.current = None


def state_of(installation: Installation) -> str:
    """Return tables, indexes, triggers and counts of a database, as a new program sees it."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.soak.schema_child"], env=installation.environment(),
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    return done.stdout


def first_difference(wanted: str, found: str) -> str:
    """Return the first line in which two states differ."""
    one, other = wanted.splitlines(), found.splitlines()
    for left, right in zip(one, other, strict=False):
        if left != right:
            return f"{left!r} is {right!r}"
    return f"{len(one)} lines are {len(other)}"
