"""English is complete: nothing marked lacks it, nothing stale stays."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from scripts import messages


def package_with(folder: Path, template: str, code: str) -> messages.Package:
    """Return an invented package with one template and one module."""
    (folder / "templates").mkdir()
    (folder / "templates" / "page.html").write_text(template, "utf-8")
    (folder / "views.py").write_text(code, "utf-8")
    return messages.Package("invented", folder)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> messages.Package:
    monkeypatch.setattr(messages, "SOURCE", tmp_path)
    return package_with(
        tmp_path,
        """{% block a %}
    {% translate "Masuk" %} {{ _("Keluar") }} {% translate "Terang" context "tema" %}
      {% blocktranslate trimmed count count=n %}
        {{ count }} unit
        dipilih
      {% plural %}
        {{ count }} unit dipilih
      {% endblocktranslate %}
    {% endblock %}""",
        'from x import gettext as _, ngettext, gettext_noop\n_("Nilai {level}")\n'
        'ngettext("satu", "banyak", 2)\nNAME = gettext_noop("Beku")\n',
    )


def english_of(package: messages.Package, words: dict[str, str | tuple[str, str]]) -> None:
    """Write English texts into the catalogue of a package."""
    text = package.catalogue.read_text("utf-8")
    for source, english in words.items():
        forms = english if isinstance(english, tuple) else (english,)
        start = text.index(f'msgid "{source}"')
        for form in forms:
            gap = text.index('""', start)
            text = text[:gap] + f'"{form}"' + text[gap + 2 :]
    package.catalogue.write_text(text, "utf-8")


ALL = {
    "Masuk": "Sign in",
    "Keluar": "Sign out",
    "Terang": "Light",
    "%(count)s unit dipilih": ("%(count)s unit chosen", "%(count)s units chosen"),
    "Nilai {level}": "Level {level}",
    "satu": ("one", "many"),
    "Beku": "Frozen",
}


def test_texts_are_found_in_code_and_templates(package: messages.Package) -> None:
    found = messages.texts(messages.extract_package(package))
    assert {first for _context, first in found} == ALL.keys()
    assert ("tema", "Terang") in found


def test_a_missing_text_is_named(package: messages.Package) -> None:
    assert messages.merge(package, {}) == len(ALL)
    english_of(package, {name: text for name, text in ALL.items() if name != "Masuk"})
    assert list(messages.problems(package)) == ["invented: no English for 'Masuk'"]


def test_a_complete_catalogue_passes_and_stays(package: messages.Package) -> None:
    messages.merge(package, {})
    english_of(package, ALL)
    before = package.catalogue.read_text("utf-8")
    assert messages.merge(package, {}) == 0
    assert package.catalogue.read_text("utf-8") == before
    assert list(messages.problems(package)) == []


def test_a_stale_text_and_a_lost_place_are_named(package: messages.Package) -> None:
    messages.merge(package, {})
    english_of(package, {**ALL, "Nilai {level}": "Level"})
    (package.folder / "templates" / "page.html").write_text('{% translate "Masuk" %}')
    assert sorted(messages.problems(package)) == [
        "invented: no longer marked: '%(count)s unit dipilih'",
        "invented: no longer marked: 'Keluar'",
        "invented: no longer marked: 'Terang'",
        "invented: other places for values in the English of 'Nilai {level}'",
    ]


def test_a_text_translated_elsewhere_is_taken_over(package: messages.Package) -> None:
    known = Catalog(locale="en")
    known.add("Masuk", "Sign in")
    assert messages.merge(package, messages.texts(known)) == len(ALL) - 1


@pytest.mark.parametrize("package", messages.packages(), ids=lambda package: package.name)
def test_every_text_of_the_product_has_its_english(package: messages.Package) -> None:
    assert list(messages.problems(package)) == []


def test_texts_are_marked_only_by_names_that_are_looked_for() -> None:
    """A function of another name would leave its texts without English, and nobody would know."""
    renamed = {
        (path.name, name)
        for path in messages.SOURCE.rglob("*.py")
        for name in re.findall(r"\bn?p?gettext\w* as (\w+)", path.read_text("utf-8"))
        if name not in messages.KEYWORDS
    }
    assert renamed == set()
