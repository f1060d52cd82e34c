"""What a visitor may ask of the catalogue: a closed set of names and values in the address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.db.models import QuerySet

from prakarsa.catalogue.models import Entry, EntryAffair
from prakarsa.catalogue.needs import BY_KEY, NEEDS
from prakarsa.catalogue.queries.vocabulary import LONGEST_TEXT
from prakarsa.catalogue.words_field import Group
from prakarsa.foundation.filters import asked
from prakarsa.registry.models import Innovation
from prakarsa.rules.affairs import find_affair

# The name of each filter in an address; other names are refused.
NAMES = {
    "text": "q", "need": "kebutuhan", "region": "daerah", "agency": "unit", "year": "tahun",
    "kind": "jenis", "form": "bentuk", "affair": "urusan", "award": "penghargaan",
    "order": "urut",
}  # fmt: skip
ANY_AWARD = "ada"
# Families of awards by the word that stands in their names.
AWARDS = {"kipp": "KIPP", "kovablik": "KOVABLIK", "iga": "IGA", "inotek": "Inotek Award",
          "otonomi": "Otonomi Award"}  # fmt: skip
KINDS = (Innovation.Kind.DIGITAL, Innovation.Kind.NON_DIGITAL)
FORMS = (Innovation.Form.PUBLIC_SERVICE, Innovation.Form.GOVERNANCE, Innovation.Form.OTHER)
BY_NAME, BY_YEAR = "nama", "terbaru"
ORDERS = {
    BY_NAME: ("is_example", "name", "innovation_id"),
    BY_YEAR: ("is_example", "-year", "name", "innovation_id"),
}
_SHAPES = {
    "region": re.compile(r"[a-z0-9-]{1,100}", re.ASCII),
    "agency": re.compile(r"[a-z0-9]{1,20}", re.ASCII),
    "year": re.compile(r"[12]\d{3}", re.ASCII),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for; an empty text asks for everything."""

    text: str = ""
    need: str = ""
    region: str = ""
    agency: str = ""
    year: str = ""
    kind: str = ""
    form: str = ""
    affair: str = ""
    award: str = ""
    order: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Filters:
        """Read an address; raise BadRequest for a name or a value outside the closed lists."""
        words = asked(query, NAMES.values())
        given = {name: words[word] for name, word in NAMES.items()}
        filters = cls(**given | {"text": given["text"][:LONGEST_TEXT]})
        if not filters._is_known():
            raise BadRequest
        return filters

    def _is_known(self) -> bool:
        closed = {
            "need": BY_KEY,
            "kind": KINDS,
            "form": FORMS,
            "award": {ANY_AWARD, *AWARDS},
            "order": ORDERS,
        }
        values = asdict(self)
        return (
            all(not values[name] or values[name] in allowed for name, allowed in closed.items())
            and all(not values[name] or shape.fullmatch(values[name])
                    for name, shape in _SHAPES.items())
            and (not self.affair or find_affair(self.affair) is not None)
        )  # fmt: skip

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was asked for."""
        return not any(asdict(self).values())

    @property
    def narrows(self) -> bool:
        """Say whether some innovations are left out."""
        return any(value for name, value in asdict(self).items() if name != "order")

    def address(self, **changes: str) -> str:
        """Return the query string of these filters with some of them changed."""
        asked = replace(self, **changes)
        given = {word: getattr(asked, name) for name, word in NAMES.items()}
        kept = {word: value for word, value in given.items() if value}
        return "?" + urlencode(kept) if kept else ""

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Return names and values a form carries along beside what is typed into it."""
        values = asdict(self)
        return [(word, values[name]) for name, word in NAMES.items()
                if values[name] and name != "text"]  # fmt: skip

    def entries(self) -> QuerySet[Entry]:
        """Return the entries that pass, whatever their words."""
        rows = Entry.objects.all()
        if self.region:
            rows = rows.filter(region__slug=self.region)
        if self.agency:
            rows = rows.filter(agency__key=self.agency)
        if self.year:
            rows = rows.filter(year=int(self.year))
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.form:
            rows = rows.filter(form=self.form)
        if self.award:
            rows = rows.filter(is_awarded=True)
        affair = find_affair(self.affair) if self.affair else None
        if affair is not None:
            belonging = EntryAffair.objects.filter(affair=affair.name).values("entry")
            rows = rows.filter(pk__in=belonging)
        return rows

    @property
    def filters_entries(self) -> bool:
        """Say whether `entries` leaves any out."""
        return any((self.region, self.agency, self.year, self.kind, self.form, self.award,
                    self.affair))  # fmt: skip

    def award_groups(self) -> tuple[Group, ...]:
        """Return the family of awards as a question to the column of awards."""
        return (Group((self.award,), ("awards",)),) if self.award in AWARDS else ()

    def need_words(self) -> tuple[str, ...]:
        """Return the words of the need asked for."""
        return BY_KEY[self.need].words if self.need else ()


__all__ = ["AWARDS", "BY_NAME", "BY_YEAR", "FORMS", "KINDS", "NAMES", "NEEDS", "Filters"]
