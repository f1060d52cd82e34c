"""Whose innovation a row is: regions and units as sources spell them, reported when unknown."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _
from rapidfuzz import process

from prakarsa.organisations.models import Agency, Region
from prakarsa.rules.text import normalise_name

ALIASES = Path(__file__).parent.parent / "data" / "agency_aliases.csv"
SAME_UNIT, FROM_SOCIETY = "same unit", "from society"
KINDS = {"school": Agency.Kind.SCHOOL, "hospital": Agency.Kind.HOSPITAL, "other": Agency.Kind.OTHER}
GOVERNMENT = ("pemerintah ", "pemkot ", "pemkab ", "pemprov ")
SHORT = {"kab. ": "kabupaten ", "kab ": "kabupaten ", "prov. ": "provinsi ", "prov ": "provinsi "}
NEAR = 70


@dataclass(frozen=True, slots=True)
class Alias:
    """How one source writes a unit of a region, and which unit that is (none: the region)."""

    region: str
    name: str
    kind: str
    parent: str
    note: str
    source: str

    @property
    def is_society(self) -> bool:
        """Say whether the innovation came from society."""
        return self.note.startswith(FROM_SOCIETY)

    @property
    def adds_unit(self) -> bool:
        """Say whether the source itself is what tells us that the unit exists."""
        return bool(self.name) and not self.note.startswith(SAME_UNIT)


@dataclass(frozen=True, slots=True)
class Owner:
    """Region and unit of a row. `unit` is the normalised name, empty for the region as a whole."""

    region: Region
    unit: str
    agency: Agency | None
    alias: Alias | None = None

    @property
    def new_unit(self) -> Alias | None:
        """Return the spelling that tells of a unit which is not in our lists yet."""
        return self.alias if self.unit and self.agency is None else None


class UnknownOwner(Exception):
    """The region or unit of a row is not in our lists; the text says what to do."""


@cache
def aliases() -> Mapping[tuple[str, str], Alias]:
    """Return the shipped spellings by normalised region and spelling."""
    with ALIASES.open(encoding="utf-8", newline="") as handle:
        return {
            (normalise_name(row["region"]), normalise_name(row["as_written"])): Alias(
                region=row["region"],
                name=row["name"],
                kind=KINDS.get(row["type"], row["type"]),
                parent=row["parent"],
                note=row["note"],
                source=row["source"],
            )
            for row in csv.DictReader(handle)
        }


class Owners:
    """All regions and units a reader may import for, found by name without further queries."""

    def __init__(self, regions: Iterable[Region], *, allowed: Iterable[Region]) -> None:
        self._regions = {normalise_name(region.name): region for region in regions}
        self._allowed = {region.pk for region in allowed}
        self._units: dict[tuple[str, str], Agency] = {}
        rows = Agency.objects.filter(region__in=list(self._allowed)).order_by("valid_from")
        for agency in rows.select_related("region"):
            # The latest unit of a name wins; units without dates come first.
            self._units[agency.region_id, agency.normalised_name] = agency

    def find(self, region_name: str, unit_name: str) -> Owner:
        """Return the owner of a row; raise UnknownOwner with a sentence."""
        region = self._region(region_name)
        unit = normalise_name(unit_name)
        if not unit or unit == normalise_name(f"pemerintah {region.name}"):
            return Owner(region, "", None)
        agency = self._units.get((region.pk, unit))
        if agency is not None:
            return Owner(region, unit, agency)
        return self._by_alias(region, unit_name)

    def _by_alias(self, region: Region, unit_name: str) -> Owner:
        alias = aliases().get((normalise_name(region.name), normalise_name(unit_name)))
        if alias is None:
            raise UnknownOwner(self._unknown_unit(region, unit_name))
        if not alias.name:
            return Owner(region, "", None, alias)
        unit = normalise_name(alias.name)
        agency = self._units.get((region.pk, unit))
        if agency is None and not alias.adds_unit:
            raise UnknownOwner(self._unknown_unit(region, alias.name))
        return Owner(region, unit, agency, alias)

    def _region(self, name: str) -> Region:
        bare = normalise_name(name)
        for word in GOVERNMENT:
            bare = bare.removeprefix(word)
        for word, full in SHORT.items():
            if bare.startswith(word):
                bare = full + bare.removeprefix(word)
        region = self._regions.get(bare)
        if region is None:
            text = _("daerah '%s' tidak ada dalam daftar.") % name
            known = {key: each.name for key, each in self._regions.items()}
            raise UnknownOwner(text + _nearest(bare, known))
        if region.pk not in self._allowed:
            raise UnknownOwner(_("baris ini milik %s, bukan daerah Anda.") % region.name)
        return region

    def _unknown_unit(self, region: Region, name: str) -> str:
        text = _(
            "perangkat daerah '%s' tidak ada dalam daftar. "
            "Pilih dari daftar atau tambahkan lebih dulu."
        )
        known = {unit: each.name for (code, unit), each in self._units.items() if code == region.pk}
        return text % name + _nearest(normalise_name(name), known)


def _nearest(name: str, known: Mapping[str, str]) -> str:
    found = process.extractOne(name, known.keys(), score_cutoff=NEAR) if known else None
    return " " + _("Mungkin maksudnya %s?") % known[found[0]] if found else ""
