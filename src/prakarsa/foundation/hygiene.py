"""Clean text that people type: Unicode NFC, no hidden or control characters, something visible.

Form fields take U+202E and U+200B as they come, so every form that keeps names uses this.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
# Joiners that Arabic, Javanese, Balinese and emoji need in ordinary words.
_JOINERS = frozenset("\u200c\u200d")
# What word processors leave behind in long texts; it carries no meaning and is taken away.
_LEFTOVERS = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\u200e\u200f\u061c"))
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_INVISIBLE_FIRST_LETTERS = frozenset("ZC")


def clean_line(text: str) -> str:
    """Return a name or title in NFC with single spaces; raise ValidationError when it hides."""
    composed = unicodedata.normalize("NFC", text)
    _refuse_hidden(composed)
    _refuse_invisible(composed)
    return " ".join(composed.split())


def clean_paragraphs(text: str) -> str:
    """Return a longer text in NFC; line ends and tabs stay, leftovers of word processors go."""
    unified = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    unified = unified.replace("\u2028", "\n").replace("\u2029", "\n").translate(_LEFTOVERS)
    _refuse_hidden(unified.replace("\n", " ").replace("\t", " "))
    _refuse_invisible(unified)
    return unified.strip()


def is_hidden(character: str) -> bool:
    """Say whether a character is a control, a direction mark or otherwise not for names."""
    return character not in _JOINERS and unicodedata.category(character) in _HIDDEN_CATEGORIES


def _refuse_hidden(text: str) -> None:
    for character in text:
        if is_hidden(character):
            code = f"U+{ord(character):04X}"
            raise ValidationError(
                _("Teks memuat tanda tersembunyi (%(code)s). Ketik ulang tanpa tanda itu."),
                code="hidden",
                params={"code": code},
            )


def _refuse_invisible(text: str) -> None:
    if text.strip() and not any(map(_is_visible, text)):
        raise ValidationError(_("Teks ini tidak memuat huruf yang terlihat."), code="invisible")


def _is_visible(character: str) -> bool:
    category = unicodedata.category(character)
    is_mark = category.startswith("M")
    return (
        not is_mark
        and category[0] not in _INVISIBLE_FIRST_LETTERS
        and character not in _BLANK_LETTERS
    )


class CleanTextMixin(forms.BaseForm):
    """Clean every text field of a form: paragraphs where the widget is a text area."""

    def full_clean(self) -> None:
        """Give each text field its hygiene just before it reads, added fields included."""
        for field in self.fields.values():
            if type(field) is forms.CharField:
                _read_cleanly(field)
        super().full_clean()


def _read_cleanly(field: forms.CharField) -> None:
    """Clean the text before the limits of length see it."""
    clean = clean_paragraphs if isinstance(field.widget, forms.Textarea) else clean_line

    def to_python(value: Any) -> str | None:
        text = forms.CharField.to_python(field, value)
        return clean(text) if text else text

    vars(field)["to_python"] = to_python


class LinkField(forms.URLField):
    """A link people may follow: http or https, nothing else; it is never fetched by us."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **options: Any) -> None:
        super().__init__(assume_scheme="https", **options)
