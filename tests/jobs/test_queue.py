"""The queue inside one process: claims, leases, tries, cancelling, effects once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from prakarsa.accounts.actions import request_reset
from prakarsa.audit.models import AuditEntry
from prakarsa.jobs import actions
from prakarsa.jobs.kinds import UnknownKind
from prakarsa.jobs.leases import LEASE, LeaseLost, claim, end_held, extend, hand_back
from prakarsa.jobs.models import Job
from prakarsa.jobs.running import Work
from prakarsa.organisations.models import Membership, RegionCluster
from prakarsa.organisations.roles import Role
from tests.jobs import kinds_for_tests
from tests.working import run_next
from tests.worlds import World

assert kinds_for_tests.STEPS == 5


def ask(
    world: World, kind: str, at: datetime, *, key: str = "k1", role: Role = Role.OPERATOR
) -> Job:
    """Ask for work as a person of the home region."""
    return actions.enqueue(
        kind=kind, seat=world.seat(role), parameters={}, idempotency_key=key, at=at
    )


def test_a_job_runs_in_its_persons_seat_and_keeps_its_result(world: World, at: datetime) -> None:
    job = ask(world, "tests.secret", at, role=Role.SECRETARIAT)
    done = run_next(at=at)
    assert done == job
    assert (done.state, done.result, done.attempts) == (Job.State.DONE, {"role": "secretariat"}, 1)
    assert done.finished_at == at
    assert (done.lease_owner, done.lease_until) == ("", None)
    assert run_next(at=at) is None


def test_Z01_a_kind_is_refused_to_roles_it_is_not_open_to(world: World, at: datetime) -> None:
    for role in Role:
        if role in (Role.PUBLIC, Role.SECRETARIAT):
            continue
        with pytest.raises(PermissionDenied):
            ask(world, "tests.secret", at, role=role)
    assert ask(world, "tests.secret", at, role=Role.SECRETARIAT).state == Job.State.WAITING


def test_system_kinds_are_open_to_nobody(world: World, at: datetime) -> None:
    for kind in ("tests.daily", "notices.mail", "jobs.sweep", "audit.checkpoint"):
        with pytest.raises(PermissionDenied):
            ask(world, kind, at, role=Role.PLATFORM_ADMIN)
    with pytest.raises(UnknownKind):
        ask(world, "tests.unknown", at, role=Role.PLATFORM_ADMIN)
    assert Job.objects.count() == 0


def test_M04_the_same_key_gives_the_same_job(world: World, at: datetime) -> None:
    first = ask(world, "tests.count", at)
    assert ask(world, "tests.count", at) == first
    run_next(at=at)
    assert ask(world, "tests.count", at).state == Job.State.DONE
    assert Job.objects.count() == 1
    assert RegionCluster.objects.count() == 1


def test_the_same_key_of_another_person_is_another_job(world: World, at: datetime) -> None:
    first = ask(world, "tests.count", at)
    other = ask(world, "tests.count", at, role=Role.VERIFIER)
    assert first != other


def test_C09_one_person_has_at_most_five_open_jobs(world: World, at: datetime) -> None:
    for number in range(actions.MOST_OPEN):
        ask(world, "tests.count", at, key=str(number))
    with pytest.raises(actions.TooManyJobs, match="Tunggu atau batalkan"):
        ask(world, "tests.count", at, key="one more")
    assert ask(world, "tests.count", at, role=Role.VERIFIER).state == Job.State.WAITING
    run_next(at=at)
    assert ask(world, "tests.count", at, key="one more").state == Job.State.WAITING


def test_C09_mails_that_strangers_ask_for_let_peoples_work_pass(world: World, at: datetime) -> None:
    for number in range(60):
        request_reset(email=f"{number}@contoh.invalid", at=at)
    wanted = ask(world, "tests.count", at + timedelta(minutes=1))
    taken = claim(owner="a", at=at + timedelta(minutes=2))
    assert taken == wanted
    mail = claim(owner="a", at=at + timedelta(minutes=2))
    assert mail is not None
    assert mail.kind == "notices.mail"


def test_C03_two_workers_never_hold_the_same_job(world: World, at: datetime) -> None:
    ask(world, "tests.count", at)
    assert claim(owner="a", at=at) is not None
    assert claim(owner="b", at=at) is None
    assert claim(owner="b", at=at + LEASE) is None


def test_C03_a_lapsed_lease_is_taken_over_and_the_dead_worker_writes_nothing(
    world: World, at: datetime
) -> None:
    ask(world, "tests.count", at)
    dead = claim(owner="a", at=at)
    later = at + LEASE + timedelta(seconds=1)
    heir = claim(owner="b", at=later)
    assert dead is not None
    assert heir is not None
    assert heir.attempts == 2
    with pytest.raises(LeaseLost):
        extend(dead, at=later)
    with pytest.raises(LeaseLost):
        end_held(dead, state=Job.State.DONE, at=later)
    work = Work(job=dead, seat=world.seat(Role.OPERATOR), at=later)
    with pytest.raises(LeaseLost):
        work.once("row", lambda: kinds_for_tests.write_row(work))
    hand_back(dead, at=later)
    heir.refresh_from_db()
    assert heir.state == Job.State.RUNNING
    assert RegionCluster.objects.count() == 0


def test_C03_a_heartbeat_keeps_the_lease(world: World, at: datetime) -> None:
    ask(world, "tests.count", at)
    job = claim(owner="a", at=at)
    assert job is not None
    extend(job, at=at + timedelta(seconds=50))
    assert claim(owner="b", at=at + timedelta(seconds=100)) is None
    assert claim(owner="b", at=at + timedelta(seconds=111)) is not None


def test_C03_an_effect_happens_once_over_a_crash_between_effect_and_end(
    world: World, at: datetime
) -> None:
    ask(world, "tests.count", at)
    job = claim(owner="a", at=at)
    assert job is not None
    work = Work(job=job, seat=world.seat(Role.OPERATOR), at=at, clock=lambda: at)
    first = work.once("row", lambda: kinds_for_tests.write_row(work))
    done = run_next(at=at + LEASE + timedelta(seconds=1))
    assert done is not None
    assert (done.state, done.result) == (Job.State.DONE, {"pk": first})
    assert RegionCluster.objects.count() == 1


def test_C03_a_fault_is_tried_again_later_then_stops_with_a_reason(
    world: World, at: datetime
) -> None:
    ask(world, "tests.break", at)
    first = run_next(at=at)
    assert first is not None
    assert (first.state, first.attempts) == (Job.State.WAITING, 1)
    assert first.run_after == at + timedelta(seconds=10)
    assert run_next(at=at + timedelta(seconds=9)) is None
    second = run_next(at=at + timedelta(seconds=10))
    assert second is not None
    assert second.run_after == at + timedelta(seconds=30)
    third = run_next(at=at + timedelta(seconds=30))
    assert third is not None
    assert (third.state, third.attempts) == (Job.State.FAILED, 3)
    assert third.problem == (
        f"Kesalahan ada pada kami. Sebutkan kode {third.key} kepada pengelola."
    )
    assert RegionCluster.objects.count() == 1


@pytest.mark.parametrize("kind", ["tests.full", "tests.full_system"])
def test_C05_a_full_disk_is_said_in_words_and_tried_again(
    world: World, at: datetime, kind: str
) -> None:
    ask(world, kind, at)
    first = run_next(at=at)
    assert first is not None
    assert (first.state, first.run_after) == (Job.State.WAITING, at + timedelta(seconds=10))
    assert first.problem.startswith("Ruang simpan penuh.")
    last = run_next(at=at + timedelta(seconds=10))
    assert last is not None
    assert (last.state, last.problem) == (Job.State.FAILED, first.problem)


def test_a_refusal_in_words_is_not_tried_again(world: World, at: datetime) -> None:
    ask(world, "tests.refuse", at)
    job = run_next(at=at)
    assert job is not None
    assert (job.state, job.attempts) == (Job.State.FAILED, 1)
    assert job.problem == "Baris 14: perangkat daerah tidak ada dalam daftar."


def test_C03_a_job_whose_worker_dies_each_time_stops_and_lets_others_pass(
    world: World, at: datetime
) -> None:
    bad = ask(world, "tests.break", at, key="bad")
    good = ask(world, "tests.count", at, key="good")
    moment = at
    for _number in range(3):
        assert claim(owner="dies", at=moment) == bad
        moment += LEASE + timedelta(seconds=1)
    done = run_next(at=moment)
    assert done == good
    bad.refresh_from_db()
    assert bad.state == Job.State.FAILED
    assert bad.problem == "Pekerjaan ini 3 kali terhenti di tengah jalan, lalu tidak dicoba lagi."


def test_C03_a_clock_set_back_does_not_run_a_job_twice(world: World, at: datetime) -> None:
    ask(world, "tests.count", at)
    run_next(at=at)
    assert run_next(at=at - timedelta(days=1)) is None
    assert RegionCluster.objects.count() == 1


def test_a_waiting_job_is_cancelled_at_once(world: World, at: datetime) -> None:
    job = ask(world, "tests.count", at)
    for _twice in range(2):
        job = actions.cancel(seat=world.seat(Role.OPERATOR), job=job, at=at)
        assert job.state == Job.State.CANCELLED
    assert run_next(at=at) is None
    assert AuditEntry.objects.filter(act="jobs.job.cancelled").count() == 1


def test_a_running_job_stops_between_two_steps(world: World, at: datetime) -> None:
    ask(world, "tests.stop_itself", at)
    job = run_next(at=at)
    assert job is not None
    assert (job.state, job.progress_done) == (Job.State.CANCELLED, 2)
    assert RegionCluster.objects.count() == 0


def test_a_cancelled_job_of_a_dead_worker_is_not_started_again(world: World, at: datetime) -> None:
    job = ask(world, "tests.count", at)
    claim(owner="dies", at=at)
    actions.cancel(seat=world.seat(Role.OPERATOR), job=job, at=at)
    assert run_next(at=at + LEASE + timedelta(seconds=1)) is None
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED


def test_a_failed_job_is_tried_again_on_request(world: World, at: datetime) -> None:
    job = ask(world, "tests.refuse", at)
    run_next(at=at)
    seat = world.seat(Role.OPERATOR)
    for _twice in range(2):
        job = actions.retry(seat=seat, job=job, at=at)
        assert (job.state, job.attempts, job.problem) == (Job.State.WAITING, 0, "")
    assert AuditEntry.objects.filter(act="jobs.job.retried").count() == 1


def test_Z03_nobody_cancels_or_retries_the_job_of_another(world: World, at: datetime) -> None:
    job = ask(world, "tests.refuse", at)
    for role in (Role.SECRETARIAT, Role.PLATFORM_ADMIN):
        with pytest.raises(PermissionDenied):
            actions.cancel(seat=world.seat(role), job=job, at=at)
        with pytest.raises(PermissionDenied):
            actions.retry(seat=world.seat(role), job=job, at=at)


def test_Z09_a_job_of_an_ended_membership_is_not_done(world: World, at: datetime) -> None:
    job = ask(world, "tests.count", at)
    Membership.objects.filter(pk=job.membership_id).update(valid_until=at.date())
    done = run_next(at=at)
    assert done is not None
    assert done.state == Job.State.FAILED
    assert done.problem == "Hak Anda untuk pekerjaan ini sudah berakhir."
    assert RegionCluster.objects.count() == 0


def test_L01_each_act_on_a_job_writes_one_entry(world: World, at: datetime) -> None:
    ask(world, "tests.refuse", at)
    job = run_next(at=at)
    assert job is not None
    actions.retry(seat=world.seat(Role.OPERATOR), job=job, at=at)
    actions.cancel(seat=world.seat(Role.OPERATOR), job=job, at=at)
    acts = list(AuditEntry.objects.order_by("sequence").values_list("act", "actor_key"))
    person = str(world.person(Role.OPERATOR).key)
    assert acts == [
        ("jobs.job.asked", person),
        ("jobs.job.failed", person),
        ("jobs.job.retried", person),
        ("jobs.job.cancelled", person),
    ]
