"""What people type: text hygiene, errors in the guide's words, lists of rows, files."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from prakarsa.foundation.hygiene import clean_line, clean_paragraphs, is_hidden
from prakarsa.foundation.time import local_day
from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Attachment, Innovation, MeasuredBenefit, Revision
from prakarsa.registry.parts import Part
from prakarsa.registry.queries.benefits import measure
from tests.registry.innovations import make_complete, make_draft
from tests.worlds import World

REFUSED = [
    "SAPA\u202eMELATI", "SAPA\u200bMELATI", "SAPA\x00MELATI", "SAPA\x07", "\u2066SAPA", "\u200b",
    "\u3164", "\u2800\u2800", "\u0301", "\ufeffSAPA", "SAPA\u2028MELATI", "\ue000",
]  # fmt: skip
KEPT = [
    "Sapa", "O'Brien", "x" * 200, "خدمة الرسائل", "ꦱꦥ", "ᬲᬵᬧ", "Posyandu 👩🏽‍⚕️",
    "क्\u200dष", "Cafe\u0301", "名前", "<b>tebal</b>", "=1+1",
]  # fmt: skip


@pytest.fixture(autouse=True)
def clock(at: datetime) -> Any:
    with time_machine.travel(at, tick=False):
        yield


@pytest.mark.parametrize("name", REFUSED)
def test_F07_a_hidden_character_in_a_name_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        clean_line(name)


@pytest.mark.parametrize("name", KEPT)
def test_F07_names_of_all_scripts_stay(name: str) -> None:
    cleaned = clean_line(name)
    assert clean_line(cleaned) == cleaned
    assert cleaned == ("Café" if name.startswith("Cafe") else name)


@given(st.text())
def test_F07_a_clean_text_stays_clean(text: str) -> None:
    for clean in (clean_line, clean_paragraphs):
        try:
            cleaned = clean(text)
        except ValidationError:
            continue
        assert clean(cleaned) == cleaned
        assert not any(is_hidden(letter) for letter in cleaned if letter not in "\n\t")


def test_F07_leftovers_of_word_processors_go_from_long_texts() -> None:
    assert clean_paragraphs("\ufeffAnak\u00ad-anak\r\nke sekolah\u200b ") == "Anak-anak\nke sekolah"
    with pytest.raises(ValidationError):
        clean_paragraphs("Anak\u202eanak")


def post(client: Client, innovation: Innovation, part: Part, **fields: str) -> Any:
    """Send a part's page as a browser would."""
    version = str(Innovation.objects.get(pk=innovation.pk).version)
    address = reverse("registry:edit", args=[innovation.key, part.value])
    return client.post(address, {"version": version, "next": "tasks"} | fields)


@pytest.mark.django_db
@pytest.mark.parametrize("name", REFUSED[:5])
def test_F07_a_form_refuses_hidden_characters(world: World, at: datetime, name: str) -> None:
    draft, client = make_draft(world.seat(Role.OPERATOR), at), world.client(Role.OPERATOR)
    answer = post(client, draft, Part.NAME, name=name)
    assert answer.status_code == 200
    assert "Galat:" in answer.content.decode()
    assert Innovation.objects.get().name == "SAPA MELATI"
    answer = client.post(reverse("registry:new"), {"name": name, "agency": world.ward.pk})
    assert answer.status_code == 200


@pytest.mark.django_db
def test_F07_names_survive_page_csv_and_xlsx(world: World, at: datetime, tmp_path: Path) -> None:
    from prakarsa.formats.workbooks import read_rows

    client = world.client(Role.OPERATOR)
    for name in KEPT:
        answer = client.post(reverse("registry:new"), {"name": name, "agency": world.ward.pk})
        assert answer.status_code == 302
    wanted = {clean_line(name) for name in KEPT}
    book = tmp_path / "nama.xlsx"
    address = reverse("registry:export", args=["xlsx"])
    book.write_bytes(b"".join(client.get(address).streaming_content))
    assert {row[0] for row in read_rows(book)[1:]} == wanted
    text = b"".join(client.get(reverse("registry:export", args=["csv"])).streaming_content)
    cells = {row[0] for row in list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))[1:]}
    assert cells == (wanted - {"=1+1"}) | {"'=1+1"}
    page = client.get(reverse("registry:list")).content.decode()
    assert "خدمة الرسائل" in page
    assert "&lt;b&gt;tebal&lt;/b&gt;" in page


@pytest.mark.django_db
def test_dates_that_run_backwards_are_told_as_the_guide_says(world: World, at: datetime) -> None:
    draft, client = make_draft(world.seat(Role.OPERATOR), at), world.client(Role.OPERATOR)
    answer = post(
        client, draft, Part.STAGES, stage="implementation", trial_on="2024-01-05",
        implemented_on="2023-12-31",
    )  # fmt: skip
    text = answer.content.decode()
    sentence = (
        "Tanggal penerapan lebih awal dari tanggal uji coba. Isi tanggal setelah 5 Januari 2024."
    )
    assert text.count(sentence) == 2
    assert "Ada 1 hal yang perlu diperbaiki" in text
    assert Innovation.objects.get().trial_on is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("part", "fields", "sentence"),
    [
        (Part.BUDGET, {"budget_rupiah": "12,5"}, "Tulis rupiah bulat, misalnya 12.500.000."),
        (Part.BUDGET, {"latitude": "51,5", "longitude": "0"}, "Titik ini di luar Indonesia."),
        (Part.BUDGET, {"latitude": "-7,9"}, "Lintang dan bujur diisi berpasangan."),
        (Part.BUDGET, {"video_link": "javascript:alert(1)"}, "Masukkan URL yang valid."),
        (Part.BUDGET, {"video_link": "ftp://contoh.invalid/v"}, "Masukkan URL yang valid."),
        (Part.STAGES, {"trial_on": "besok"}, "Tulis misalnya 5/2/2024."),
        (Part.INITIATOR, {"origin": "replicated"}, "Asal replikasi belum diisi."),
        (Part.KIND, {"main_affair": "Sihir"}, "Masukkan pilihan yang valid."),
    ],
)
def test_a_wrong_field_says_what_to_do(
    world: World, at: datetime, part: Part, fields: dict[str, str], sentence: str
) -> None:
    draft, client = make_draft(world.seat(Role.OPERATOR), at), world.client(Role.OPERATOR)
    answer = post(client, draft, part, **fields)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert Revision.objects.count() == 1


@pytest.mark.django_db
def test_numbers_are_read_and_shown_the_indonesian_way(world: World, at: datetime) -> None:
    draft, client = make_draft(world.seat(Role.OPERATOR), at), world.client(Role.OPERATOR)
    answer = post(
        client, draft, Part.BUDGET, budget_rupiah="Rp 12.500.000", latitude="\u22127,979797",
        longitude="112.630577",
    )  # fmt: skip
    assert answer.status_code == 302
    made = Innovation.objects.get()
    assert (made.budget_rupiah, made.latitude) == (12_500_000, Decimal("-7.979797"))
    page = client.get(reverse("registry:edit", args=[made.key, Part.BUDGET.value]))
    assert 'value="12.500.000"' in page.content.decode()
    assert 'value="-7,979797"' in page.content.decode()


ROW = {
    "measure": "Lama surat", "unit": "hari", "direction": "lower", "baseline": "3",
    "baseline_on": "2023-06-01", "result": "0,5", "result_on": "2025-06-01",
    "method": "Buku register", "source": "Kelurahan",
}  # fmt: skip


def rows_sent(*rows: dict[str, str], initial: int = 0) -> dict[str, str]:
    """Return the fields of a list of rows."""
    fields = {"baris-TOTAL_FORMS": str(len(rows)), "baris-INITIAL_FORMS": str(initial)}
    for place, row in enumerate(rows):
        fields |= {f"baris-{place}-{name}": value for name, value in row.items()}
    return fields


@pytest.mark.django_db
def test_a_list_is_saved_as_a_whole(world: World, at: datetime) -> None:
    draft, client = make_draft(world.seat(Role.OPERATOR), at), world.client(Role.OPERATOR)
    partner = {"kind": "campus", "name": "Universitas Contoh", "part": ""}
    assert post(client, draft, Part.PARTNERS, **rows_sent(partner)).status_code == 302
    second = {"kind": "media", "name": "Radio Contoh", "part": "Menyiarkan"}
    post(client, draft, Part.PARTNERS, **rows_sent(partner, second, initial=1))
    assert [row.name for row in draft.partners.all()] == ["Universitas Contoh", "Radio Contoh"]
    removed = partner | {"DELETE": "on"}
    post(client, draft, Part.PARTNERS, **rows_sent(removed, second, {"kind": "media"}, initial=2))
    assert [row.name for row in draft.partners.all()] == ["Radio Contoh"]
    history = client.get(reverse("registry:history", args=[draft.key])).content.decode()
    assert "Radio Contoh (Media): Menyiarkan" in history


@pytest.mark.django_db
def test_a_measured_benefit_computes_its_improvement(world: World, at: datetime) -> None:
    draft, client = make_draft(world.seat(Role.OPERATOR), at), world.client(Role.OPERATOR)
    assert post(client, draft, Part.BENEFITS, **rows_sent(ROW)).status_code == 302
    shown = measure(MeasuredBenefit.objects.get())
    assert (shown.is_better, shown.percent, shown.change_text) == (True, "83,33%", "2,50")
    page = client.get(reverse("registry:benefits", args=[draft.key])).content.decode()
    assert "Membaik 83,33% dari titik nol." in page
    worse = ROW | {"direction": "higher"}
    post(client, draft, Part.BENEFITS, **rows_sent(worse, initial=1))
    assert measure(MeasuredBenefit.objects.get()).signed_percent == "\u221283,33%"
    zero = ROW | {"baseline": "0"}
    post(client, draft, Part.BENEFITS, **rows_sent(zero, initial=1))
    page = client.get(reverse("registry:benefits", args=[draft.key])).content.decode()
    assert "Persentase tidak dapat dihitung karena titik nol bernilai 0." in page


@pytest.mark.django_db
def test_a_benefit_measured_before_its_baseline_is_refused(world: World, at: datetime) -> None:
    draft, client = make_draft(world.seat(Role.OPERATOR), at), world.client(Role.OPERATOR)
    answer = post(client, draft, Part.BENEFITS, **rows_sent(ROW | {"result_on": "2023-05-31"}))
    assert "Tanggal nilai hasil lebih awal dari tanggal nilai awal." in answer.content.decode()
    assert draft.benefits.count() == 0


@pytest.mark.django_db
def test_the_same_award_twice_is_refused(world: World, at: datetime) -> None:
    draft, client = make_draft(world.seat(Role.OPERATOR), at), world.client(Role.OPERATOR)
    award = {"name": "TOP 45", "year": "2024", "source": ""}
    answer = post(client, draft, Part.AWARDS, **rows_sent(award, award))
    assert "Penghargaan &#x27;TOP 45&#x27; tertulis dua kali." in answer.content.decode()


def picture() -> SimpleUploadedFile:
    """Return a small PNG."""
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4), "white").save(buffer, "PNG")
    return SimpleUploadedFile("foto.png", buffer.getvalue(), content_type="image/png")


@pytest.mark.django_db
def test_an_attachment_comes_goes_and_stays_in_the_history(world: World, at: datetime) -> None:
    draft, client = make_draft(world.seat(Role.OPERATOR), at), world.client(Role.OPERATOR)
    address = reverse("registry:attachments", args=[draft.key])
    for _twice in range(2):
        answer = client.post(address, {"file": picture(), "caption": "Loket", "version": "1"})
        assert answer.status_code == 302, answer.content.decode()
    attachment = Attachment.objects.get()
    where = reverse("registry:attachment", args=[draft.key, attachment.file.key])
    sent = client.get(where)
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert world.client(Role.OPERATOR, region=world.other).get(where).status_code == 404
    removed = client.post(where + "hapus/", {"version": "2"})
    assert (removed.status_code, Attachment.objects.count()) == (302, 0)
    assert client.get(where).status_code == 404
    acts = list(Revision.objects.order_by("number").values_list("act", flat=True))
    assert acts == ["create", "change", "change"]


@pytest.mark.django_db
def test_a_wrong_file_is_explained(world: World, at: datetime) -> None:
    draft, client = make_draft(world.seat(Role.OPERATOR), at), world.client(Role.OPERATOR)
    page = SimpleUploadedFile("surat.pdf", b"<html></html>", content_type="application/pdf")
    answer = client.post(reverse("registry:attachments", args=[draft.key]), {"file": page})
    assert "Isi berkas ini bukan PDF" in answer.content.decode()
    assert Attachment.objects.count() == 0


@pytest.mark.django_db
def test_only_the_own_unsent_draft_is_kept_on_the_device(world: World, at: datetime) -> None:
    own = make_complete(world.seat(Role.OPERATOR), at)
    foreign = make_draft(world.seat(Role.SECRETARIAT), at, "Titipan", world.ward)
    client = world.client(Role.OPERATOR)
    pages = {
        each.name: client.get(
            reverse("registry:edit", args=[each.key, Part.DESIGN.value])
        ).content.decode()
        for each in (own, foreign)
    }
    assert "data-draft=" in pages["SAPA MELATI"]
    assert "data-draft=" not in pages["Titipan"]
    assert '<span class="num">400</span> dari 300 kata' in pages["SAPA MELATI"]
    assert "belum dikonfirmasi" in pages["SAPA MELATI"]


def test_a_day_that_has_not_come_is_refused(world: World, at: datetime) -> None:
    innovation = make_draft(world.seat(Role.OPERATOR), at)
    client = world.client(Role.OPERATOR)
    today = local_day(at, innovation.region.zone)
    for field in ("trial_on", "implemented_on", "developed_on"):
        late = {"stage": "implementation", field: str(today + timedelta(days=1))}
        page = post(client, innovation, Part.STAGES, **late)
        assert "Tanggal ini belum tiba." in page.content.decode()
    innovation.refresh_from_db()
    assert innovation.implemented_on is None
    post(client, innovation, Part.STAGES, stage="implementation", implemented_on=str(today))
    innovation.refresh_from_db()
    assert (innovation.implemented_on, innovation.year) == (today, today.year)


def test_a_year_that_was_given_stays(world: World, at: datetime) -> None:
    innovation = make_draft(world.seat(Role.OPERATOR), at)
    fields = {"stage": "implementation", "implemented_on": "2024-02-05", "year": "2021"}
    post(world.client(Role.OPERATOR), innovation, Part.STAGES, **fields)
    innovation.refresh_from_db()
    assert innovation.year == 2021
