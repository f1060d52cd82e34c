"""C03: a clock that jumps an hour forward or back loses no job and does none twice."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from prakarsa.jobs.leases import LEASE, LeaseLost, claim, end_held, extend, hand_back
from prakarsa.jobs.models import Job
from prakarsa.jobs.running import Work
from prakarsa.jobs.schedule import enqueue_due
from prakarsa.organisations.models import RegionCluster
from prakarsa.organisations.roles import Role
from tests.jobs import kinds_for_tests
from tests.jobs.test_queue import ask
from tests.working import run_next
from tests.worlds import World

HOUR = timedelta(hours=1)
assert kinds_for_tests.STEPS == 5


@pytest.mark.parametrize("jump", [HOUR, -HOUR], ids=["forward", "back"])
def test_C03_a_living_worker_goes_on_after_the_clock_jumped(
    world: World, at: datetime, jump: timedelta
) -> None:
    ask(world, "tests.count", at)
    job = claim(owner="a", at=at)
    assert job is not None
    extend(job, at=at + jump)
    assert claim(owner="b", at=at + jump + LEASE) is None
    end_held(job, state=Job.State.DONE, at=at + jump)
    assert run_next(at=at + jump) is None


@pytest.mark.parametrize("jump", [HOUR, -HOUR], ids=["forward", "back"])
def test_C03_a_job_that_is_taken_over_by_a_jump_has_its_effect_once(
    world: World, at: datetime, jump: timedelta
) -> None:
    ask(world, "tests.count", at)
    first = claim(owner="a", at=at)
    assert first is not None
    later = at + jump
    heir = claim(owner="b", at=later)
    assert heir is not None
    seat = world.seat(Role.OPERATOR)
    loser = Work(job=first, seat=seat, at=later, clock=lambda: later)
    with pytest.raises(LeaseLost):
        loser.once("row", lambda: kinds_for_tests.write_row(loser))
    winner = Work(job=heir, seat=seat, at=later, clock=lambda: later)
    winner.once("row", lambda: kinds_for_tests.write_row(winner))
    end_held(heir, state=Job.State.DONE, at=later)
    assert RegionCluster.objects.count() == 1


def test_C03_a_job_of_a_dead_worker_does_not_wait_for_the_old_time(
    world: World, at: datetime
) -> None:
    ask(world, "tests.count", at)
    assert claim(owner="dies", at=at) is not None
    back = at - HOUR
    done = run_next(at=back)
    assert done is not None
    assert (done.state, done.attempts) == (Job.State.DONE, 2)


def test_C03_what_was_asked_before_the_clock_went_back_is_done_now(
    world: World, at: datetime
) -> None:
    ask(world, "tests.count", at)
    done = run_next(at=at - HOUR)
    assert done is not None
    assert done.state == Job.State.DONE
    assert run_next(at=at) is None
    assert RegionCluster.objects.count() == 1


def test_C03_a_try_that_waits_still_waits_on_a_steady_clock(world: World, at: datetime) -> None:
    ask(world, "tests.count", at)
    job = claim(owner="a", at=at)
    assert job is not None
    hand_back(job, at=at, wait_seconds=600, problem="x")
    assert run_next(at=at + timedelta(seconds=599)) is None
    assert run_next(at=at + timedelta(seconds=600)) is not None


def test_C03_daily_work_is_done_once_a_day_over_a_clock_that_jumps(
    world: World, at: datetime
) -> None:
    for moment in (at, at + HOUR, at - HOUR, at):
        enqueue_due(moment)
    assert Job.objects.filter(kind="tests.daily").count() == 1
