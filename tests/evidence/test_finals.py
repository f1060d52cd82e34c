"""The ministry's final levels: preview, import as one, and twice changes nothing."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from prakarsa.evidence.models import Answer, LevelEntry
from prakarsa.jobs.models import Job
from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Submission
from tests.evidence.builders import claimed, fresh, make_innovation
from tests.working import run_next
from tests.worlds import World

HEAD = "Inovasi;Indikator;Tingkat\n"


def sent(world: World, table: str, name: str = "akhir.csv") -> HttpResponse:
    """Upload a table as the secretariat and return its preview."""
    return world.client(Role.SECRETARIAT).post(
        reverse("evidence:finals"),
        {"edition_year": "2026", "file": SimpleUploadedFile(name, table.encode())},
        follow=True,
    )


def imported(world: World, page: HttpResponse) -> Job | None:
    path = page.redirect_chain[-1][0] if page.redirect_chain else ""
    world.client(Role.SECRETARIAT).post(path)
    return run_next()


@pytest.fixture
def answer(world: World, submission: Submission) -> Answer:
    return claimed(world, submission)


def test_a_good_table_is_previewed_then_imported(world: World, answer: Answer) -> None:
    page = sent(world, HEAD + "sapa  melati;16;1\nSapa Melati;17;3\n;1;2\n")
    text = page.content.decode()
    assert "3 nilai akan dicatat" in text
    assert "3 baru, 0 berubah, 0 sama, 0 salah" in text
    assert not Answer.objects.exclude(final_level=None).exists()
    job = imported(world, page)
    assert job is not None
    assert (job.state, job.result) == (Job.State.DONE, {"written": 3})
    found = Answer.objects.exclude(final_level=None).values_list("indicator", "final_level")
    assert sorted(found) == [("1", 2), ("16", 1), ("17", 3)]
    entry = LevelEntry.objects.filter(answer=answer, kind="final").get()
    assert entry.reason == "Nilai akhir kementerian dari berkas akhir.csv."
    assert (entry.role, entry.level_before) == ("secretariat", None)
    assert fresh(answer).claimed_level == 2


def test_F08_the_same_file_twice_changes_nothing(world: World, answer: Answer) -> None:
    table = HEAD + "SAPA MELATI;16;1\n"
    imported(world, sent(world, table))
    entries = LevelEntry.objects.count()
    text = sent(world, table).content.decode()
    assert "0 baru, 0 berubah, 1 sama, 0 salah" in text
    assert LevelEntry.objects.count() == entries


def test_a_changed_level_is_a_new_entry(world: World, answer: Answer) -> None:
    imported(world, sent(world, HEAD + "SAPA MELATI;16;1\n"))
    page = sent(world, HEAD + "SAPA MELATI;16;2\n")
    assert "1 berubah" in page.content.decode()
    imported(world, page)
    levels = answer.ledger.filter(kind="final").values_list("level_before", "level_after")
    assert list(levels) == [(None, 1), (1, 2)]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("TIDAK ADA;16;1", "Inovasi &#x27;TIDAK ADA&#x27; tidak ada pada edisi 2026."),
        ("SAPA MELATI;99;1", "Indikator &#x27;99&#x27; tidak dikenal."),
        ("SAPA MELATI;16;4", "Tingkat &#x27;4&#x27; bukan 0, 1, 2, atau 3."),
        ("SAPA MELATI;16;", "Tingkat &#x27;&#x27; bukan 0, 1, 2, atau 3."),
        ("SAPA MELATI;1;1", "Indikator 1 milik daerah; kosongkan inovasinya."),
        (";16;1", "Inovasi &#x27;&#x27; tidak ada pada edisi 2026."),
        ("SAPA MELATI;17;1\nSAPA MELATI;17;2", "Bertentangan dengan baris 2"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_written(
    world: World, answer: Answer, row: str, problem: str
) -> None:
    page = sent(world, f"{HEAD}{row}\nSAPA MELATI;16;1\n")
    text = page.content.decode()
    assert "1 baris perlu diperbaiki" in text
    assert problem in text
    assert imported(world, page) is None
    assert not Job.objects.exists()


def test_two_innovations_of_one_name_need_the_unit(world: World, answer: Answer) -> None:
    make_innovation(world, "SAPA MELATI", agency=world.second_ward)
    assert "Isi kolom perangkat daerah" in sent(world, HEAD + "SAPA MELATI;16;1\n").content.decode()
    table = "Inovasi;Perangkat Daerah;Indikator;Tingkat\nSAPA MELATI;Kelurahan Melati;16;1\n"
    assert "1 nilai akan dicatat" in sent(world, table).content.decode()


def test_a_table_without_the_columns_is_refused_with_their_names(
    world: World, answer: Answer
) -> None:
    text = sent(world, "Inovasi;Nomor\nA;16\n").content.decode()
    assert "Kolom yang belum ada: tingkat." in text


def test_the_wrong_rows_can_be_taken_home(world: World, answer: Answer) -> None:
    page = sent(world, HEAD + "TIDAK ADA;16;1\n")
    path = page.redirect_chain[-1][0] + "kesalahan/"
    sheet = world.client(Role.SECRETARIAT).get(path)
    assert sheet.headers["Content-Disposition"].startswith("attachment")


def test_Z03_another_regions_table_is_not_there(world: World, answer: Answer) -> None:
    page = sent(world, HEAD + "SAPA MELATI;16;1\n")
    path = page.redirect_chain[-1][0]
    assert world.client(Role.SECRETARIAT, region=world.other).get(path).status_code == 404
    assert world.client(Role.SECRETARIAT).get(path.replace("2026", "1999")).status_code == 404
    assert world.client(Role.SECRETARIAT).get(path.replace("2026", "2025")).status_code == 404


def test_Z08_names_of_another_region_are_unknown(world: World, answer: Answer) -> None:
    make_innovation(world, "RAHASIA", agency=world.other_office)
    text = sent(world, HEAD + "RAHASIA;16;1\n").content.decode()
    assert "tidak ada pada edisi 2026" in text
