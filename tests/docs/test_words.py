"""The guide uses the words of the screens, and all pages the words of the law."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.docs.pages import GUIDE, ROOT_PAGES, prose_of, read

CATALOGUES = sorted(Path("src/prakarsa").glob("*/locale/en/LC_MESSAGES/django.po"))
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
BOLD = re.compile(r"\*\*([^*]+)\*\*")
# Not translated: they are the same in every language.
SAME_EVERYWHERE = {"XLSX", "CSV"}
# Spellings that are wrong, and words the guide does without.
AVOIDED = {
    "rancangbangun", "ujicoba", "uji-coba", "perangkat-daerah", "silahkan", "sekedar", "analisa",
    "merubah", "non-aktif", "kamu", "anda", "email", "user", "upload", "download", "login",
    "logout", "klik", "password", "sid", "spd", "iga", "opd",
}  # fmt: skip
# Capitals that need no explanation; all others stand in GLOSSARY.md.
KNOWN = {
    "XLSX", "CSV", "JSON", "PDF", "ZIP", "WIB", "WITA", "WIT", "SKB", "SQL", "TOML", "README",
    "ARCHITECTURE", "CONTRIBUTING", "CHANGELOG", "GLOSSARY",
}  # fmt: skip
# Terms of the glossary that no screen of this release spells out.
NOT_ON_SCREENS = {
    "innovative government award", "nomor induk pegawai", "organisasi perangkat daerah",
    "peran yang sedang dipakai", "satuan inovasi daerah", "satuan pemerintah daerah",
    "tambahan penghasilan pegawai",
}  # fmt: skip


def screen_texts() -> Iterator[str]:
    """Yield every text of the screens, without marks of markup."""
    for path in CATALOGUES:
        with path.open("rb") as file:
            for message in read_po(file):
                forms = [message.id] if isinstance(message.id, str) else message.id
                yield from (re.sub(r"<[^>]+>", "", text).strip() for text in forms if text)


def filled(text: str) -> re.Pattern[str] | None:
    """Return how a text with places looks on the screen; None when it is hardly more than them."""
    parts = PLACE.split(text)
    said = sum(len(part.strip()) for part in parts)
    return re.compile(".+".join(map(re.escape, parts))) if len(parts) > 1 and said > 6 else None


TEXTS = set(screen_texts())
FILLED = [pattern for text in TEXTS if (pattern := filled(text))]


def test_one_text_has_one_english() -> None:
    """All catalogues become one while the site runs, and only one of two translations shows."""
    seen: dict[tuple[str | None, str], dict[str, Path]] = {}
    for path in CATALOGUES:
        with path.open("rb") as file:
            for message in read_po(file):
                forms = [message.id] if isinstance(message.id, str) else message.id
                if forms[0] and message.string:
                    known = seen.setdefault((message.context, forms[0]), {})
                    known.setdefault(str(message.string), path)
    assert {text: known for text, known in seen.items() if len(known) > 1} == {}


@pytest.mark.parametrize("page", GUIDE, ids=str)
def test_bold_words_of_the_guide_are_on_the_screens(page: Path) -> None:
    for phrase in BOLD.findall(read(page)):
        words = " ".join(phrase.split())
        is_known = words in TEXTS or words in SAME_EVERYWHERE
        assert is_known or any(pattern.fullmatch(words) for pattern in FILLED), words


@pytest.mark.parametrize("page", GUIDE, ids=str)
def test_the_guide_is_spelt_as_we_write(page: Path) -> None:
    assert set(re.findall(r"[\w-]+", prose_of(page))) & AVOIDED == set()


def glossary_terms() -> set[str]:
    """Return the Indonesian terms of the glossary, in small letters."""
    rows = re.findall(r"^\| [^|]+ \| ([^|]*) \|", read(Path("GLOSSARY.md")), re.MULTILINE)
    cells = [cell.strip().lower() for cell in rows if cell.strip(" -")]
    return {term.strip() for cell in cells for term in re.split(r" / |, ", cell)} - {"indonesian"}


def test_screens_use_the_terms_of_the_glossary() -> None:
    screens = "\n".join(TEXTS).lower()
    unused = {term for term in glossary_terms() if term not in screens}
    assert unused == NOT_ON_SCREENS


@pytest.mark.parametrize("page", [*GUIDE, *ROOT_PAGES], ids=str)
def test_abbreviations_are_explained_in_the_glossary(page: Path) -> None:
    glossary = read(Path("GLOSSARY.md"))
    for word in set(re.findall(r"\b[A-Z]{2,}\b", prose_of(page))):
        assert word in KNOWN or word in glossary, word
