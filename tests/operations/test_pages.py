"""The administrator's page: what is wrong, what waits, how old the backups are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from prakarsa.audit.models import AuditEntry
from prakarsa.files import storage
from prakarsa.files.models import StoredFile
from prakarsa.foundation.time import now
from prakarsa.jobs.models import Job
from prakarsa.jobs.schedule import enqueue_due
from prakarsa.notices.models import Notice
from prakarsa.operations.actions import record_backup, record_proof
from prakarsa.operations.backups.making import make_backup
from prakarsa.operations.examinations import NIGHTLY, last_examination
from prakarsa.organisations.roles import Role
from tests.operations.conftest import Installation
from tests.working import run_next


def page(installation: Installation) -> str:
    response = installation.world.client(Role.PLATFORM_ADMIN).get("/operasi/")
    assert response.status_code == 200
    return response.content.decode()


def run_all() -> None:
    while run_next():
        pass


def test_before_the_first_examination_the_page_asks_for_one(installation: Installation) -> None:
    text = page(installation)
    assert "<h1>Sistem ini belum pernah diperiksa</h1>" in text
    assert "Belum pernah dicoba" in text
    assert "Simpan salinannya di luar mesin ini" in text


def test_an_administrator_examines_and_reads_what_to_repair(installation: Installation) -> None:
    client = installation.world.client(Role.PLATFORM_ADMIN)
    assert client.post("/operasi/periksa/").status_code == 302
    assert client.post("/operasi/periksa/").status_code == 302
    assert Job.objects.count() == 1
    assert "Sedang diperiksa" in page(installation)
    run_all()
    text = page(installation)
    assert "Belum ada cadangan." in text
    assert "Jalankan prakarsa backup, dan pasang pengatur waktunya." in text
    assert "hal harus diperbaiki</h1>" in text


def test_O02_the_page_shows_the_age_of_backup_and_of_proven_restore(
    installation: Installation, settings: Any
) -> None:
    at = now() - timedelta(days=3)
    path, manifest = make_backup(settings.PRAKARSA_BACKUPS, at=at)
    record_backup(name=path.name, manifest=manifest, at=at)
    record_proof(name=path.name, manifest=manifest, is_here=False, at=now())
    text = page(installation)
    assert "3 hari lalu" in text
    assert text.count(path.name) == 2
    assert "Belum pernah dicoba" not in text


def test_the_nightly_examination_writes_to_administrators_of_faults_only(
    installation: Installation, settings: Any
) -> None:
    administrator = installation.world.person(Role.PLATFORM_ADMIN)
    path, manifest = make_backup(settings.PRAKARSA_BACKUPS, at=now())
    record_backup(name=path.name, manifest=manifest, at=now())
    assert told(administrator) == []
    storage.path_of(StoredFile.objects.get().key).unlink()
    day_later = now() + timedelta(days=1)
    Job.objects.filter(kind=NIGHTLY).delete()
    enqueue_due(day_later.replace(hour=20))
    for job in Job.objects.exclude(kind=NIGHTLY):
        job.delete()
    run_next(at=day_later.replace(hour=20))
    found = last_examination()
    assert found is not None
    assert any("hilang" in each["what"] for each in found.faults)
    assert any("kesalahan" in title for title in told(administrator))


def test_what_was_found_is_read_in_the_language_of_the_reader(installation: Installation) -> None:
    installation.world.client(Role.PLATFORM_ADMIN).post("/operasi/periksa/")
    run_all()
    assert findings_in("id") >= {"Cadangan", "Belum ada cadangan."}
    assert findings_in("en") >= {"Backup", "There is no backup yet."}
    assert findings_in("id") & findings_in("en") == set()


def findings_in(language: str) -> set[str]:
    with override(language):
        found = last_examination()
    assert found is not None
    return {each[part] for each in found.faults for part in ("label", "what")}


def told(person: Any) -> list[str]:
    return list(Notice.objects.filter(person=person).values_list("title", flat=True))


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.AUDITOR, Role.OPERATOR])
def test_nobody_else_opens_the_page(installation: Installation, role: Role) -> None:
    client = installation.world.client(role)
    assert client.get("/operasi/").status_code == 403
    assert client.post("/operasi/periksa/").status_code == 403
    assert Job.objects.count() == 0
    assert not AuditEntry.objects.filter(act="jobs.job.asked").exists()


def test_G01_the_page_costs_the_same_however_much_there_is(installation: Installation) -> None:
    client = installation.world.client(Role.PLATFORM_ADMIN)
    client.get("/operasi/")
    before = questions_of(client)
    for number in range(10):
        at = now()
        Job.objects.create(kind="tests.x", idempotency_key=str(number), run_after=at, created_at=at)
    assert questions_of(client) == before <= 15


def questions_of(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/operasi/").status_code == 200
    return len(asked)
