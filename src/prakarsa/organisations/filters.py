"""The filters of the agency list: a closed set, all of it in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from prakarsa.foundation.components import Chip
from prakarsa.foundation.filters import asked, one_of, words_in
from prakarsa.organisations.models import Agency
from prakarsa.rules.text import normalise_name

NAMES = ("cari", "jenis")


@dataclass(frozen=True, slots=True)
class AgencyFilter:
    """What the visitor asked for."""

    text: str = ""
    kind: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> AgencyFilter:
        """Read the filter from an address; raise BadRequest for what we do not know."""
        words = asked(query, NAMES)
        return cls(text=words_in(words["cari"]), kind=one_of(words["jenis"], Agency.Kind.values))

    def apply(self, rows: QuerySet[Agency]) -> QuerySet[Agency]:
        """Narrow the rows."""
        if self.text:
            rows = rows.filter(normalised_name__contains=normalise_name(self.text))
        return rows.filter(kind=self.kind) if self.kind else rows

    def address(self, kind: str) -> str:
        """Return the query string of this filter with another kind."""
        return "?" + urlencode({"cari": self.text, "jenis": kind})


def agency_chips(rows: QuerySet[Agency], chosen: AgencyFilter) -> list[Chip]:
    """Return one chip per kind that occurs, with its count, the first one for all."""
    found = AgencyFilter(text=chosen.text).apply(rows).order_by().values_list("kind")
    counts = dict(found.annotate(count=Count("pk")))
    everything = sum(counts.values())
    chips = [Chip(_("Semua"), chosen.address(""), everything, is_current=not chosen.kind)]
    for kind in Agency.Kind:
        if kind.value in counts:
            is_current = chosen.kind == kind.value
            chips.append(
                Chip(str(kind.label), chosen.address(kind.value), counts[kind.value], is_current)
            )
    return chips
