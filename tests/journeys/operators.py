"""What an operator does: record an innovation, give its proof, submit."""

from __future__ import annotations

from collections.abc import Iterable

from tests.formats.makers import pdf
from tests.journeys.people import Visitor
from tests.journeys.words import AMOUNT, NIP, SENTENCE, TELEPHONE, Claim, long_text

NEXT = "Simpan dan lanjut"


def record(visitor: Visitor, name: str) -> None:
    """Record an innovation and fill in its profile, page by page from the task list."""
    visitor.opens("/inovasi/")
    visitor.follows("Catat inovasi")
    visitor.page.get_by_label("Apa nama inovasinya?").fill(name)
    visitor.presses(NEXT)
    assert "Masih kurang 11 hal" in visitor.reads()
    visitor.follows("Nama dan ringkasan", exact=False)
    for write in (names, stages, initiator, kind, design, purpose, budget):
        write(visitor)
        visitor.presses(NEXT)
    visitor.follows("Profil")
    assert "Semua yang diwajibkan sudah terisi." in visitor.reads()


def names(visitor: Visitor) -> None:
    visitor.page.get_by_label("Ringkasan", exact=True).fill(SENTENCE)


def stages(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_label("Penerapan", exact=True).check()
    page.get_by_label("Tanggal uji coba").fill("2024-01-05")
    page.get_by_label("Tanggal penerapan").fill("2024-04-02")


def initiator(visitor: Visitor) -> None:
    visitor.page.get_by_label("Perangkat daerah", exact=True).check()
    visitor.page.get_by_label("Nama inisiator").fill("Seksi Pelayanan")


def kind(visitor: Visitor) -> None:
    visitor.page.get_by_label("Nondigital").check()
    visitor.page.get_by_label("Pelayanan publik").check()
    visitor.page.get_by_label("Urusan utama").select_option("Sosial")


def design(visitor: Visitor) -> None:
    visitor.page.locator("textarea").fill(long_text(310))


def purpose(visitor: Visitor) -> None:
    for label in ("Tujuan", "Manfaat", "Hasil"):
        visitor.page.get_by_label(label, exact=True).fill(f"{label}: {SENTENCE}")


def budget(visitor: Visitor) -> None:
    visitor.page.get_by_label("Anggaran (Rp)").fill(AMOUNT)
    visitor.page.get_by_label("Sumber anggaran").fill(f"Dikelola {NIP}, telepon {TELEPHONE}")


def claim(visitor: Visitor, name: str, claims: Iterable[Claim]) -> None:
    """Claim levels and give a small real PDF, or a link, for each."""
    opens_proof_of(visitor, name)
    for each in claims:
        visitor.follows(each.name)
        choose_level(visitor, each)
        visitor.presses("Simpan klaim")
        give_proof(visitor, each)
        visitor.follows(name, within=visitor.page.locator(".crumb"))


def opens_proof_of(visitor: Visitor, name: str) -> None:
    """Go to the tab of an innovation that shows its proof."""
    visitor.opens("/inovasi/")
    visitor.page.get_by_label("Cari inovasi").fill(name)
    visitor.presses("Cari")
    visitor.follows(name, exact=False, within=visitor.page.locator("main"))
    visitor.follows("Bukti")


def choose_level(visitor: Visitor, each: Claim) -> None:
    page = visitor.page
    if each.number:
        page.get_by_label("orang", exact=False).first.check()
        page.get_by_label("Angka").fill(each.number)
    else:
        page.get_by_label(f"{each.level} · ", exact=False).check()
    page.get_by_label("Tahun bukti").select_option("2024")
    page.get_by_label("Keterangan").first.fill(f"Narahubung {TELEPHONE}")


def give_proof(visitor: Visitor, each: Claim, *, pages: int = 1) -> None:
    """Add a PDF, or the link when the claim has one."""
    page = visitor.page
    if each.link:
        page.get_by_label("atau tautan").fill(each.link)
    else:
        document = pdf(pages + int(each.indicator))
        name = f"bukti-{each.indicator}-{pages}.pdf"
        page.get_by_label("Berkas", exact=True).set_input_files(
            {"name": name, "mimeType": "application/pdf", "buffer": document}
        )
    page.get_by_label("Tahun berkas").select_option("2024")
    visitor.presses("Tambahkan bukti")
    assert f"Bukti No. {each.indicator} ditambahkan." in visitor.reads()


def submit(visitor: Visitor, name: str, *, again: bool = False) -> None:
    """Look at all answers once more and submit."""
    opens_proof_of(visitor, name)
    visitor.presses("Ajukan kembali" if again else "Ajukan")
    assert f"{name} diajukan. Verifikasi biasanya 3 hari kerja." in visitor.reads()
