"""Agencies from a table: a preview that says what each row would do, then one atomic write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rapidfuzz import process

from prakarsa.audit.actions import record
from prakarsa.audit.actors import Actor
from prakarsa.foundation.hygiene import clean_line
from prakarsa.organisations.models import Agency, Region
from prakarsa.organisations.wording import twin_words
from prakarsa.rules.text import normalise_name

COLUMNS = ("region", "name", "type", "parent", "source")
DATES = ("valid_from", "valid_until")
LONGEST = {"name": 200, "source": 400}


class Outcome(models.TextChoices):
    """What a row would do."""

    NEW = "new", gettext_lazy("Baru")
    CHANGED = "changed", gettext_lazy("Berubah")
    SAME = "same", gettext_lazy("Sama")
    ERROR = "error", gettext_lazy("Galat")


@dataclass(slots=True)
class PlannedAgency:
    """One row of the preview. `number` is the row's place in the file, the header being 1."""

    number: int
    name: str
    outcome: Outcome
    reason: str = ""
    values: dict[str, str] = field(default_factory=dict)
    region: Region | None = None
    agency: Agency | None = None


@dataclass(slots=True)
class _Known:
    """What the database and the rows above already hold, by region and normalised name."""

    regions: dict[str, Region]
    agencies: dict[tuple[str, str], list[Agency]]
    planned: set[tuple[str, str]]


def plan_agencies(
    records: Iterable[tuple[int, Mapping[str, str]]], *, allowed: Iterable[Region]
) -> list[PlannedAgency]:
    """Say for each numbered row what it would do; nothing is written."""
    rows = list(records)
    regions = {normalise_name(region.name): region for region in allowed}
    known = _Known(regions, _agencies_by_name(regions.values()), set())
    named = [(row.get("region", ""), row.get("name", "")) for _number, row in rows]
    known.planned = {(normalise_name(region), normalise_name(name)) for region, name in named}
    seen: set[tuple[str, str]] = set()
    plan = []
    for number, row in rows:
        planned = _plan_row(number, row, known)
        identity = (normalise_name(row.get("region", "")), normalise_name(planned.name))
        if planned.outcome is not Outcome.ERROR and identity in seen:
            planned.outcome, planned.reason = (
                Outcome.ERROR,
                _("Baris ganda: unit ini sudah ada di atas."),
            )
        seen.add(identity)
        plan.append(planned)
    _refuse_circles(plan, known)
    return plan


def _refuse_circles(plan: Sequence[PlannedAgency], known: _Known) -> None:
    """Turn rows whose parents lead back to themselves, in the file or the database, into errors."""
    parents = {
        (region, name): (region, found[-1].parent.normalised_name if found[-1].parent else "")
        for (region, name), found in known.agencies.items()
    }
    places = {id(row): _place(row, "name") for row in plan if row.outcome is not Outcome.ERROR}
    parents |= {places[id(row)]: _place(row, "parent") for row in plan if id(row) in places}
    for row in plan:
        place = places.get(id(row))
        if place is not None and _is_above_itself(place, parents):
            row.outcome = Outcome.ERROR
            row.reason = _("Unit tidak dapat berada di bawah dirinya sendiri.")


def _place(row: PlannedAgency, column: str) -> tuple[str, str]:
    return normalise_name(row.values["region"]), normalise_name(row.values[column])


def _is_above_itself(
    place: tuple[str, str], parents: Mapping[tuple[str, str], tuple[str, str]]
) -> bool:
    passed: set[tuple[str, str]] = set()
    above = parents.get(place)
    while above is not None and above not in passed:
        if above == place:
            return True
        passed.add(above)
        above = parents.get(above)
    return False


def _agencies_by_name(regions: Iterable[Region]) -> dict[tuple[str, str], list[Agency]]:
    found: dict[tuple[str, str], list[Agency]] = {}
    rows = Agency.objects.filter(region__in=list(regions)).select_related("region", "parent")
    for agency in rows.order_by(F("valid_from").asc(nulls_first=True)):
        key = (normalise_name(agency.region.name), agency.normalised_name)
        found.setdefault(key, []).append(agency)
    return found


def _plan_row(number: int, row: Mapping[str, str], known: _Known) -> PlannedAgency:
    values = {name: (row.get(name) or "").strip() for name in (*COLUMNS, *DATES)}
    planned = PlannedAgency(number, values["name"], Outcome.ERROR, values=values)
    region_name = normalise_name(values["region"])
    planned.region = known.regions.get(region_name)
    planned.reason = _problem(values, planned.region, known)
    if planned.reason:
        return planned
    existing = known.agencies.get((region_name, normalise_name(values["name"])), [])
    planned.agency = existing[-1] if existing else None
    planned.reason = _clash(values, existing)
    if not planned.reason:
        planned.outcome = _compare(planned.agency, values)
    return planned


def _clash(values: Mapping[str, str], existing: Sequence[Agency]) -> str:
    """Say why the dates of a row cannot stand beside what is stored under its name."""
    begins = _day(values["valid_from"]) or (existing[-1].valid_from if existing else None)
    ends = _day(values["valid_until"]) or (existing[-1].valid_until if existing else None)
    if begins and ends and ends <= begins:
        return _("Tanggal berakhir harus setelah tanggal mulai.")
    twins = [other for other in existing[:-1] if _shares_a_day(other, begins, ends)]
    return twin_words(twins[0]) if twins else ""


def _shares_a_day(other: Agency, begins: date | None, ends: date | None) -> bool:
    is_over = other.valid_until is not None and begins is not None and other.valid_until <= begins
    is_later = other.valid_from is not None and ends is not None and other.valid_from >= ends
    return not is_over and not is_later


def _problem(values: Mapping[str, str], region: Region | None, known: _Known) -> str:
    if region is None:
        near = process.extractOne(normalise_name(values["region"]), known.regions.keys())
        hint = _(" Mungkin maksudnya %s?") % known.regions[near[0]].name if near else ""
        return _("Daerah '%s' tidak ada dalam daftar.") % values["region"] + hint
    if not values["name"]:
        return _("Nama unit kosong.")
    if problem := _text_problem(values):
        return problem
    if values["type"] not in Agency.Kind.values:
        kinds = ", ".join(Agency.Kind.values)
        return _("Jenis '%(kind)s' tidak dikenal. Pilih salah satu: %(kinds)s.") % {
            "kind": values["type"],
            "kinds": kinds,
        }
    parent = (normalise_name(values["region"]), normalise_name(values["parent"]))
    has_parent = not values["parent"] or parent[1] == parent[0]
    if not has_parent and parent not in known.agencies and parent not in known.planned:
        return _("Induk '%s' tidak ada dalam daftar maupun dalam berkas ini.") % values["parent"]
    return _date_problem(values)


def _text_problem(values: Mapping[str, str]) -> str:
    """Say what is wrong with the texts of a row: the same as a form would say."""
    for name, longest in LONGEST.items():
        try:
            clean_line(values[name])
        except ValidationError as problem:
            return " ".join(problem.messages)
        if len(values[name]) > longest:
            return _("Teks terlalu panjang: paling banyak %d huruf.") % longest
    return ""


def _date_problem(values: Mapping[str, str]) -> str:
    for name in DATES:
        try:
            _day(values[name])
        except ValueError:
            return (
                _("Tanggal '%s' tidak terbaca. Tulis tahun-bulan-hari, misalnya 2024-01-31.")
                % (values[name])
            )
    return ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _compare(agency: Agency | None, values: Mapping[str, str]) -> Outcome:
    if agency is None:
        return Outcome.NEW
    parent = agency.parent.name if agency.parent else ""
    same_parent = normalise_name(values["parent"]) in (
        normalise_name(parent),
        normalise_name(agency.region.name) if not parent else "",
    )
    is_same = (
        agency.name == values["name"]
        and agency.kind == values["type"]
        and agency.source == values["source"]
        and same_parent
        and (not values["valid_from"] or agency.valid_from == _day(values["valid_from"]))
        and (not values["valid_until"] or agency.valid_until == _day(values["valid_until"]))
    )
    return Outcome.SAME if is_same else Outcome.CHANGED


@transaction.atomic
def write_agencies(plan: Sequence[PlannedAgency], *, actor: Actor, at: datetime) -> int:
    """Write the new and changed rows of a plan and return how many; errors are left out."""
    due = [row for row in plan if row.outcome in (Outcome.NEW, Outcome.CHANGED)]
    for row in due:
        _write_row(row)
    for row in due:
        _set_parent(row)
        assert row.agency is not None
        assert row.region is not None
        record(
            actor=actor,
            act=f"organisations.agency.imported_{row.outcome}",
            target=row.agency,
            at=at,
            region_code=row.region.code,
            after=row.values,
        )
    return len(due)


def _write_row(row: PlannedAgency) -> None:
    assert row.region is not None
    agency = row.agency or Agency(region=row.region, version=0)
    agency.version += 1
    agency.name = row.values["name"]
    agency.normalised_name = normalise_name(agency.name)
    agency.kind = row.values["type"]
    agency.source = row.values["source"]
    agency.valid_from = _day(row.values["valid_from"]) or agency.valid_from
    agency.valid_until = _day(row.values["valid_until"]) or agency.valid_until
    agency.save()
    row.agency = agency


def _set_parent(row: PlannedAgency) -> None:
    """Parents may stand below their children in the file, so they are set last."""
    name = normalise_name(row.values["parent"])
    assert row.agency is not None
    parent = Agency.objects.filter(region=row.region, normalised_name=name).order_by("-valid_from")
    row.agency.parent = parent.exclude(pk=row.agency.pk).first() if name else None
    row.agency.save(update_fields=["parent"])
