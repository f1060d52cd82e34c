"""The filters of the list: a closed set of names and values, all of it in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from prakarsa.contracts.models import Holder, PerformanceContract
from prakarsa.foundation.components import Chip
from prakarsa.foundation.filters import asked, key_in, one_of, words_in, year_in
from prakarsa.organisations.models import Agency

State = PerformanceContract.State
# The name of each filter in an address; what else stands there is refused.
NAMES = {"text": "cari", "state": "keadaan", "agency": "unit", "year": "tahun"}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the visitor asked for; an empty text asks for everything. `year` is when it was made."""

    text: str = ""
    state: str = ""
    agency: str = ""
    year: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Filters:
        """Read the filters of an address; raise BadRequest for names and values we do not know."""
        words = asked(query, NAMES.values())
        given = {name: words[word] for name, word in NAMES.items()}
        return cls(
            text=words_in(given["text"]),
            state=one_of(given["state"], State.values),
            agency=key_in(given["agency"]),
            year=year_in(given["year"]),
        )

    def apply(self, rows: QuerySet[PerformanceContract]) -> QuerySet[PerformanceContract]:
        """Narrow the rows."""
        if self.state:
            rows = rows.filter(state=self.state)
        if self.agency:
            held = Holder.objects.filter(agency__key=self.agency)
            rows = rows.filter(pk__in=held.values("contract_id"))
        if self.year:
            rows = rows.filter(created_at__year=int(self.year))
        for word in self.text.split():
            has_word = Q(number__icontains=word) | Q(lot__title__icontains=word)
            rows = rows.filter(has_word | Q(lot__indicator__icontains=word))
        return rows

    def address(self, **changes: str) -> str:
        """Return the query string of these filters with some of them changed."""
        values = asdict(replace(self, **changes))
        return "?" + urlencode({NAMES[name]: value for name, value in values.items() if value})

    @property
    def narrows(self) -> bool:
        """Say whether the drop-downs ask for anything."""
        return bool(self.agency or self.year)


def state_chips(rows: QuerySet[PerformanceContract], filters: Filters) -> list[Chip]:
    """Return one chip for each state that occurs, with its count, the first one for all."""
    narrowed = replace(filters, state="").apply(rows).order_by().values_list("state")
    counts = dict(narrowed.annotate(count=Count("pk", distinct=True)))
    chips = [Chip(_("Semua"), filters.address(state=""), sum(counts.values()), not filters.state)]
    return chips + [
        Chip(
            str(state.label),
            filters.address(state=state.value),
            counts.get(state.value, 0),
            filters.state == state.value,
        )
        for state in State
        if state.value in counts or filters.state == state.value
    ]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the drop-downs offer: only what occurs in the seat's own list."""

    agencies: list[Agency]
    years: list[int]


def choices_in(rows: QuerySet[PerformanceContract]) -> Choices:
    """Return the agencies that hold or held one of the contracts, and the years they were made."""
    keys = rows.order_by().values("pk")
    agencies = Agency.objects.filter(held_contracts__contract__in=keys).distinct().order_by("name")
    years = PerformanceContract.objects.filter(pk__in=keys).datetimes("created_at", "year", "DESC")
    return Choices(list(agencies), [each.year for each in years])
