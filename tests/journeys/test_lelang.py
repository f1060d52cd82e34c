"""One lot from its draft to a closed contract, by five people who each sign in."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from tests.formats.makers import pdf
from tests.journeys.people import MAYOR, PHONE, SECRETARIAT, VERIFIER, Visitor, Visitors

pytestmark = [pytest.mark.browser, pytest.mark.journey]
HEAD, ACADEMIC = "teguh.wiyono@contoh.invalid", "prof.ratna.wijayanti@contoh.invalid"
TITLE, NUMBER = "Pohon tumbang", "050/PERJALANAN/2026"


@dataclass
class Office:
    """The five people of the journey, each at a device of their own."""

    head: Visitor
    verifier: Visitor
    secretariat: Visitor
    academic: Visitor
    mayor: Visitor


def test_a_lot_becomes_a_contract_that_is_kept(visitors: Visitors) -> None:
    people = Office(
        visitors.signed_in(HEAD, on=PHONE),
        visitors.signed_in(VERIFIER),
        visitors.signed_in(SECRETARIAT),
        visitors.signed_in(ACADEMIC, on=PHONE),
        visitors.signed_in(MAYOR),
    )
    lot = makes_a_lot(people.head)
    is_tested_and_scheduled(people, lot)
    negotiates(people, lot)
    contract = signs(people, lot)
    delivers(people, contract)
    closes(people, contract)


def makes_a_lot(head: Visitor) -> str:
    """Make a lot with a baseline and its source, and hand it in; return its address."""
    head.opens("/lelang/")
    head.follows(re.compile(r"Lelang kinerja \d{4}–\d{4}"))
    head.follows("Buat lot")
    fills(
        head,
        {
            "Judul lot": TITLE,
            "Indikator": "Jumlah pohon tumbang dalam setahun",
            "Satuan": "pohon",
            "Definisi operasional": "Pohon di tepi jalan yang tumbang dalam setahun.",
            "Titik nol": "46",
            "Tanggal titik nol": "2025-12-31",
            "Sumber titik nol": "Laporan tahunan (contoh)",
            "Titik akhir": "20",
            "Tanggal titik akhir": "2028-12-31",
            "Kode dan nama anggaran": "Program penghijauan (contoh)",
        },
    )
    chooses(head, "Perangkat daerah penanggung jawab", "Dinas Lingkungan Hidup")
    chooses(head, "Misi RPJMD", "2. Kota yang tertata, bersih, dan tangguh bencana")
    chooses(head, "Inovasi yang mewujudkannya", "RINDANG")
    head.page.get_by_label("Makin rendah makin baik").check()
    head.presses("Buat lot")
    head.pictures("lot-baru")
    address = head.path()
    head.follows("Atur berkas")
    head.page.get_by_label("Berkas titik nol").check()
    paper = {"name": "titik-nol.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    head.page.get_by_label("Berkas", exact=True).set_input_files(paper)
    head.presses("Unggah")
    head.opens(address)
    head.follows("Ajukan untuk uji data")
    head.presses("Ajukan untuk uji data")
    assert "Uji data" in head.reads()
    return address


def is_tested_and_scheduled(people: Office, lot: str) -> None:
    """Let a verifier accept the data, and the secretariat name the round of today."""
    people.verifier.opens("/lelang/uji-data/")
    people.verifier.opens(f"{lot}uji/")
    people.verifier.pictures("uji-data")
    people.verifier.page.get_by_label("Terima data").check()
    fills(people.verifier, {"Alasan": "Sama dengan laporannya."})
    people.verifier.presses("Simpan putusan")
    people.secretariat.opens(lot)
    people.secretariat.follows("Jadwalkan")
    people.secretariat.page.get_by_label(re.compile("Putaran 4")).check()
    people.secretariat.presses("Jadwalkan")
    assert "Terjadwal" in people.secretariat.reads()


def negotiates(people: Office, lot: str) -> None:
    """Offer, counter by the academic, offer again; the mayor accepts."""
    room = f"{lot}sidang/"
    offers(people.head, room, "Ajukan tawaran", "30", "2028-12-31")
    offers(people.academic, room, "Tawar balik", "18", "2027-12-31")
    offers(people.head, room, "Ajukan tawaran", "20", "2028-06-30")
    people.mayor.opens(room)
    people.mayor.pictures("sidang")
    people.mayor.follows("Terima tawaran 3")
    people.mayor.presses("Terima tawaran 3")
    assert "Disepakati" in people.mayor.reads()


def offers(visitor: Visitor, room: str, act: str, value: str, day: str) -> None:
    """Name a value and a day in the room."""
    visitor.opens(room)
    visitor.follows(act)
    fills(visitor, {"Nilai (pohon)": value, "Tanggal tercapai": day, "Alasan": "Sesuai rencana."})
    visitor.presses(act)


def signs(people: Office, lot: str) -> str:
    """Make the contract and sign it in its order; return its address."""
    people.secretariat.opens(lot)
    people.secretariat.follows("Buat kontrak")
    fills(people.secretariat, {"Nomor kontrak": NUMBER})
    people.secretariat.presses("Buat kontrak")
    contract = people.secretariat.path()
    for visitor in (people.head, people.mayor):
        visitor.opens(contract)
        visitor.follows("Baca dan tanda tangani")
        visitor.page.get_by_label("Saya sudah membaca naskah ini dan menyetujuinya").check()
        visitor.presses("Tanda tangani")
    assert "Berjalan" in people.mayor.reads()
    return contract


def delivers(people: Office, contract: str) -> None:
    """Set the targets of a year, report one quarter with its proof, and verify it."""
    people.secretariat.opens(f"{contract}capaian/2026/target/")
    for place, value in enumerate(("43", "40", "37", "34")):
        people.secretariat.page.get_by_label("Target").nth(place).fill(value)
    people.secretariat.presses("Simpan target")
    people.secretariat.pictures("target-triwulan")
    report = f"{contract}capaian/2026/1/"
    people.head.opens(report)
    fills(people.head, {"Capaian": "42"})
    people.head.presses("Simpan capaian")
    paper = {"name": "capaian.pdf", "mimeType": "application/pdf", "buffer": pdf(2)}
    people.head.page.get_by_label("Berkas bukti").set_input_files(paper)
    people.head.presses("Tambahkan bukti")
    people.head.presses("Ajukan capaian")
    people.head.pictures("capaian-diajukan")
    people.verifier.opens("/kontrak/antrean/")
    people.verifier.follows(re.compile(TITLE))
    people.verifier.presses("Terima capaian")
    people.mayor.opens(f"{contract}capaian/")
    people.mayor.pictures("capaian")
    assert "Terverifikasi" in people.mayor.reads()


def closes(people: Office, contract: str) -> None:
    """Report the final measure, verify it, and close the contract."""
    people.head.opens(f"{contract}hasil/lapor/")
    fills(
        people.head,
        {"Nilai akhir": "19", "Tanggal ukur": "2026-10-01", "Cara mengukur": "Dihitung."},
    )
    people.head.presses("Laporkan ukuran akhir")
    people.verifier.opens(f"{contract}hasil/putus/")
    fills(people.verifier, {"Alasan": "Sesuai daftar pohon."})
    people.verifier.presses("Verifikasi ukuran akhir")
    people.secretariat.opens(f"{contract}hasil/tutup/")
    people.secretariat.presses("Tutup kontrak")
    people.mayor.opens(f"{contract}jejak/")
    people.mayor.pictures("jejak")
    people.mayor.opens(contract)
    assert "Ditutup" in people.mayor.reads()
    people.mayor.follows("Hasil akhir")
    people.mayor.pictures("hasil-akhir")
    assert "Terpenuhi" in people.mayor.reads()


def fills(visitor: Visitor, values: dict[str, str]) -> None:
    """Type into the fields of these names."""
    for label, value in values.items():
        visitor.page.get_by_label(re.compile(rf"^{re.escape(label)}( \(opsional\))?$")).fill(value)


def chooses(visitor: Visitor, label: str, option: str) -> None:
    """Choose from a list of this name."""
    field = visitor.page.get_by_label(re.compile(rf"^{re.escape(label)}( \(opsional\))?$"))
    field.select_option(label=option)
