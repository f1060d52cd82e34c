"""The filters of every list: a closed set of names and values, all of it in the address.

A name or a value outside its list is a bad request, in every list alike: nobody reaches a column
that was not meant, and a mistyped address never looks like an empty list. What people type
themselves, words and days, is read by whoever offers the field.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.core.exceptions import BadRequest
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

PAGE, PAGE_SIZE = "page", 25
LONGEST_SEARCH = 100
LONGEST_KEY = 20
# What applications add to an address that people share says nothing to us.
SHARED = frozenset({
    "fbclid", "gclid", "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content",
})  # fmt: skip
Row = TypeVar("Row")


def asked(query: Mapping[str, str], names: Iterable[str] = ()) -> dict[str, str]:
    """Return what an address asks for, by these names; raise BadRequest for any other name."""
    known = tuple(names)
    if set(query) - {*known, PAGE} - SHARED:
        raise BadRequest
    return {name: query.get(name, "").strip() for name in known}


def one_of(value: str, allowed: Collection[str]) -> str:
    """Return a value of a closed list, or nothing when nothing is asked; raise BadRequest."""
    if value and value not in allowed:
        raise BadRequest
    return value


def key_in(value: str) -> str:
    """Return the key of a record; one that is none of ours finds nothing. Raise BadRequest."""
    if len(value) > LONGEST_KEY or not (value.isascii() and (value.isalnum() or not value)):
        raise BadRequest
    return value


def year_in(value: str) -> str:
    """Return a year of four digits, or nothing; raise BadRequest."""
    if value and not (len(value) == len("2026") and value.isascii() and value.isdigit()):
        raise BadRequest
    return value


def words_in(value: str) -> str:
    """Return what was typed to search for, as much of it as is searched."""
    return value[:LONGEST_SEARCH].strip()


def page_of(
    rows: QuerySet[Any, Row] | Sequence[Row], query: Mapping[str, str], names: Iterable[str] = ()
) -> Page[Row]:
    """Return the page of a list that an address asks for; `names` are the filters of the list."""
    asked(query, names)
    return Paginator(rows, PAGE_SIZE).get_page(query.get(PAGE))
