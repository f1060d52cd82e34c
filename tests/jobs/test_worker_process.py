"""Real worker processes on a real database: killed, stopped, replaced."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from prakarsa.foundation.time import now
from prakarsa.jobs import actions
from prakarsa.jobs.models import Job
from prakarsa.organisations.models import RegionCluster
from prakarsa.organisations.roles import Role
from tests.jobs import kinds_for_tests
from tests.jobs.conftest import Start, wait_until
from tests.worlds import make_world

assert kinds_for_tests.STEPS == 5


def ask(kind: str, **parameters: str) -> Job:
    """Ask for work as the operator of a new small world, or of the one that is there."""
    seat = make_world().seat(Role.OPERATOR)
    return actions.enqueue(
        kind=kind, seat=seat, parameters=parameters, idempotency_key="k", at=now()
    )


def state_of(job: Job) -> str:
    return str(Job.objects.values_list("state", flat=True).get(pk=job.pk))


def test_C03_a_job_of_a_killed_worker_is_done_by_the_next_and_once(
    shared_database: str, start: Start, tmp_path: Path
) -> None:
    marker = tmp_path / "began"
    job = ask("tests.slow", marker=str(marker))
    first = start()
    wait_until(marker.exists)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert state_of(job) == Job.State.RUNNING
    start()
    wait_until(lambda: state_of(job) == Job.State.DONE)
    job.refresh_from_db()
    assert job.attempts == 2
    assert RegionCluster.objects.count() == 1


def test_C03_a_job_that_always_kills_its_process_stops_and_the_queue_goes_on(
    shared_database: str, start: Start
) -> None:
    world = make_world()
    bad = actions.enqueue(
        kind="tests.die", seat=world.seat(Role.OPERATOR), parameters={}, idempotency_key="bad",
        at=now(),
    )  # fmt: skip
    good = actions.enqueue(
        kind="tests.count", seat=world.seat(Role.OPERATOR), parameters={}, idempotency_key="good",
        at=now(),
    )  # fmt: skip
    start("--supervise")
    wait_until(lambda: state_of(good) == Job.State.DONE)
    wait_until(lambda: state_of(bad) == Job.State.FAILED)
    bad.refresh_from_db()
    assert bad.attempts == 2
    assert bad.problem == "Pekerjaan ini 2 kali terhenti di tengah jalan, lalu tidak dicoba lagi."


def test_C11_sigterm_hands_the_lease_back_without_counting_the_try(
    shared_database: str, start: Start, tmp_path: Path
) -> None:
    marker = tmp_path / "began"
    job = ask("tests.slow", marker=str(marker))
    worker = start()
    wait_until(marker.exists)
    began = time.monotonic()
    worker.terminate()
    assert worker.wait(timeout=30) == 0
    assert time.monotonic() - began < 10
    job.refresh_from_db()
    assert (job.state, job.lease_owner, job.attempts) == (Job.State.WAITING, "", 0)
    assert job.run_after <= now()


def test_a_person_cancels_a_job_while_it_runs(
    shared_database: str, start: Start, tmp_path: Path
) -> None:
    marker = tmp_path / "began"
    job = ask("tests.slow", marker=str(marker))
    start()
    wait_until(marker.exists)
    Job.objects.filter(pk=job.pk).update(cancel_asked=True)
    wait_until(lambda: state_of(job) == Job.State.CANCELLED)
    job.refresh_from_db()
    assert (job.state, job.cancel_asked) == (Job.State.CANCELLED, True)


def test_C03_a_live_worker_keeps_a_job_longer_than_one_lease(
    shared_database: str, start: Start, tmp_path: Path
) -> None:
    marker = tmp_path / "began"
    job = ask("tests.slow", marker=str(marker))
    start()
    wait_until(marker.exists)
    start()
    time.sleep(2.5)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.RUNNING, 1)


def test_M03_workers_that_look_at_once_do_each_job_once(shared_database: str, start: Start) -> None:
    world = make_world()
    jobs = [
        actions.enqueue(
            kind="tests.count", seat=world.seat(Role.OPERATOR), parameters={},
            idempotency_key=str(number), at=now(),
        )
        for number in range(actions.MOST_OPEN)
    ]  # fmt: skip
    for _worker in range(3):
        start()
    wait_until(lambda: all(state_of(job) == Job.State.DONE for job in jobs))
    # A busy database may cost an attempt; the effect happens once all the same.
    assert RegionCluster.objects.count() == len(jobs)
