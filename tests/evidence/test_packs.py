"""The export pack: what is in it, under which names, and for whom."""

from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.urls import reverse

from prakarsa.evidence.actions import Claim, claim_level
from prakarsa.evidence.packing import safe_name
from prakarsa.files import storage
from prakarsa.formats.workbooks import read_rows
from prakarsa.foundation.filters import PAGE_SIZE
from prakarsa.foundation.keys import new_key
from prakarsa.jobs.models import Job
from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Innovation, Submission
from tests.evidence.builders import claimed, make_innovation, new_answer, with_file, with_link
from tests.formats import makers
from tests.working import run_next
from tests.worlds import AT, World

COMPULSORY = ("16", "17", "32", "35")


def asked(world: World, role: Role, submission: str = "") -> Job:
    """Ask for a pack as a role and let the worker make it."""
    page = world.client(role).post(
        reverse("evidence:pack"), {"token": new_key(), "submission": submission}
    )
    assert page.status_code == 302
    job = run_next()
    assert job is not None
    return job


def opened(job: Job) -> zipfile.ZipFile:
    assert job.result_file is not None, job.problem
    return zipfile.ZipFile(storage.path_of(job.result_file.key))


def summary(archive: zipfile.ZipFile, tmp_path: Path) -> list[list[str]]:
    path = tmp_path / "ringkasan.xlsx"
    path.write_bytes(archive.read("00 ringkasan.xlsx"))
    return read_rows(path)


def test_a_pack_holds_the_files_named_and_ordered_by_indicator(
    world: World, submission: Submission, tmp_path: Path
) -> None:
    second, first = claimed(world, submission, "17"), claimed(world, submission, "16")
    with_file(world, second, "SK tim.pdf", makers.pdf(2))
    with_file(world, first, "SK.pdf")
    with_file(world, first, "Lampiran.pdf", makers.pdf(3))
    with_link(world, first)
    job = asked(world, Role.OPERATOR, submission.key)
    archive = opened(job)
    assert archive.namelist() == [
        "00 ringkasan.xlsx",
        "001 SAPA MELATI/16-01 SK.pdf",
        "001 SAPA MELATI/16-02 Lampiran.pdf",
        "001 SAPA MELATI/17-01 SK tim.pdf",
    ]
    assert archive.read("001 SAPA MELATI/17-01 SK tim.pdf") == makers.pdf(2)
    rows = summary(archive, tmp_path)
    assert len(rows) == 21
    line = dict(zip(rows[0], rows[1], strict=True))
    assert (line["No."], line["Tingkat klaim"], line["Poin klaim"]) == ("16", "2", "6")
    assert line["Berkas"] == "16-01 SK.pdf\n16-02 Lampiran.pdf"
    assert line["Tautan"] == "https://contoh.invalid/a"
    assert job.result == {"innovations": 1, "files": 3, "missing": 0}


def make_eligible(world: World, name: str) -> Submission:
    submission = make_innovation(world, name)
    for code in COMPULSORY:
        claimed(world, submission, code, 1)
    claim_level(
        seat=world.seat(Role.OPERATOR),
        answer=new_answer(submission, "33"),
        claim=Claim(basis="a", number=Decimal(10)),
        version=None,
        at=AT,
    )
    return submission


def test_a_pack_of_all_holds_the_eligible_ones(
    world: World, submission: Submission, tmp_path: Path
) -> None:
    make_eligible(world, "B LAYAK")
    make_eligible(world, "A LAYAK")
    old = make_eligible(world, "C TERLALU LAMA")
    Innovation.objects.filter(pk=old.innovation_id).update(implemented_on=date(2019, 1, 1))
    rows = summary(opened(asked(world, Role.SECRETARIAT)), tmp_path)
    names = [row[0] for row in rows[1:]]
    assert sorted(set(names)) == ["A LAYAK", "B LAYAK"]
    assert names == sorted(names)


def test_nothing_eligible_is_said_and_makes_no_file(world: World, submission: Submission) -> None:
    job = asked(world, Role.SECRETARIAT)
    assert job.state == Job.State.FAILED
    assert job.problem == "Tidak ada inovasi yang memenuhi syarat pada edisi ini."


def test_Z04_another_units_innovation_cannot_be_asked_for(
    world: World, submission: Submission
) -> None:
    other = make_innovation(world, "RAHASIA", agency=world.second_ward)
    client = world.client(Role.OPERATOR)
    for key in (other.key, "abcdefghjkmn-2026"):
        page = client.post(reverse("evidence:pack"), {"token": new_key(), "submission": key})
        assert page.status_code == 200
    assert "RAHASIA" not in client.get(reverse("evidence:pack")).content.decode()
    assert not Job.objects.exists()


def test_a_long_list_is_offered_in_part_and_searched(world: World) -> None:
    kept = [make_innovation(world, f"INOVASI {place:02d}") for place in range(PAGE_SIZE + 2)]
    client, address = world.client(Role.SECRETARIAT), reverse("evidence:pack")
    text = client.get(address).content.decode()
    assert text.count("<option") == 1 + PAGE_SIZE
    assert "Daftar ini memuat sebagian" in text
    found = client.get(address, {"cari": "inovasi 26"}).content.decode()
    assert (found.count("<option"), kept[-1].key in found) == (2, True)
    named = client.get(address, {"inovasi": kept[-1].key}).content.decode()
    assert f'value="{kept[-1].key}" selected' in named
    none = client.get(address, {"cari": "tidak ada"}).content.decode()
    assert "Tidak ada inovasi yang cocok." in none
    assert asked(world, Role.SECRETARIAT, kept[-1].key).parameters["submission"] == kept[-1].key


def test_M04_the_same_form_twice_is_one_job(world: World, submission: Submission) -> None:
    client, token = world.client(Role.OPERATOR), new_key()
    for _turn in range(2):
        client.post(reverse("evidence:pack"), {"token": token, "submission": submission.key})
    assert Job.objects.count() == 1


def test_X03_a_finished_pack_belongs_to_its_person(world: World, submission: Submission) -> None:
    job = asked(world, Role.OPERATOR, submission.key)
    url = reverse("jobs:download", args=[job.key])
    page = world.client(Role.OPERATOR).get(url)
    assert page.status_code == 200
    assert zipfile.is_zipfile(BytesIO(b"".join(page.streaming_content)))
    assert world.client(Role.SECRETARIAT).get(url).status_code == 404


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("SAPA MELATI", "SAPA MELATI"),
        ("../../etc/passwd", "-..-etc-passwd"),
        ('a:b*c?"d', "a-b-c-d"),
        ("CON", "_CON"),
        ("com1.pdf", "_com1.pdf"),
        ("", "_"),
        ("...", "_"),
        ("x\u202efdp.exe", "xfdp.exe"),
        ("k" * 200 + ".pdf", "k" * 80 + ".pdf"),
        ("ꦏꦺꦴꦠ 🏙", "ꦏꦺꦴꦠ 🏙"),
    ],
)
def test_F06_a_name_in_the_pack_is_one_harmless_part(name: str, safe: str) -> None:
    assert safe_name(name) == safe
