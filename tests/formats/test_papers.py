"""Papers: values are data, the same values give the same bytes, the fonts are the shipped ones."""

import hashlib
import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest

import prakarsa
from prakarsa.formats.papers import render_pdf

PACKAGES = Path(prakarsa.__file__).parent
FONTS = PACKAGES / "formats" / "documents" / "fonts"
AT = datetime(2026, 7, 14, 2, 0, tzinfo=UTC)


def sample(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Cakupan target inovasi 2026",
        "office": "Pemerintah Kota Contoh",
        "lead": "34 dari 45 unit memenuhi target.",
        "printed": "Dibuat 14 Juli 2026 pukul 09.00 WIB",
        "language": "id",
        "facts": [["Masa", "1 Januari sampai 31 Desember 2026"]],
        "heading": "Unit yang belum memenuhi",
        "heads": ["No.", "Unit", "Inovasi"],
        "rows": [["1", "Kelurahan Melati", "0"]],
        "people": [["Kepala Bagian", "Sri"], ["Sekretaris Daerah", "Budi"]],
    } | changes


def test_paper_has_a_title_and_tags_and_the_shipped_fonts() -> None:
    with pikepdf.open(io.BytesIO(render_pdf("formats/sample", sample(), at=AT))) as document:
        fonts = {
            str(each.get("/FontName"))
            for each in document.objects
            if isinstance(each, pikepdf.Dictionary) and "/FontName" in each
        }
        assert len(document.pages) == 1
        assert "/StructTreeRoot" in document.Root
        assert str(document.Root.Lang) == "id"
        assert str(document.docinfo.Title) == "Cakupan target inovasi 2026"
    assert {name.partition("+")[2] for name in fonts} == {
        "PlusJakartaSans-Regular",
        "PlusJakartaSans-SemiBold",
    }


def test_same_values_give_the_same_bytes() -> None:
    assert render_pdf("formats/sample", sample(), at=AT) == render_pdf(
        "formats/sample", sample(), at=AT
    )


@pytest.mark.parametrize(
    "text",
    ['#panic("x")', '#read("/etc/passwd")', '#import "@preview/a:1.0.0"', "$x", "#{", "```", "]",
     "{0.__class__}", "{{ x }}", "<a>", "@a", "*tebal", "Jum'at", "\u202e", "中",
     "ꦥꦿꦏꦂꦱ ᬧ مبادرة 👩"],
)  # fmt: skip
def test_F12_values_are_never_markup(text: str) -> None:
    changes = {"title": text, "lead": text, "rows": [["1", text, text]], "facts": [[text, text]]}

    with pikepdf.open(io.BytesIO(render_pdf("formats/sample", sample(**changes)))) as document:
        assert len(document.pages) == 1
        assert str(document.docinfo.Title) == text


def test_F12_templates_neither_run_text_nor_fetch_packages() -> None:
    templates = sorted(PACKAGES.glob("*/documents/*.typ"))
    assert templates
    for template in templates:
        assert not re.search(r"\beval\(|@preview|@local|\bread\(", template.read_text("utf-8"))


def test_shipped_fonts_are_those_of_the_manifest() -> None:
    lines = (FONTS / "MANIFEST.txt").read_text("utf-8").splitlines()
    named = dict(reversed(line.split("  ")) for line in lines if re.match(r"[0-9a-f]{64}  ", line))

    assert set(named) == {path.name for path in FONTS.iterdir()} - {"MANIFEST.txt"}
    for name, digest in named.items():
        assert hashlib.sha256((FONTS / name).read_bytes()).hexdigest() == digest
