"""The filters of the list: a closed set of names and values, all of it in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from prakarsa.foundation.components import Chip
from prakarsa.foundation.filters import asked, key_in, one_of, words_in, year_in
from prakarsa.organisations.models import Agency
from prakarsa.organisations.seats import Seat
from prakarsa.registry.models import Innovation
from prakarsa.registry.queries.innovations import visible_innovations
from prakarsa.rules.affairs import find_affair
from prakarsa.rules.text import normalise_name

# The name of each filter in an address; what else stands there is refused.
NAMES = {
    "text": "cari", "state": "keadaan", "agency": "unit", "kind": "jenis", "year": "tahun",
    "affair": "urusan",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filters:
    """What the visitor asked for; an empty text asks for everything."""

    text: str = ""
    state: str = ""
    agency: str = ""
    kind: str = ""
    year: str = ""
    affair: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Filters:
        """Read the filters of an address; raise BadRequest for names and values we do not know."""
        words = asked(query, NAMES.values())
        given = {name: words[word] for name, word in NAMES.items()}
        return cls(
            text=words_in(given["text"]),
            state=one_of(given["state"], Innovation.State.values),
            agency=key_in(given["agency"]),
            kind=one_of(given["kind"], Innovation.Kind.values),
            year=year_in(given["year"]),
            affair=_affair_in(given["affair"]),
        )

    def apply(self, rows: QuerySet[Innovation]) -> QuerySet[Innovation]:
        """Narrow the rows."""
        if self.state:
            rows = rows.filter(state=self.state)
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.year:
            rows = rows.filter(year=int(self.year))
        if self.agency:
            rows = rows.filter(agency__key=self.agency)
        if self.affair:
            touching = Q(main_affair=self.affair) | Q(affairs__affair=self.affair)
            rows = rows.filter(pk__in=rows.filter(touching).values("pk"))
        for word in normalise_name(self.text).split():
            rows = rows.filter(Q(normalised_name__contains=word) | Q(summary__icontains=word))
        return rows

    def address(self, **changes: str) -> str:
        """Return the query string of these filters with some of them changed."""
        values = asdict(replace(self, **changes))
        return "?" + urlencode({NAMES[name]: value for name, value in values.items() if value})

    @property
    def narrows(self) -> bool:
        """Say whether anything but the search text is asked for."""
        return any(value for name, value in asdict(self).items() if name not in {"text", "state"})


def _affair_in(name: str) -> str:
    """Return an affair as the law spells it, or nothing; raise BadRequest for another name."""
    affair = find_affair(name) if name else None
    if name and affair is None:
        raise BadRequest
    return affair.name if affair else ""


def state_chips(rows: QuerySet[Innovation], filters: Filters) -> list[Chip]:
    """Return one chip per state that occurs, with its count, the first one for all."""
    narrowed = replace(filters, state="").apply(rows).order_by().values_list("state")
    counts = dict(narrowed.annotate(count=Count("pk")))
    everything = sum(counts.values())
    chips = [Chip(_("Semua"), filters.address(state=""), everything, not filters.state)]
    return chips + [
        Chip(
            str(state.label),
            filters.address(state=state.value),
            counts.get(state.value, 0),
            filters.state == state.value,
        )
        for state in Innovation.State
        if state.value in counts or filters.state == state.value
    ]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the drop-down filters offer: only what occurs in the seat's own list."""

    agencies: list[Agency]
    years: list[int]
    affairs: list[str]


def choices_for(seat: Seat) -> Choices:
    """Return the values to filter by, in three queries."""
    rows = visible_innovations(seat).order_by()
    agencies = Agency.objects.filter(innovations__in=rows).distinct().order_by("name")
    years = rows.exclude(year=None).values_list("year", flat=True).distinct()
    affairs = rows.exclude(main_affair="").values_list("main_affair", flat=True).distinct()
    return Choices(list(agencies), sorted(filter(None, years), reverse=True), sorted(affairs))
