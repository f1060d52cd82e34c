"""Templates are short, hold no code or style, and say everything through the translations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.loader import get_template

from prakarsa.foundation.marks import KINDS, REMARKS, icon_names

SOURCE = Path("src/prakarsa")
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
MAX_LINES = 120
# Names that are the same in every language.
NAMES = frozenset({
    "Prakarsa", "XLSX", "CSV", "JSON", "PDF", "ZIP", "NIP", "MB", "KB", "IID", "SPD", "SID",
    "RSS", "Ctrl", "Enter", "English", "Indonesia", "WIB", "No", "Rp",
})  # fmt: skip
FORBIDDEN = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "htmx code": re.compile(r"hx-on|hx-vals\s*=\s*['\"]js:|hx-vars", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE),
    "image without alt": re.compile(r"<img(?![^>]*\balt=)", re.IGNORECASE),
    "safe filter": re.compile(r"\|\s*safe\b|autoescape off"),
    "button without type": re.compile(r"<button(?![^>]*\btype=)", re.IGNORECASE),
}
TRANSLATED = re.compile(
    r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}"
    r"|{%\s*block body_class\s*%}.*?{%\s*endblock\s*%}"
    r"|{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}",
    re.DOTALL,
)
TAG, VALUE, MARKUP = (
    re.compile(r"{%.*?%}", re.DOTALL),
    re.compile(r"{{.*?}}"),
    re.compile(r"<[^>]*>"),
)
SPOKEN = re.compile(r"\b(?:aria-label|title|alt|placeholder)=([\"'])(.*?)\1", re.DOTALL)
LITERAL = re.compile(r"\b(?:title|text|action|label)=\"[^\"]*[a-z]{2}[^\"]*\"")
WORD = re.compile(r"[^\W\d_]{2,}")


def hard_coded(text: str) -> Iterator[str]:
    """Yield the words of a template that no translation reaches."""
    text = TRANSLATED.sub(" ", text)
    for tag in TAG.findall(text):
        yield from LITERAL.findall(tag)
        if found := re.match(r"{%\s*status\s+\S+\s+([\"'])(.*?)\1", tag):
            yield found[2]
    text = VALUE.sub(" ", TAG.sub(" ", text))
    spoken = [words for _quote, words in SPOKEN.findall(text)]
    text = re.sub(r"&\w+;", " ", MARKUP.sub(" ", text))
    for part in [text, *spoken]:
        yield from (word for word in WORD.findall(part) if word not in NAMES)


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_templates_are_short_and_hold_no_code_or_style(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= MAX_LINES
    assert [name for name, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_templates_say_everything_through_the_translations(path: Path) -> None:
    assert list(hard_coded(path.read_text("utf-8"))) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_templates_can_be_read_and_name_known_marks(path: Path) -> None:
    get_template(str(path).partition("/templates/")[2])
    text = path.read_text("utf-8")
    assert set(re.findall(r'{%\s*icon\s+"([^"]+)"', text)) <= icon_names()
    assert set(re.findall(r'{%\s*status\s+"([^"]+)"', text)) <= KINDS.keys()
    assert set(re.findall(r'remark\.html" with kind="([^"]*)"', text)) <= REMARKS.keys()


def test_hard_coded_words_are_found() -> None:
    text = """{% load x %}<p title="Judul">{% translate "Ya" %} Halo {{ name }}</p>
    {% blocktranslate %}Baik{% endblocktranslate %}{% include "a.html" with title="Kosong" %}
    {% status "ok" "Terbit" %}"""
    assert list(hard_coded(text)) == ['title="Kosong"', "Terbit", "Halo", "Judul"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("style attribute", '<p class="a" style="color:red">'),
        ("style element", "<style>"),
        ("event attribute", '<p onclick="x()">'),
        ("htmx code", '<p hx-on:click="x">'),
        ("script address", '<a href="javascript:x">'),
        ("inline script", "<script>x()</script>"),
        ("image without alt", '<img src="a">'),
        ("safe filter", "{{ text|safe }}"),
        ("button without type", '<button class="btn">'),
    ],
)
def test_forbidden_things_are_found(name: str, text: str) -> None:
    assert FORBIDDEN[name].search(text)


def test_allowed_scripts_pass() -> None:
    text = '<script src="a.js" defer></script><script type="application/json">{}</script>'
    assert not FORBIDDEN["inline script"].search(text)
