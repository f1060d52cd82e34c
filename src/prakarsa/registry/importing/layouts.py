"""The two tables we know: the list of public sources, and the export of the official portal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prakarsa.rules.text import normalise_name


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column holds which field; the first three must be there."""

    columns: Mapping[str, str]
    required: frozenset[str] = frozenset({"name", "region", "agency"})


SOURCES = Layout(
    {
        "region": "region", "agency": "agency", "name": "name", "year": "year", "kind": "kind",
        "form": "form", "summary_en": "description", "summary": "description_id",
        "award": "award", "award_year": "award_year", "source": "source",
    }
)  # fmt: skip
OFFICIAL = Layout(
    {
        "name": "Judul Inovasi", "region": "Pemda", "agency": "Admin OPD",
        "initiator": "Inisiator", "initiator_name": "Nama Inisiator", "form": "Bentuk",
        "kind": "Jenis", "main_affair": "Urusan Utama",
        "affairs": "Urusan lain yang beririsan", "stage": "Tahapan",
        "implemented_on": "Tanggal Penerapan", "developed_on": "Tanggal Pengembangan",
        "latitude": "Lat", "longitude": "Lon", "year": "Tahun", "summary": "Ringkasan",
        "source": "Sumber",
    }
)  # fmt: skip
# Our own export names the state; it is told by the life of an innovation, never by a table.
_KNOWN_EXTRA = frozenset({"keadaan"})


class WrongHeader(Exception):
    """The table is neither of the two; `missing` names columns of the nearer one."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = list(missing)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a table is read: its layout, where each field stands, and what is left out."""

    layout: Layout
    places: Mapping[str, int]
    ignored: tuple[str, ...]

    def cells(self, row: Sequence[str]) -> dict[str, str]:
        """Return a row's cells by field, trimmed."""
        return {field: row[place].strip() for field, place in self.places.items()}


def reading_of(header: Sequence[str]) -> Reading:
    """Recognise the layout of a header; upper case, spaces and order do not matter."""
    present = {normalise_name(name): place for place, name in reversed(list(enumerate(header)))}
    nearest = max((OFFICIAL, SOURCES), key=lambda layout: len(_found(layout, present)))
    found = _found(nearest, present)
    missing = [nearest.columns[field] for field in nearest.required if field not in found]
    if missing:
        raise WrongHeader(sorted(missing))
    used = {normalise_name(nearest.columns[field]) for field in found} | _KNOWN_EXTRA
    ignored = tuple(name for name in header if normalise_name(name) not in used)
    return Reading(nearest, found, ignored)


def _found(layout: Layout, present: Mapping[str, int]) -> dict[str, int]:
    return {
        field: present[normalise_name(name)]
        for field, name in layout.columns.items()
        if normalise_name(name) in present
    }
