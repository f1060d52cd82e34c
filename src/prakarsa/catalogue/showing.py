"""How pages offer the filters: one menu of links each, or a form where there are too many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.catalogue.queries import (
    AWARDS,
    FORMS,
    KINDS,
    Filters,
    Overview,
    agencies_with_entries,
)
from prakarsa.catalogue.queries.filters import ANY_AWARD, BY_NAME, BY_YEAR, NAMES
from prakarsa.foundation.components import Chip

MOST_LINKS = 30


@dataclass(frozen=True, slots=True)
class Option:
    """One value a filter may take."""

    value: str
    label: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Menu:
    """A filter: what it is called, what is chosen, and what may be chosen instead.

    `links` where they are few, else `choices`: the options of a drop-down, already written, for
    some hundred regions would take a template longer than the search itself.
    """

    name: str
    label: str
    chosen: str
    clear_url: str
    links: tuple[Chip, ...] = ()
    choices: SafeString | None = None


def first_menus(filters: Filters, whole: Overview) -> list[Menu]:
    """Return the four filters that the first page offers."""
    regions = [Option(row.slug, row.name, row.count) for row in whole.regions]
    years = [Option(str(year), str(year), count) for year, count in whole.years]
    kinds = [Option(kind.value, str(kind.label)) for kind in KINDS]
    awards = [Option(ANY_AWARD, _("Berpenghargaan")), *(Option(*row) for row in AWARDS.items())]
    return [
        _menu("region", _("Daerah"), filters, regions),
        _menu("year", _("Tahun"), filters, years),
        _menu("kind", _("Jenis"), filters, kinds),
        _menu("award", _("Penghargaan"), filters, awards),
    ]


def all_menus(filters: Filters, whole: Overview) -> list[Menu]:
    """Return every filter; agencies once a region is chosen."""
    forms = [Option(form.value, str(form.label)) for form in FORMS]
    affairs = [Option(name, name, count) for name, count in whole.affairs]
    menus = first_menus(filters, whole)
    if filters.region:
        agencies = agencies_with_entries(filters.region)
        units = [Option(str(agency.key), agency.name) for agency in agencies]
        menus.insert(1, _menu("agency", _("Perangkat daerah"), filters, units))
    menus.append(_menu("form", _("Bentuk"), filters, forms))
    if affairs:
        menus.append(_menu("affair", _("Urusan"), filters, affairs))
    return menus


def _menu(field: str, label: str, filters: Filters, options: Sequence[Option]) -> Menu:
    current = str(getattr(filters, field))
    # An agency belongs to its region: another region asks for another agency.
    base = replace(filters, agency="") if field == "region" else filters
    clear_url = base.address(**{field: ""})
    if current:
        chosen = next((each.label for each in options if each.value == current), label)
        return Menu(NAMES[field], label, chosen, clear_url)
    if len(options) > MOST_LINKS:
        choices = _written(tuple((each.value, each.label) for each in options))
        return Menu(NAMES[field], label, "", clear_url, choices=choices)
    links = (
        Chip(
            each.label,
            base.address(**{field: each.value}),
            None if filters.narrows else each.count,
        )
        for each in options
    )
    return Menu(NAMES[field], label, "", clear_url, links=tuple(links))


@lru_cache(maxsize=32)
def _written(options: tuple[tuple[str, str], ...]) -> SafeString:
    return format_html_join("", '<option value="{}">{}</option>', options)


_ORDERS: tuple[tuple[str, str | Promise], ...] = (
    ("", gettext_lazy("Paling cocok")),
    (BY_NAME, gettext_lazy("Nama")),
    (BY_YEAR, gettext_lazy("Terbaru")),
)


def orders(filters: Filters) -> list[Chip]:
    """Return the orders a list may have; closeness only where words were typed."""
    current = filters.order or ("" if filters.text else BY_NAME)
    return [
        Chip(str(label), filters.address(order=order), is_current=order == current)
        for order, label in _ORDERS
        if order or filters.text
    ]
