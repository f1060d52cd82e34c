"""Kill processes of one installation at random while people, worker and upgrade are at work.

`bench.soak` starts it as a process of its own: `python -m bench.soak.kills FOLDER PORT KILLS SEED`.
Three lanes run side by side, as in a real accident nothing waits for anything: the web server
under a crowd, the worker with one job after the other, `prakarsa migrate` on an older database.
"""

from __future__ import annotations

import os
import random
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import django

from bench.soak.installation import Installation
from bench.soak.people import KINDS
from bench.soak.results import write_result
from bench.soak.site import Site, open_site, wait_for
from bench.soak.tally import Tally

THICK_FILES = 120


def kill_web(site: Site, kind: str, dice: random.Random, tally: Tally) -> None:
    """Kill the web server somewhere in an act of a kind, start it, and let all acts go on."""
    site.journal.wait_for_begin(kind)
    time.sleep(dice.random() * site.journal.typical_seconds(kind))
    cut = [act for act in site.journal.under_way() if act.kind == kind]
    site.web.kill(dice)
    others = site.journal.under_way()
    site.web.start()
    site.journal.wait_for_end(others)
    went_on = sum(act.breaks > 0 for act in cut)
    tally.add(kind, kills=1, cut=went_on, went_on=went_on)


class JobLane:
    """Asks for one job at a time and kills the worker somewhere in it."""

    def __init__(self, site: Site, dice: random.Random, tally: Tally) -> None:
        self.site, self.dice, self.tally = site, dice, tally
        self.turns: dict[str, int] = {}
        self.seconds: dict[str, float] = {}

    def kill(self, round_kind: str) -> None:
        """Kill the worker during the next registered kind of a kind of round."""
        from bench.soak.work import kinds_of

        kinds = kinds_of(round_kind)
        turn = self.turns[round_kind] = self.turns.get(round_kind, -1) + 1
        kind = kinds[turn % len(kinds)]
        if kind not in self.seconds:
            self.seconds[kind] = self.undisturbed(round_kind, kind)
        task = self.site.office.ask(kind)
        wait_for(lambda: self.state(task.job.pk) != "waiting", f"{kind} is not begun")
        time.sleep(self.dice.random() * self.seconds[kind])
        self.site.worker.kill(self.dice)
        was_cut = self.state(task.job.pk) == "running"
        wait_for(lambda: self.state(task.job.pk) not in ("waiting", "running"), f"{kind} hangs")
        self.check(round_kind, kind, task, was_cut=was_cut)

    def undisturbed(self, round_kind: str, kind: str) -> float:
        """Return how long a job of a kind takes when nobody disturbs it."""
        task = self.site.office.ask(kind)
        wait_for(lambda: self.state(task.job.pk) != "waiting", f"{kind} is not begun")
        begun = time.monotonic()
        wait_for(lambda: self.state(task.job.pk) != "running", f"{kind} hangs")
        seconds = time.monotonic() - begun
        if task.effects() != 1:
            self.tally.fault(f"{round_kind}: {kind} without any kill: {task.effects()} effects")
        return seconds

    def check(self, round_kind: str, kind: str, task: object, *, was_cut: bool) -> None:
        """Count the effects of a job that has ended."""
        from bench.soak.work import Task

        assert isinstance(task, Task)
        task.job.refresh_from_db()
        effects = task.effects()
        if task.job.state != "done" or effects != 1:
            words = f"{task.job.state}, {effects} effects, {task.job.problem}"
            self.tally.fault(f"{round_kind}: {kind} {task.job.key}: {words}")
        self.tally.add(
            round_kind, kills=1, cut=int(was_cut), went_on=int(was_cut and effects == 1),
            lost=int(effects == 0), twice=int(effects > 1),
        )  # fmt: skip

    @staticmethod
    def state(pk: int) -> str:
        """Return the state of a job now."""
        from prakarsa.jobs.models import Job

        return str(Job.objects.values_list("state", flat=True).get(pk=pk))


def run_lane(rounds: list[str], once: Callable[[str], None], tally: Tally) -> None:
    """Do the rounds of one lane; what goes wrong is a fault and ends the lane."""
    from django.db import connection

    try:
        for number, kind in enumerate(rounds, start=1):
            begun = time.monotonic()
            once(kind)
            tally.add(kind, seconds=time.monotonic() - begun)
            print(f"  {kind} {number}/{len(rounds)}", file=sys.stderr, flush=True)
    except Exception as problem:
        tally.fault(f"{kind}: {problem!r}")
    finally:
        connection.close()


def shuffled(kinds: tuple[str, ...], kills: int, dice: random.Random) -> list[str]:
    """Return the rounds of a lane: every kind equally often, in random order."""
    rounds = [kinds[number % len(kinds)] for number in range(kills)]
    dice.shuffle(rounds)
    return rounds


def main() -> None:
    """Make the town, kill, and write the tally to the folder."""
    folder, (port, kills, seed) = Path(sys.argv[1]), map(int, sys.argv[2:5])
    django.setup()
    from bench.soak.migrating import MIGRATION, MigrationLane
    from bench.soak.reckoning import reckon
    from bench.soak.work import IMPORT, OTHER, PACK

    installation = Installation(folder, os.environ["DATABASE_URL"], port)
    tally, share = Tally(), kills // 8
    dice = {name: random.Random(f"{seed} {name}") for name in ("web", "jobs", "migration")}
    with (
        MigrationLane(installation, dice["migration"], tally) as migrations,
        open_site(installation, seed, tally, thick_files=THICK_FILES) as site,
    ):
        jobs = JobLane(site, dice["jobs"], tally)
        lanes = [
            (shuffled(KINDS, kills - 4 * share, dice["web"]),
             lambda kind: kill_web(site, kind, dice["web"], tally)),
            (shuffled((IMPORT, PACK, OTHER), 3 * share, dice["jobs"]), jobs.kill),
            ([MIGRATION] * share, migrations.kill),
        ]  # fmt: skip
        threads = [threading.Thread(target=run_lane, args=(*lane, tally)) for lane in lanes]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        migrations.finish()
        site.close(tally)
        reckon(site, tally)
    write_result(folder, tally)


if __name__ == "__main__":
    main()
