"""What the first page tells of the whole catalogue, kept in memory until something changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import Count, QuerySet

from prakarsa.catalogue import keeping
from prakarsa.catalogue.models import Entry, EntryAffair, Words
from prakarsa.catalogue.needs import NEEDS, SHOWN, Need
from prakarsa.catalogue.queries.finding import need_group
from prakarsa.catalogue.queries.published import Card, cards_of
from prakarsa.catalogue.queries.vocabulary import Vocabulary, vocabulary
from prakarsa.catalogue.words_field import Question
from prakarsa.organisations.models import Agency, Region

IN_GROUP = 3


@dataclass(frozen=True, slots=True)
class RegionCount:
    """A region with published innovations."""

    code: str
    name: str
    slug: str
    is_example: bool
    province: str
    count: int


@dataclass(frozen=True)
class Overview:
    """Counts, and what the filters offer.

    `is_kept` is False when the database no longer keeps the catalogue in step: pages say so.
    """

    edition: int
    regions: tuple[RegionCount, ...]
    years: tuple[tuple[int, int], ...]
    affairs: tuple[tuple[str, int], ...]
    is_kept: bool

    @cached_property
    def real(self) -> tuple[RegionCount, ...]:
        """Return the regions that exist, or all when the catalogue holds examples only."""
        return tuple(row for row in self.regions if not row.is_example) or self.regions

    @cached_property
    def examples(self) -> tuple[RegionCount, ...]:
        """Return the regions that are examples, beside the ones that exist."""
        return tuple(row for row in self.regions if row.is_example) if self.is_real else ()

    @cached_property
    def is_real(self) -> bool:
        """Say whether anything but examples is published."""
        return any(not row.is_example for row in self.regions)

    @property
    def total(self) -> int:
        """Return the number of innovations of the regions that exist."""
        return sum(row.count for row in self.real)

    @property
    def example_total(self) -> int:
        """Return the number of innovations that are examples."""
        return sum(row.count for row in self.examples)

    @property
    def province(self) -> str:
        """Return the one province all regions lie in, without its first word, or nothing."""
        names = {row.province for row in self.real}
        return names.pop().removeprefix("Provinsi ") if len(names) == 1 else ""


@dataclass(frozen=True, slots=True)
class Groups:
    """The first innovations of some needs by their ids, and the needs that are only named."""

    shown: tuple[tuple[Need, tuple[int, ...]], ...]
    others: tuple[Need, ...]

    def cards(self) -> list[tuple[Need, list[Card]]]:
        """Return the groups with their cards, in two queries; what is retired is gone."""
        by_id = cards_of(number for _need, ids in self.shown for number in ids)
        return [
            (need, [by_id[number] for number in ids if number in by_id]) for need, ids in self.shown
        ]


@lru_cache(maxsize=4)
def overview(edition: int) -> Overview:
    """Return the overview of one edition of the catalogue."""
    return Overview(
        edition=edition,
        regions=_regions(),
        years=tuple(_counted(Entry.objects.exclude(year=0).order_by("-year"), "year")),
        affairs=tuple(_counted(EntryAffair.objects.order_by("affair"), "affair")),
        is_kept=keeping.is_kept(),
    )


@lru_cache(maxsize=4)
def groups(edition: int) -> Groups:
    """Return what one edition of the catalogue shows by need."""
    found = _groups(vocabulary(edition))
    shown = [group for group in found if len(group[1]) == IN_GROUP][:SHOWN] or found[:SHOWN]
    named = {need.key for need, _ids in shown}
    return Groups(tuple(shown), tuple(need for need, _ids in found if need.key not in named))


def agencies_with_entries(region_slug: str) -> QuerySet[Agency]:
    """Return the agencies of a region that have published innovations."""
    having = Entry.objects.filter(region__slug=region_slug).values("agency")
    return Agency.objects.filter(pk__in=having).order_by("name").only("key", "name")


def _groups(known: Vocabulary) -> list[tuple[Need, tuple[int, ...]]]:
    """Each innovation is shown under the first need it answers."""
    found, seen = [], set[int]()
    for need in NEEDS:
        question = Question((need_group(need.words, known),))
        answering = Words.objects.filter(words__answers=question).values("pk")
        rows = Entry.objects.filter(pk__in=answering)
        ordered = rows.order_by("is_example", "-is_awarded", "-year", "name", "pk")
        ids = ordered.values_list("pk", flat=True)[: IN_GROUP * (1 + SHOWN)]
        first = tuple(number for number in ids if number not in seen)[:IN_GROUP]
        seen.update(first)
        if first:
            found.append((need, first))
    return found


def _counted(rows: QuerySet[Entry] | QuerySet[EntryAffair], name: str) -> Sequence[tuple[Any, int]]:
    return list(rows.values_list(name).annotate(count=Count("pk")))


def _regions() -> tuple[RegionCount, ...]:
    counts = dict(Entry.objects.values_list("region").annotate(count=Count("pk")).order_by())
    rows = Region.objects.filter(pk__in=counts).select_related("parent").order_by("name")
    return tuple(
        RegionCount(
            code=row.code,
            name=row.name,
            slug=row.slug,
            is_example=row.is_example,
            province=_province_of(row),
            count=counts[row.code],
        )
        for row in rows
    )


def _province_of(region: Region) -> str:
    if region.kind == Region.Kind.PROVINCE:
        return region.name
    return region.parent.name if region.parent else ""
