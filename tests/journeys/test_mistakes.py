"""Bad input on the way: the guide's words, focus on the summary, what was typed still there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.formats.makers import pdf
from tests.journeys import operators
from tests.journeys.people import OPERATOR, PHONE, VERIFIER, Visitor, Visitors
from tests.journeys.words import SENTENCE, long_text

pytestmark = [pytest.mark.browser, pytest.mark.journey]
NAME = "KELIRU MELATI"
NOT_A_PDF = (
    "Isi berkas ini bukan PDF walaupun namanya demikian. "
    "Simpan ulang sebagai PDF, lalu unggah lagi."
)


def test_wrong_input_is_explained_and_kept(visitors: Visitors) -> None:
    operator = visitors.signed_in(OPERATOR, on=PHONE)
    operator.opens("/inovasi/baru/")
    operator.presses(operators.NEXT)
    complains(operator, "Belum dijawab: Apa nama inovasinya?")
    operator.page.get_by_label("Apa nama inovasinya?").fill(NAME)
    operator.presses(operators.NEXT)
    address = operator.path()

    operator.opens(f"{address}tahapan/")
    operator.page.get_by_label("Tanggal uji coba").fill("2024-01-05")
    operator.page.get_by_label("Tanggal penerapan").fill("2023-02-01")
    operator.presses(operators.NEXT)
    complains(
        operator,
        "Tanggal penerapan lebih awal dari tanggal uji coba. Isi tanggal setelah 5 Januari 2024.",
    )
    assert operator.page.get_by_label("Tanggal penerapan").input_value() == "2023-02-01"
    operator.pictures("galat-tanggal")

    design_may_be_short_until_submitted(operator, address)
    budget_must_be_readable(operator, address)
    proof_must_be_what_it_says(operator)


def design_may_be_short_until_submitted(operator: Visitor, address: str) -> None:
    operator.opens(f"{address}rancang-bangun/")
    operator.page.locator("textarea").fill(long_text(213))
    expect(operator.page.locator("[data-counter]")).to_have_text("213 dari 300 kata")
    operator.presses("Simpan")
    assert "Rancang bangun baru 213 dari 300 kata." in operator.reads()
    operator.follows("Periksa dan ajukan")
    assert "Rancang bangun baru 213 dari 300 kata." in operator.reads()
    assert operator.page.get_by_role("button", name="Ajukan").count() == 0


def budget_must_be_readable(operator: Visitor, address: str) -> None:
    operator.opens(f"{address}anggaran/")
    operator.page.get_by_label("Anggaran (Rp)").fill("dua belas juta")
    operator.page.get_by_label("Lintang").fill("52,5")
    operator.page.get_by_label("Sumber anggaran").fill(SENTENCE)
    operator.presses(operators.NEXT)
    complains(
        operator,
        "Jumlah 'dua belas juta' tidak terbaca. Tulis rupiah bulat, misalnya 12.500.000.",
        "Titik ini di luar Indonesia. Isi antara -11 dan 6,5.",
    )
    assert operator.page.get_by_label("Anggaran (Rp)").input_value() == "dua belas juta"
    assert operator.page.get_by_label("Sumber anggaran").input_value() == SENTENCE


def proof_must_be_what_it_says(operator: Visitor) -> None:
    operators.opens_proof_of(operator, NAME)
    operator.follows("Regulasi Inovasi Daerah")
    operator.page.get_by_label("Keterangan").first.fill(SENTENCE)
    operator.presses("Simpan klaim")
    complains(operator, "Tingkat yang diklaim belum dipilih.", in_field=False)
    assert operator.page.get_by_label("Keterangan").first.input_value() == SENTENCE
    operator.presses("Tambahkan bukti")
    asked = "Pilih satu berkas. Tautan tidak dihitung untuk indikator ini."
    complains(operator, asked, in_field=False)
    operator.page.get_by_label("Keterangan").last.fill(SENTENCE)
    for name, content, words in (
        ("catatan.txt", b"halo", "Jenis berkas '.txt' tidak diterima di sini. Gunakan PDF."),
        (
            "sk.pdf", b"<html>halo</html>",
            NOT_A_PDF,
        ),
        ("kosong.pdf", b"", "Berkas yang dikirimkan kosong."),
    ):  # fmt: skip
        offered = {"name": name, "mimeType": "application/pdf", "buffer": content}
        operator.page.get_by_label("Berkas", exact=True).set_input_files(offered)
        operator.presses("Tambahkan bukti")
        complains(operator, words)
        assert operator.page.get_by_label("Keterangan").last.input_value() == SENTENCE
    operator.pictures("galat-berkas")
    good = {"name": "sk.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    operator.page.get_by_label("Berkas", exact=True).set_input_files(good)
    operator.presses("Tambahkan bukti")
    assert "Bukti No. 16 ditambahkan." in operator.reads()


def test_a_verifier_cannot_return_without_a_reason(visitors: Visitors) -> None:
    verifier = visitors.signed_in(VERIFIER)
    verifier.opens("/antrean/")
    verifier.follows("Mulai memverifikasi")
    verifier.presses("Kembalikan dan lanjut")
    assert verifier.page.title().startswith("Galat: ")
    expect(verifier.focus()).to_contain_text("Ada 1 hal yang perlu diperbaiki")


def complains(visitor: Visitor, *sentences: str, in_field: bool = True) -> None:
    """Hold an error page to the guide: title, focused summary, the same words beside the field."""
    assert re.match("Galat: (?!Galat)", visitor.page.title())
    summary = visitor.focus()
    expect(summary).to_contain_text(f"Ada {len(sentences)} hal yang perlu diperbaiki")
    beside = visitor.page.locator(".field-error")
    for sentence in sentences:
        expect(summary).to_contain_text(sentence)
        if in_field:
            summary.get_by_role("link", name=sentence).click()
            expect(beside.filter(has_text=sentence)).to_be_visible()
            assert visitor.focus().get_attribute("aria-invalid") == "true"
            summary = visitor.page.locator(".form-errors")
