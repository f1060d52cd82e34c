"""Which files are taken, which are refused, and that a refused one harms nobody."""

import time
from pathlib import Path

import pytest
from django.utils.translation import override

from prakarsa.formats import kinds
from prakarsa.formats.explaining import explain
from prakarsa.formats.inspection import inspect_file
from prakarsa.formats.kinds import Kind
from prakarsa.formats.reasons import SENTENCES, Reason, Refused, human_size
from tests.formats import makers

ALL = frozenset(Kind)
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
MHT = b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html></html>"
XML = b'<?xml version="1.0"?><a/>'

HONEST = {
    "laporan.pdf": (makers.pdf, Kind.PDF),
    "LAPORAN.PDF": (makers.harmless_opening_pdf, Kind.PDF),
    "foto.jpg": (makers.picture, Kind.JPEG),
    "foto.jpeg": (makers.photo_with_place, Kind.JPEG),
    "bagan.png": (lambda: makers.picture("PNG"), Kind.PNG),
    "film.mp4": (makers.film, Kind.MP4),
    "tabel.xlsx": (makers.workbook, Kind.XLSX),
    "tabel.csv": (lambda: b"BMKG;nilai\nSAPA;3\n", Kind.CSV),
    "bukti.zip": (lambda: makers.archive({"a/laporan.pdf": makers.pdf()}), Kind.ZIP),
}


def refusal_of(folder: Path, name: str, data: bytes) -> Refused:
    """Inspect the bytes under a name, expect a refusal, and show that the next file is taken."""
    path = folder / "unggahan"
    path.write_bytes(data)
    with pytest.raises(Refused) as caught:
        inspect_file(path, name=name, allowed=ALL)
    path.write_bytes(b"nama,nilai\n")
    assert inspect_file(path, name="tabel.csv", allowed=ALL).kind is Kind.CSV
    assert str(caught.value)
    return caught.value


@pytest.mark.parametrize("name", HONEST)
def test_F01_honest_file_is_taken(tmp_path: Path, name: str) -> None:
    make, kind = HONEST[name]
    path = tmp_path / "unggahan"
    path.write_bytes(make())

    taken = inspect_file(path, name=name, allowed=ALL)

    assert (taken.kind, taken.name, taken.size) == (kind, name, path.stat().st_size)
    assert taken.media_type == kinds.MEDIA_TYPES[kind]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("x.pdf", HTML + makers.pdf(), Reason.MISMATCH),
        ("x.pdf", b"\xef\xbb\xbf" + makers.pdf(), Reason.MISMATCH),
        ("x.pdf", b"\n" + makers.pdf(), Reason.MISMATCH),
        ("x.pdf", HTML, Reason.MISMATCH),
        ("x.pdf", SVG, Reason.MISMATCH),
        ("x.pdf", makers.picture(), Reason.MISMATCH),
        ("x.pdf", b"%PDF-1.7 bukan dokumen", Reason.DAMAGED),
        ("x.pdf", makers.pdf() + makers.archive({"a.txt": b"a"}), Reason.DISGUISED),
        ("x.jpg", makers.picture() + makers.archive({"a.txt": b"a"}), Reason.DISGUISED),
        ("x.jpg", makers.picture()[:2] + b"\xff\xfe\0\x0b%PDF-1.7\n" + makers.picture()[2:],
         Reason.DISGUISED),
        ("x.jpg", makers.picture("PNG"), Reason.MISMATCH),
        ("x.jpg", makers.picture()[:200], Reason.DAMAGED),
        ("x.jpg", SVG, Reason.MISMATCH),
        ("x.png", HTML, Reason.MISMATCH),
        ("x.png", makers.picture("PNG")[:60], Reason.DAMAGED),
        ("x.png", XML, Reason.MISMATCH),
        ("x.mp4", makers.film()[:-10], Reason.DAMAGED),
        ("x.mp4", makers.film(extra=b"sisa"), Reason.DAMAGED),
        ("x.mp4", HTML, Reason.MISMATCH),
        ("x.csv", HTML, Reason.MISMATCH),
        ("x.csv", b"\xef\xbb\xbf \n" + SVG, Reason.MISMATCH),
        ("x.csv", MHT, Reason.MISMATCH),
        ("x.csv", XML, Reason.MISMATCH),
        ("x.csv", b"MZ\0\0program", Reason.MISMATCH),
        ("x.xlsx", HTML, Reason.MISMATCH),
        ("x.xlsx", XML, Reason.MISMATCH),
        ("x.xlsx", makers.archive({"a.txt": b"a"}), Reason.MISMATCH),
        ("x.xlsx", makers.workbook()[:900], Reason.DAMAGED),
        ("x.zip", b"PK\x03\x04 bukan arsip", Reason.DAMAGED),
        ("x.zip", MHT, Reason.MISMATCH),
    ],
)  # fmt: skip
def test_F01_extension_first_bytes_and_opening_must_agree(
    tmp_path: Path, name: str, data: bytes, reason: Reason
) -> None:
    assert refusal_of(tmp_path, name, data).reason is reason


@pytest.mark.parametrize("kind", Kind)
def test_F01_empty_file_is_refused(tmp_path: Path, kind: Kind) -> None:
    extension = next(key for key, value in kinds.EXTENSIONS.items() if value is kind)

    assert refusal_of(tmp_path, f"kosong.{extension}", b"").reason is Reason.EMPTY


@pytest.mark.parametrize(
    "name",
    ["x.pdf.exe", "x.exe", "x.svg", "x.html", "x.mht", "x.xml", "x.xlsm", "x.docm", "x", ".pdf",
     "x.pdf\u00a0exe", "x.pdf.", "x.pdf/"],
)  # fmt: skip
def test_F01_other_extensions_are_refused(tmp_path: Path, name: str) -> None:
    reasons = {"x.pdf.": None, "x.pdf/": Reason.NAME}
    expected = reasons.get(name, Reason.EXTENSION)
    if expected is None:
        path = tmp_path / "unggahan"
        path.write_bytes(makers.pdf())
        assert inspect_file(path, name=name, allowed=ALL).name == "x.pdf"
    else:
        assert refusal_of(tmp_path, name, makers.pdf()).reason is expected


def test_F01_kind_outside_the_fields_list_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "unggahan"
    path.write_bytes(makers.workbook())

    with pytest.raises(Refused) as caught:
        inspect_file(path, name="tabel.xlsx", allowed=kinds.EVIDENCE)

    assert str(caught.value) == (
        "Jenis berkas '.xlsx' tidak diterima di sini. Gunakan JPEG, MP4, PDF, PNG."
    )
    assert inspect_file(path, name="tabel.xlsx", allowed=kinds.TABLES).kind is Kind.XLSX


@pytest.mark.parametrize(
    "kind",
    ["JavaScript", "OpenAction", "OpenAction script", "AA", "Launch", "EmbeddedFile"],
)
def test_F03_pdf_that_acts_is_refused(tmp_path: Path, kind: str) -> None:
    refusal = refusal_of(tmp_path, "x.pdf", makers.active_pdf(kind))

    assert refusal.reason is Reason.ACTIVE_CONTENT


@pytest.mark.parametrize("make", [makers.macro_workbook, makers.macro_type_workbook])
def test_F03_workbook_with_macro_is_refused(tmp_path: Path, make: object) -> None:
    assert callable(make)
    assert refusal_of(tmp_path, "x.xlsx", make()).reason is Reason.MACRO


@pytest.mark.parametrize(
    ("name", "data"),
    [("x.pdf", makers.locked_pdf()), ("x.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)],
)
def test_F01_locked_file_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    assert refusal_of(tmp_path, name, data).reason is Reason.LOCKED


@pytest.mark.parametrize(("side", "megapixels"), [(20_000, 400), (12_000, 144)])
def test_F05_picture_of_too_many_pixels_is_refused(
    tmp_path: Path, side: int, megapixels: int
) -> None:
    data = makers.wide_png(side)
    assert len(data) < 60_000

    refusal = refusal_of(tmp_path, "x.png", data)

    assert (refusal.reason, refusal.details["size"]) == (Reason.TOO_MANY_PIXELS, megapixels)


def test_F05_workbook_with_cells_far_apart_is_refused(tmp_path: Path) -> None:
    data = makers.far_cells_workbook()
    assert len(data) < 6_000

    assert refusal_of(tmp_path, "x.xlsx", data).reason is Reason.TOO_MANY_CELLS


def test_F05_workbook_with_ten_million_rows_is_refused(tmp_path: Path) -> None:
    data = makers.long_workbook()
    assert len(data) < 2_000_000

    started = time.monotonic()
    refusal = refusal_of(tmp_path, "x.xlsx", data)

    assert refusal.reason in {Reason.TOO_MANY_CELLS, Reason.TOO_MUCH_UNPACKED}
    assert time.monotonic() - started < 20


def test_F05_entity_workbook_is_refused(tmp_path: Path) -> None:
    assert refusal_of(tmp_path, "x.xlsx", makers.entity_workbook()).reason is Reason.DAMAGED


def test_F05_archive_that_swells_is_refused(tmp_path: Path) -> None:
    refusal = refusal_of(tmp_path, "x.zip", makers.swelling_archive(300))

    assert refusal.reason is Reason.TOO_MUCH_UNPACKED


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ({"dalam.zip": makers.archive({"a.txt": b"a"})}, Reason.NESTED),
        ({"gambar.jpg": makers.archive({"a.txt": b"a"})}, Reason.NESTED),
        ({"tabel.xlsx": makers.workbook()}, Reason.NESTED),
        ({"halaman.html": HTML}, Reason.ENTRY_TYPE),
        ({"../laporan.pdf": b"a"}, Reason.ENTRY_NAME),
        ({"a/../../laporan.pdf": b"a"}, Reason.ENTRY_NAME),
        ({"..\\laporan.pdf": b"a"}, Reason.ENTRY_NAME),
        ({"/etc/laporan.pdf": b"a"}, Reason.ENTRY_NAME),
        ({"C:\\laporan.pdf": b"a"}, Reason.ENTRY_NAME),
        ({"lapor\u202efdp.txt": b"a"}, Reason.ENTRY_NAME),
        ({f"{number}.txt": b"a" for number in range(1_001)}, Reason.TOO_MANY_ENTRIES),
    ],
)
def test_F05_F06_archive_entries_are_checked(
    tmp_path: Path, entries: dict[str, bytes], reason: Reason
) -> None:
    assert refusal_of(tmp_path, "x.zip", makers.archive(entries)).reason is reason


def test_F06_archive_with_a_link_is_refused(tmp_path: Path) -> None:
    assert refusal_of(tmp_path, "x.zip", makers.link_archive()).reason is Reason.ENTRY_NAME


def test_every_reason_has_a_sentence_that_ends() -> None:
    assert set(SENTENCES) == set(Reason)
    assert {sentence[-1] for sentence in SENTENCES.values()} == {"."}


def test_explain_fills_the_sentence_in_the_readers_language() -> None:
    refusal = Refused.too_large(64 * kinds.MEGABYTE, 83 * kinds.MEGABYTE)

    assert str(refusal) == "Berkas 83 MB, batasnya 64 MB. Perkecil berkas atau kirim tautannya."
    assert explain(refusal).replace("\u00a0", " ") == str(refusal)
    with override("en"):
        assert explain(refusal).replace("\u00a0", " ") == (
            "The file is 83 MB, the limit is 64 MB. Make it smaller or send a link to it."
        )


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 B"), (1023, "1023 B"), (1024, "1 KB"), (1_258_292, "1,2 MB"), (5 * 1024**3, "5 GB")],
)
def test_human_size(size: int, words: str) -> None:
    assert human_size(size) == words
