"""Which innovations an export pack may be asked for: a few to choose from, the rest by search."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from prakarsa.evidence.queries.scope import packable_submissions
from prakarsa.foundation.filters import PAGE_SIZE
from prakarsa.organisations.seats import Seat
from prakarsa.rules.text import normalise_name


@dataclass(frozen=True, slots=True)
class PackOffer:
    """Submissions to choose from by key and name, and whether a search would find others."""

    choices: tuple[tuple[str, str], ...]
    has_more: bool


def offer_for_pack(
    seat: Seat, edition_year: int, *, text: str, named: Collection[str]
) -> PackOffer:
    """Return what a seat can choose: what is named by its key, and the first of what is found."""
    rows = packable_submissions(seat, edition_year)
    found = rows
    for word in normalise_name(text).split():
        found = found.filter(innovation__normalised_name__contains=word)
    columns = ("key", "innovation__name")
    chosen = rows.filter(key__in=[key for key in named if _is_key(key)]).values_list(*columns)
    first = list(found.values_list(*columns)[: PAGE_SIZE + 1])
    choices = dict(chosen) | dict(first[:PAGE_SIZE])
    return PackOffer(tuple(choices.items()), has_more=len(first) > PAGE_SIZE)


def _is_key(text: str) -> bool:
    return text.isascii() and text.replace("-", "").isalnum()
