"""The import wizard, its job and its command."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from prakarsa.audit.models import AuditEntry
from prakarsa.formats.workbooks import read_rows
from prakarsa.jobs.models import Job
from prakarsa.organisations.roles import Role
from prakarsa.registry.commands import import_innovations
from prakarsa.registry.models import Innovation
from tests.working import run_next
from tests.worlds import World

pytestmark = pytest.mark.django_db
GOOD = b"Judul Inovasi,Pemda,Admin OPD,Jenis\nSAPA MELATI,Kota Contoh,Kelurahan Melati,Digital\n"
BAD = GOOD + b"LAPOR RT,Kota Contoh,Dinas Tiada,Digital\n"


@pytest.fixture(autouse=True)
def clock(at: datetime) -> Any:
    with time_machine.travel(at, tick=False):
        yield


def uploaded(client: Client, content: bytes) -> str:
    """Upload a table and return the address of its preview."""
    table = SimpleUploadedFile("daftar.csv", content, content_type="text/csv")
    answer = client.post(reverse("registry:import"), {"file": table})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def test_the_wizard_shows_first_and_imports_then(world: World, at: datetime) -> None:
    client = world.client(Role.SECRETARIAT)
    address = uploaded(client, GOOD)
    assert "1 baru, 0 berubah, 0 galat" in client.get(address).content.decode()
    assert Innovation.objects.count() == 0
    answer = client.post(address, {"step": "import"})
    job = Job.objects.get(kind="registry.import")
    assert answer.headers["Location"] == reverse("jobs:detail", args=[job.key])
    run_next(at=at)
    job.refresh_from_db()
    summary = "1 baru, 0 berubah, 0 sama, 0 galat."
    assert (job.state, job.result) == (
        "done",
        {
            "summary": summary,
            "link": reverse("registry:list"),
            "counts": {"new": 1, "changed": 0, "same": 0, "error": 0},
        },
    )
    page = client.get(answer.headers["Location"]).content.decode()
    assert summary in page
    assert f'href="{reverse("registry:list")}">Lihat hasilnya' in page
    made = Innovation.objects.get()
    assert (made.name, made.created_by_key) == (
        "SAPA MELATI",
        str(world.person(Role.SECRETARIAT).key),
    )
    again = uploaded(client, GOOD)
    assert "Tidak ada baris yang perlu disimpan." in client.get(again).content.decode()


def test_confirming_twice_is_one_job(world: World) -> None:
    client = world.client(Role.SECRETARIAT)
    address = uploaded(client, GOOD)
    assert [client.post(address, {"step": "import"}).status_code for _ in range(2)] == [302, 302]
    assert Job.objects.filter(kind="registry.import").count() == 1


def test_wrong_rows_come_back_as_a_workbook(world: World, at: datetime, tmp_path: Path) -> None:
    client = world.client(Role.SECRETARIAT)
    address = uploaded(client, BAD)
    assert "Impor 1 baris, lewati 1 galat" in client.get(address).content.decode()
    answer = client.get(address + "galat.xlsx")
    book = tmp_path / "galat.xlsx"
    book.write_bytes(b"".join(answer.streaming_content))
    rows = read_rows(book)
    assert rows[1][:4] == ["3", "LAPOR RT", "Kota Contoh", "Dinas Tiada"]
    client.post(address, {"step": "import", "skip_errors": "on"})
    run_next(at=at)
    assert Job.objects.get(kind="registry.import").result["counts"]["error"] == 1
    assert Innovation.objects.count() == 1


def test_a_job_with_wrong_rows_writes_nothing_unless_told(world: World, at: datetime) -> None:
    client = world.client(Role.SECRETARIAT)
    client.post(uploaded(client, BAD), {"step": "import"})
    run_next(at=at)
    job = Job.objects.get(kind="registry.import")
    assert (job.state, Innovation.objects.count()) == ("failed", 0)
    assert job.problem == "1 baris galat, jadi tidak ada yang disimpan. Perbaiki lalu unggah lagi."


def test_Z03_the_file_of_another_is_like_no_file(world: World) -> None:
    address = uploaded(world.client(Role.SECRETARIAT), GOOD)
    stranger = world.client(Role.SECRETARIAT, region=world.other)
    missing = reverse("registry:import-preview", args=["a" * 12])
    answers = [stranger.get(address), stranger.get(missing)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert world.client(Role.OPERATOR).get(address).status_code == 403


def test_a_file_with_other_columns_is_refused_at_once(world: World) -> None:
    table = SimpleUploadedFile("daftar.csv", b"nama,daerah\nX,Y\n")
    answer = world.client(Role.SECRETARIAT).post(reverse("registry:import"), {"file": table})
    assert "Kolom tidak ada: Admin OPD, Judul Inovasi, Pemda." in answer.content.decode()


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(import_innovations, [str(each) for each in arguments])


def test_the_command_says_what_it_would_do_and_does_it(world: World, tmp_path: Path) -> None:
    table = tmp_path / "daftar.csv"
    table.write_bytes(GOOD)
    dry = run(table, "--dry-run")
    assert (dry.exit_code, dry.stdout) == (
        0,
        "1 baru, 0 berubah, 0 sama, 0 galat (tidak disimpan)\n",
    )
    assert Innovation.objects.count() == 0
    assert run(table).stdout == "1 baru, 0 berubah, 0 sama, 0 galat\n"
    assert run(table).stdout == "0 baru, 0 berubah, 1 sama, 0 galat\n"
    entry = AuditEntry.objects.get(act="registry.innovation.create")
    assert entry.actor_key == "system:import-innovations"


def test_the_command_stops_with_2_when_a_row_is_wrong(world: World, tmp_path: Path) -> None:
    table = tmp_path / "daftar.csv"
    table.write_bytes(BAD)
    stopped = run(table)
    assert (stopped.exit_code, stopped.stdout, Innovation.objects.count()) == (2, "", 0)
    assert stopped.stderr.startswith("Baris 3: perangkat daerah 'Dinas Tiada' tidak ada")
    person = world.person(Role.SECRETARIAT)
    passed = run(table, "--skip-errors", "--as", person.email)
    assert (passed.exit_code, Innovation.objects.get().created_by_key) == (0, str(person.key))


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"\x00\x01", b"nama\nX\n"])
def test_the_command_refuses_what_is_no_list(world: World, tmp_path: Path, content: bytes) -> None:
    table = tmp_path / "daftar.csv"
    table.write_bytes(content)
    stopped = run(table)
    assert (stopped.exit_code, stopped.stdout) == (2, "")
    assert stopped.stderr


def test_an_export_comes_back_in_unchanged(world: World, tmp_path: Path) -> None:
    table = tmp_path / "daftar.csv"
    table.write_bytes(GOOD)
    run(table)
    answer = world.client(Role.SECRETARIAT).get(reverse("registry:export", args=["xlsx"]))
    book = tmp_path / "ekspor.xlsx"
    book.write_bytes(io.BytesIO(b"".join(answer.streaming_content)).getvalue())
    assert run(book).stdout == "0 baru, 0 berubah, 1 sama, 0 galat\n"
