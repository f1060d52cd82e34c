"""Named reads of the catalogue; all of them see what is published and nothing else."""

from prakarsa.catalogue.queries.filters import AWARDS, FORMS, KINDS, Filters
from prakarsa.catalogue.queries.finding import Found, entries_of, find, kin_of
from prakarsa.catalogue.queries.overview import (
    Overview,
    agencies_with_entries,
    groups,
    overview,
)
from prakarsa.catalogue.queries.published import (
    Card,
    PublishedInnovation,
    cards_of,
    publish,
    published,
    whole,
)
from prakarsa.catalogue.queries.vocabulary import current_edition, forget

__all__ = [
    "AWARDS",
    "FORMS",
    "KINDS",
    "Card",
    "Filters",
    "Found",
    "Overview",
    "PublishedInnovation",
    "agencies_with_entries",
    "cards_of",
    "current_edition",
    "entries_of",
    "find",
    "forget",
    "groups",
    "kin_of",
    "overview",
    "publish",
    "published",
    "whole",
]
