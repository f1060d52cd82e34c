"""The pages of jobs: one's own only, watch, stop, repeat, fetch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prakarsa.audit.models import AuditEntry
from prakarsa.files.actions import sweep
from prakarsa.files.models import StoredFile
from prakarsa.jobs import actions
from prakarsa.jobs.kinds import job_kind
from prakarsa.jobs.leases import claim, extend
from prakarsa.jobs.models import Job
from prakarsa.jobs.running import Work
from prakarsa.organisations.models import Membership
from prakarsa.organisations.roles import Role
from tests.jobs import kinds_for_tests
from tests.working import run_next
from tests.worlds import AT, World

assert kinds_for_tests.STEPS == 5


@job_kind("tests.export", label="Ekspor contoh")
def export(work: Work) -> dict[str, Any]:
    """Make a small file."""
    path = Path(work.parameters["path"])
    path.write_text("a,b\n1,2\n", "utf-8")
    work.keep_file(path, name="contoh.csv", media_type="text/csv")
    return {"summary": "2 baris ditulis."}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


def ask(world: World, kind: str = "tests.count", key: str = "k1", **parameters: str) -> Job:
    return actions.enqueue(
        kind=kind, seat=world.seat(Role.OPERATOR), parameters=parameters, idempotency_key=key,
        at=AT,
    )  # fmt: skip


@pytest.fixture
def exported(world: World, tmp_path: Path) -> Job:
    """Return a finished job with a file."""
    ask(world, "tests.export", path=str(tmp_path / "made.csv"))
    job = run_next(at=AT)
    assert job is not None
    assert job.state == Job.State.DONE
    return job


def body(client: Client, name: str, *arguments: str) -> str:
    response = client.get(reverse(name, args=arguments))
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_says_what_will_be_here_while_it_is_empty(world: World) -> None:
    assert "Belum ada pekerjaan." in body(world.client(Role.OPERATOR), "jobs:list")


def test_the_list_holds_ones_own_jobs_of_thirty_days(world: World, clock: Any) -> None:
    job = ask(world)
    client = world.client(Role.OPERATOR)
    assert reverse("jobs:detail", args=[job.key]) in body(client, "jobs:list")
    assert "1 pekerjaan dalam 30 hari" in body(client, "jobs:list")
    for role in (Role.PLATFORM_ADMIN, Role.SECRETARIAT, Role.AUDITOR):
        assert job.key not in body(world.client(role), "jobs:list")
    clock.shift(timedelta(days=30, seconds=1))
    assert job.key not in body(world.client(Role.OPERATOR), "jobs:list")


def test_G01_the_list_asks_the_database_equally_often(world: World) -> None:
    client, counts = world.client(Role.OPERATOR), []
    for keys in (["one"], ["two", "three"]):
        for key in keys:
            ask(world, key=key)
        client.get(reverse("jobs:list"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("jobs:list"))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


def test_Z03_the_job_of_another_answers_like_one_that_does_not_exist(world: World) -> None:
    job = ask(world)
    pages = ["jobs:detail", "jobs:progress", "jobs:download"]
    acts = ["jobs:cancel", "jobs:retry"]
    for role in (Role.PLATFORM_ADMIN, Role.SECRETARIAT, Role.VERIFIER):
        client = world.client(role)
        for name in pages:
            assert client.get(reverse(name, args=[job.key])).status_code == 404
            assert client.get(reverse(name, args=["zzzzzzzzzzzz"])).status_code == 404
        for name in acts:
            assert client.post(reverse(name, args=[job.key])).status_code == 404
    job.refresh_from_db()
    assert job.state == Job.State.WAITING


def test_visitors_are_sent_to_sign_in(world: World) -> None:
    job = ask(world)
    for name in ("jobs:list", "jobs:detail", "jobs:progress", "jobs:download"):
        arguments = [] if name == "jobs:list" else [job.key]
        assert Client().get(reverse(name, args=arguments)).status_code == 302


def test_a_running_job_shows_count_and_rest_time_and_looks_again_by_itself(
    world: World, clock: Any
) -> None:
    ask(world)
    job = claim(owner="w", at=AT)
    assert job is not None
    clock.shift(timedelta(seconds=30))
    extend(job, at=AT, progress_done=412, progress_total=1983)
    page = body(world.client(Role.OPERATOR), "jobs:detail", job.key)
    assert "412 dari 1.983 baris, sekitar 2 menit lagi" in page
    assert 'hx-trigger="every 2s"' in page
    assert "<noscript>" in page
    assert "Batalkan" in page


def test_the_page_of_a_finished_job_stops_looking(world: World) -> None:
    ask(world)
    job = run_next(at=AT)
    assert job is not None
    part = body(world.client(Role.OPERATOR), "jobs:progress", job.key)
    assert "hx-trigger" not in part
    assert "Selesai" in part


def test_M04_cancelling_twice_is_cancelling_once(world: World) -> None:
    job, client = ask(world), world.client(Role.OPERATOR)
    for _twice in range(2):
        response = client.post(reverse("jobs:cancel", args=[job.key]))
        assert response.status_code == 302
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
    assert AuditEntry.objects.filter(act="jobs.job.cancelled").count() == 1


def test_acts_need_a_post(world: World) -> None:
    job, client = ask(world), world.client(Role.OPERATOR)
    for name in ("jobs:cancel", "jobs:retry"):
        assert client.get(reverse(name, args=[job.key])).status_code == 405


def test_a_failed_job_says_why_and_can_be_tried_again(world: World) -> None:
    job = ask(world, "tests.refuse")
    run_next(at=AT)
    client = world.client(Role.OPERATOR)
    page = body(client, "jobs:detail", job.key)
    assert "Baris 14: perangkat daerah tidak ada dalam daftar." in page
    client.post(reverse("jobs:retry", args=[job.key]))
    job.refresh_from_db()
    assert job.state == Job.State.WAITING


def test_X03_the_result_is_sent_to_its_person_and_recorded(world: World, exported: Job) -> None:
    client = world.client(Role.OPERATOR)
    assert "2 baris ditulis." in body(client, "jobs:detail", exported.key)
    response = client.get(reverse("jobs:download", args=[exported.key]))
    assert response.status_code == 200
    assert b"".join(response) == b"a,b\n1,2\n"
    assert response["Content-Disposition"] == 'attachment; filename="contoh.csv"'
    assert AuditEntry.objects.filter(act="jobs.job.downloaded").count() == 1


def test_X03_the_result_is_found_by_its_exact_key_only(world: World, exported: Job) -> None:
    client = world.client(Role.OPERATOR)
    for key in (exported.key[:-1], str(exported.pk), exported.key.upper()):
        assert client.get(reverse("jobs:download", args=[key])).status_code == 404


def test_X03_a_right_taken_away_ends_the_download(world: World, exported: Job) -> None:
    Membership.objects.filter(pk=exported.membership_id).update(valid_until=AT.date())
    client = world.client(Role.OPERATOR)
    response = client.get(reverse("jobs:download", args=[exported.key]))
    assert response.status_code == 404


def test_X03_an_expired_result_says_so(world: World, exported: Job, clock: Any) -> None:
    clock.shift(timedelta(days=7))
    client = world.client(Role.OPERATOR)
    address = reverse("jobs:download", args=[exported.key])
    response = client.get(address)
    assert response.status_code == 410
    assert "Berkas ini sudah berakhir" in response.content.decode()
    sweep(at=AT + timedelta(days=7))
    assert StoredFile.objects.count() == 0
    assert client.get(address).status_code == 410
    assert "sudah dihapus" in body(client, "jobs:detail", exported.key)


def test_G04_old_jobs_and_their_files_have_an_end(world: World, exported: Job) -> None:
    waiting = ask(world, key="still waiting")
    later: datetime = AT + timedelta(days=31)
    sweep(at=later)
    assert actions.sweep_jobs(at=later) == 1
    assert list(Job.objects.all()) == [waiting]


def test_the_list_is_sent_as_a_table_of_ones_own_jobs(world: World) -> None:
    ask(world)
    client, address = world.client(Role.OPERATOR), reverse("jobs:export", args=["csv"])
    assert f'href="{address}"' in client.get(reverse("jobs:list")).content.decode()
    lines = b"".join(client.get(address)).decode("utf-8-sig").splitlines()
    assert lines[0] == "Pekerjaan,Keadaan,Diminta,Mulai,Berakhir,Hasil"
    assert [line.split(",")[1] for line in lines[1:]] == ["Menunggu"]
    other = world.client(Role.VERIFIER).get(address)
    assert len(b"".join(other).splitlines()) == 1
