"""Finding innovations: the words as typed, then as they were probably meant, then some of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from prakarsa.catalogue.models import Entry, Words
from prakarsa.catalogue.queries.filters import BY_NAME, ORDERS, Filters
from prakarsa.catalogue.queries.published import Card, cards_of
from prakarsa.catalogue.queries.vocabulary import Vocabulary, vocabulary, words_in
from prakarsa.catalogue.words_field import Distance, Group, Question

# How many of the same kind are shown, by how many rare words, and what counts as rare.
KIN, KIN_WORDS, KIN_SHARED = 3, 6, 400


class Hits(Sequence[int]):
    """The ids that were found, their number known; pages of them are read when asked for."""

    def __init__(self, ids: QuerySet[Any, int] | None, total: int) -> None:
        self._ids = ids
        self._total = total

    def __len__(self) -> int:
        return self._total

    def __getitem__(self, place: Any) -> Any:
        ids = () if self._ids is None else self._ids
        return list(ids[place]) if isinstance(place, slice) else ids[place]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found. `corrected` is what was searched instead; `is_partial`: any of the words."""

    hits: Hits
    question: Question | None = None
    corrected: str = ""
    is_partial: bool = False


def find(filters: Filters, *, edition: int) -> Found:
    """Return what answers the filters, the closest first when words were typed."""
    words = words_in(filters.text)
    if filters.text and not words:
        return Found(Hits(None, 0))
    known = vocabulary(edition) if words or filters.need else Vocabulary()
    fixed = _fixed_groups(filters, known)
    found = _ask(filters, [*fixed, *_all_of(words, known)], is_typed=bool(words))
    if len(found.hits) or not words:
        return found
    meant = [known.nearest_to(word) for word in words]
    corrected = " ".join(meant) if meant != words else ""
    if corrected:
        found = _ask(filters, [*fixed, *_all_of(meant, known)], corrected=corrected)
    if not len(found.hits) and len(meant) > 1:
        any_of = Group(_forms(meant, known))
        found = _ask(filters, [*fixed, any_of], corrected=corrected, is_partial=True)
    return found


def need_group(words: Sequence[str], known: Vocabulary) -> Group:
    """Return the question of a need: any of its words in any form, where it says what it is."""
    return Group(_forms(words, known), ("name", "summary"))


def kin_of(card: Card, pk: int, *, edition: int) -> list[Card]:
    """Return innovations that share rare words with this one, the closest first."""
    text = f"{card.name} {card.summary}"
    rare = vocabulary(edition).rarest_of(text, most=KIN_SHARED, limit=KIN_WORDS)
    if not rare:
        return []
    question = Question((Group(rare),))
    rows = Words.objects.filter(words__answers=question).order_by(Distance(question), "pk")
    ids = [number for number in rows.values_list("pk", flat=True)[: KIN + 1] if number != pk]
    return list(cards_of(ids[:KIN]).values())


def entries_of(filters: Filters, found: Found) -> QuerySet[Entry]:
    """Return all that was found as entries, in no order."""
    return _entries(filters, found.question) if len(found.hits) else Entry.objects.none()


def _entries(filters: Filters, question: Question | None) -> QuerySet[Entry]:
    rows = filters.entries()
    if question is not None:
        answering = Words.objects.filter(words__answers=question)
        rows = rows.filter(pk__in=answering.values("pk"))
    return rows


def _fixed_groups(filters: Filters, known: Vocabulary) -> list[Group]:
    words = filters.need_words()
    return [*filters.award_groups(), *([need_group(words, known)] if words else [])]


def _all_of(words: Iterable[str], known: Vocabulary) -> list[Group]:
    return [Group(known.forms_of(word)) for word in words]


def _forms(words: Iterable[str], known: Vocabulary) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form for word in words for form in known.forms_of(word)))


def _ask(
    filters: Filters,
    groups: Sequence[Group],
    *,
    is_typed: bool = True,
    corrected: str = "",
    is_partial: bool = False,
) -> Found:
    question = Question(tuple(groups)) if groups else None
    ids: QuerySet[Any, int]
    if question is not None and is_typed and not filters.order:
        rows = Words.objects.filter(words__answers=question)
        if filters.filters_entries:
            # The sum keeps SQLite from asking the index of words once per entry.
            passing = filters.entries().values("pk")
            rows = rows.alias(number=F("pk") + 0).filter(number__in=passing)
        ids = rows.order_by(Distance(question), "pk").values_list("pk", flat=True)
        return Found(Hits(ids, rows.count()), question, corrected, is_partial)
    entries = _entries(filters, question)
    ids = entries.order_by(*ORDERS[filters.order or BY_NAME]).values_list("pk", flat=True)
    return Found(Hits(ids, entries.count()), question, corrected, is_partial)
