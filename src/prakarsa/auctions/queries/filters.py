"""The filters of a period's lots: a closed set of names and values, all of it in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from prakarsa.auctions.models import Lot
from prakarsa.foundation.components import Chip
from prakarsa.foundation.filters import asked, key_in, one_of, words_in
from prakarsa.organisations.models import Agency

# The name of each filter in an address; what else stands there is refused.
NAMES = {"text": "cari", "state": "keadaan", "agency": "unit"}


@dataclass(frozen=True, slots=True)
class LotFilters:
    """What the visitor asked for; an empty text asks for everything."""

    text: str = ""
    state: str = ""
    agency: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> LotFilters:
        """Read the filters of an address; raise BadRequest for names and values we do not know."""
        words = asked(query, NAMES.values())
        given = {name: words[word] for name, word in NAMES.items()}
        return cls(
            text=words_in(given["text"]),
            state=one_of(given["state"], Lot.State.values),
            agency=key_in(given["agency"]),
        )

    def apply(self, rows: QuerySet[Lot]) -> QuerySet[Lot]:
        """Narrow the rows."""
        if self.state:
            rows = rows.filter(state=self.state)
        if self.agency:
            held = Lot.objects.filter(agencies__agency__key=self.agency)
            rows = rows.filter(pk__in=held.values("pk"))
        for word in self.text.split():
            rows = rows.filter(Q(title__icontains=word) | Q(indicator__icontains=word))
        return rows

    def address(self, **changes: str) -> str:
        """Return the query string of these filters with some of them changed."""
        values = asdict(replace(self, **changes))
        return "?" + urlencode({NAMES[name]: value for name, value in values.items() if value})

    @property
    def narrows(self) -> bool:
        """Say whether anything is asked for at all."""
        return self != LotFilters()


def state_chips(rows: QuerySet[Lot], filters: LotFilters) -> list[Chip]:
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
        for state in Lot.State
        if state.value in counts or filters.state == state.value
    ]


def agencies_in(rows: QuerySet[Lot]) -> list[Agency]:
    """Return the agencies that the lots are of: what the list can be narrowed to."""
    found = Agency.objects.filter(lots__lot__in=rows.order_by().values("pk"))
    return list(found.distinct().order_by("name"))
