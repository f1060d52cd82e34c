"""What stands in the cells of a row, read strictly: a problem names its column, never a guess."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from prakarsa.foundation.hygiene import clean_line, clean_paragraphs
from prakarsa.foundation.reading import Unreadable, read_day, read_number, read_year
from prakarsa.registry.importing.layouts import Layout
from prakarsa.registry.models import Innovation
from prakarsa.registry.models.innovation import LATITUDES, LONGITUDES
from prakarsa.rules.affairs import find_affair, nearest_affairs
from prakarsa.rules.text import normalise_name, without_spaces

UNKNOWN_WORDS = frozenset({"", "-", "unknown", "belumdiketahui", "tidakdiketahui"})
WORDS: dict[str, dict[str, str]] = {
    "kind": {
        "digital": Innovation.Kind.DIGITAL,
        "nondigital": Innovation.Kind.NON_DIGITAL,
        "non_digital": Innovation.Kind.NON_DIGITAL,
        "non-digital": Innovation.Kind.NON_DIGITAL,
    },
    "form": {
        "tatakelola": Innovation.Form.GOVERNANCE,
        "tatakelolapemerintahan": Innovation.Form.GOVERNANCE,
        "inovasitatakelolapemerintahandaerah": Innovation.Form.GOVERNANCE,
        "pelayananpublik": Innovation.Form.PUBLIC_SERVICE,
        "inovasipelayananpublik": Innovation.Form.PUBLIC_SERVICE,
        "lainnya": Innovation.Form.OTHER,
        "bentuklainnya": Innovation.Form.OTHER,
        "inovasidaerahlainnya": Innovation.Form.OTHER,
    },
    "stage": {
        "inisiatif": Innovation.Stage.INITIATIVE,
        "ujicoba": Innovation.Stage.TRIAL,
        "penerapan": Innovation.Stage.IMPLEMENTATION,
    },
    "initiator": {
        "kepaladaerah": Innovation.Initiator.REGIONAL_HEAD,
        "anggotadprd": Innovation.Initiator.COUNCIL,
        "dprd": Innovation.Initiator.COUNCIL,
        "asn": Innovation.Initiator.CIVIL_SERVANT,
        "opd": Innovation.Initiator.AGENCY,
        "perangkatdaerah": Innovation.Initiator.AGENCY,
        "masyarakat": Innovation.Initiator.SOCIETY,
    },
}
LONGEST = {
    "name": 250, "initiator_name": 200, "summary": 600, "summary_en": 600, "source": 500,
    "award": 200,
}  # fmt: skip
LONG_TEXTS = frozenset({"summary", "summary_en"})
BOUNDS = {"latitude": LATITUDES, "longitude": LONGITUDES}


@dataclass(slots=True)
class Cells:
    """The fields of one row that say something, and what is wrong with the others."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read_cells(texts: Mapping[str, str], layout: Layout) -> Cells:
    """Read a row; an empty cell says nothing and changes nothing."""
    cells = Cells()
    for name, text in texts.items():
        if text and name not in {"region", "agency"}:
            try:
                value = _READERS[name](name, text)
            except _Wrong as wrong:
                column = layout.columns[name]
                cells.problems.append(
                    _("kolom %(column)s: %(problem)s") % {"column": column, "problem": wrong}
                )
            else:
                if value is not None:
                    cells.values[name] = value
    if not texts.get("name"):
        cells.problems.append(_("nama inovasi kosong."))
    return cells


class _Wrong(Exception):
    pass


def _text(name: str, text: str) -> str:
    try:
        cleaned = clean_paragraphs(text) if name in LONG_TEXTS else clean_line(text)
    except ValidationError as error:
        raise _Wrong(" ".join(error.messages)) from None
    if len(cleaned) > LONGEST[name]:
        words = {"length": len(cleaned), "most": LONGEST[name]}
        raise _Wrong(_("%(length)s huruf, paling banyak %(most)s.") % words)
    return cleaned


def _word(name: str, text: str) -> str | None:
    bare = without_spaces(text)
    if bare in UNKNOWN_WORDS:
        return None
    if bare not in WORDS[name]:
        known = ", ".join(str(label) for label in _labels(name))
        raise _Wrong(_("'%(text)s' tidak dikenal. Yang dikenal: %(known)s.") % {
            "text": text, "known": known,
        })  # fmt: skip
    return WORDS[name][bare]


def _labels(name: str) -> list[str]:
    choices = {
        "kind": Innovation.Kind, "form": Innovation.Form, "stage": Innovation.Stage,
        "initiator": Innovation.Initiator,
    }[name]  # fmt: skip
    return [str(label) for value, label in choices.choices if value != "unknown"]


def _day(_name: str, text: str) -> date:
    try:
        return read_day(text)
    except Unreadable as unreadable:
        raise _Wrong(_unreadable(unreadable, _("tanggal"), "5/2/2024")) from None


def _year(_name: str, text: str) -> int | None:
    if without_spaces(text) in UNKNOWN_WORDS:
        return None
    try:
        return read_year(text)
    except Unreadable as unreadable:
        raise _Wrong(_unreadable(unreadable, _("tahun"), "2024")) from None


def _degrees(name: str, text: str) -> Decimal:
    try:
        number = round(read_number(text), 6)
    except Unreadable as unreadable:
        raise _Wrong(_unreadable(unreadable, _("angka"), "112,630577")) from None
    lowest, highest = BOUNDS[name]
    if not lowest <= number <= highest:
        raise _Wrong(_("'%s' di luar Indonesia.") % text)
    return number


def _unreadable(unreadable: Unreadable, what: str, example: str) -> str:
    words = {"text": unreadable.text, "what": what, "example": example}
    if unreadable.is_ambiguous:
        return _("'%(text)s' dapat dibaca dua cara. Tulis misalnya %(example)s.") % words
    return _("'%(text)s' bukan %(what)s. Tulis misalnya %(example)s.") % words


def _affair(_name: str, text: str) -> str:
    found = find_affair(text)
    if found is None:
        nearest = ", ".join(nearest_affairs(text))
        words = {"text": text, "nearest": nearest}
        raise _Wrong(_("urusan '%(text)s' tidak dikenal. Yang terdekat: %(nearest)s.") % words)
    return found.name


def _affairs(name: str, text: str) -> list[str]:
    """Read several affairs; their own names hold commas, so the longest name that fits counts."""
    names: list[str] = []
    for part in filter(None, (part.strip() for part in text.replace("|", ";").split(";"))):
        words = part.split(",")
        while words:
            size = next(
                (size for size in range(len(words), 0, -1) if find_affair(",".join(words[:size]))),
                len(words),
            )
            names.append(_affair(name, ",".join(words[:size]).strip()))
            words = words[size:]
    return sorted(dict.fromkeys(names))


_READERS: dict[str, Callable[[str, str], Any]] = {
    **dict.fromkeys(("name", "initiator_name", "summary", "summary_en", "award", "source"), _text),
    **dict.fromkeys(("kind", "form", "stage", "initiator"), _word),
    **dict.fromkeys(("implemented_on", "developed_on"), _day),
    **dict.fromkeys(("year", "award_year"), _year),
    **dict.fromkeys(("latitude", "longitude"), _degrees),
    "main_affair": _affair,
    "affairs": _affairs,
}


def spelling(region: str, unit: str) -> tuple[str, str]:
    """Return how a region and a unit are compared."""
    return normalise_name(region), normalise_name(unit)
