"""The plan of an import: for each row what it would do, and why not; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from prakarsa.formats.workbooks import Note, Table
from prakarsa.foundation.time import local_day, now
from prakarsa.organisations.importing import Outcome, PlannedAgency, plan_agencies
from prakarsa.organisations.models import Region
from prakarsa.registry.importing.cells import read_cells
from prakarsa.registry.importing.layouts import Reading, reading_of
from prakarsa.registry.importing.units import Alias, Owner, Owners, UnknownOwner
from prakarsa.registry.models import Innovation
from prakarsa.registry.queries.readiness import days_to_come
from prakarsa.registry.snapshots import label_of
from prakarsa.registry.states import Act, transition
from prakarsa.rules.text import normalise_name

Identity = tuple[str, str, str]
AWARD_FIELDS = frozenset({"award", "award_year"})


@dataclass(slots=True)
class PlannedRow:
    """One row of the preview. `number` is its place in the file, the header being 1."""

    number: int
    name: str
    region: str
    unit: str
    outcome: Outcome = Outcome.ERROR
    reason: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    owner: Owner | None = None
    innovation: Innovation | None = None
    # Every cell was read and its unit is known; what the row would do is decided after that.
    is_readable: bool = False


@dataclass(slots=True)
class Plan:
    """All rows, the units they bring along, and what the reader should know of the file."""

    rows: list[PlannedRow]
    units: list[PlannedAgency]
    ignored: tuple[str, ...]
    notes: Sequence[Note]
    regions: list[Region]

    def count(self, outcome: Outcome) -> int:
        """Return how many rows have an outcome."""
        return Counter(row.outcome for row in self.rows)[outcome]

    @property
    def counts(self) -> dict[str, int]:
        """Return the number of rows by outcome, all four of them."""
        found = Counter(row.outcome.value for row in self.rows)
        return {outcome.value: found[outcome.value] for outcome in Outcome}

    @property
    def errors(self) -> list[PlannedRow]:
        """Return the rows that cannot be imported."""
        return [row for row in self.rows if row.outcome is Outcome.ERROR]

    @property
    def due(self) -> list[PlannedRow]:
        """Return the rows that would write something."""
        return [row for row in self.rows if row.outcome in (Outcome.NEW, Outcome.CHANGED)]


def plan_innovations(table: Table, *, allowed: Iterable[Region]) -> Plan:
    """Say for each row what it would do; raise WrongHeader when the table is neither layout."""
    reading, regions = reading_of(table.header), list(allowed)
    owners = Owners(Region.objects.all(), allowed=regions)
    rows = [_read_row(row.number, row.cells, reading, owners) for row in table.rows]
    plan = Plan(rows, [], reading.ignored, table.notes, regions)
    judge(plan)
    return plan


def judge(plan: Plan) -> None:
    """Decide what each readable row would do as things are now; may be repeated."""
    for row in plan.rows:
        if row.is_readable:
            row.outcome, row.reason, row.innovation = Outcome.ERROR, "", None
    _judge([row for row in plan.rows if row.is_readable], _existing(plan.rows))
    plan.units = _units(plan.rows, plan.regions)


def _read_row(number: int, cells: Sequence[str], reading: Reading, owners: Owners) -> PlannedRow:
    texts = reading.cells(cells)
    read = read_cells(texts, reading.layout)
    name = read.values.get("name", texts["name"])
    row = PlannedRow(number, name, texts["region"], texts["agency"])
    try:
        row.owner = owners.find(texts["region"], texts["agency"])
    except UnknownOwner as unknown:
        read.problems.insert(0, str(unknown))
    read.problems += _days_to_come(row.owner, read.values)
    row.values, row.reason = read.values, " ".join(read.problems)
    row.is_readable = not read.problems
    if row.owner is not None and row.owner.alias is not None and row.owner.alias.is_society:
        row.values["origin"] = Innovation.Origin.SOCIETY
        row.values.setdefault("initiator", Innovation.Initiator.SOCIETY)
    return row


def _days_to_come(owner: Owner | None, values: Mapping[str, Any]) -> list[str]:
    if owner is None:
        return []
    today = local_day(now(), owner.region.zone)
    days = {name: values[name] for name in ("implemented_on", "developed_on") if name in values}
    return [f"{label_of(name)}: {text}" for name, text in days_to_come(days, today)]


def _existing(rows: Sequence[PlannedRow]) -> Mapping[Identity, Innovation]:
    """Return the innovations the table may name, in three queries whatever its size."""
    regions = {row.owner.region.pk for row in rows if row.owner}
    found = Innovation.objects.filter(region__in=regions).select_related("region", "agency")
    return {_identity(each): each for each in found.prefetch_related("affairs", "awards")}


def _identity(innovation: Innovation) -> Identity:
    unit = innovation.agency.normalised_name if innovation.agency else ""
    return innovation.region_id, unit, innovation.normalised_name


def _judge(rows: Sequence[PlannedRow], existing: Mapping[Identity, Innovation]) -> None:
    seen: dict[Identity, int] = {}
    for row in rows:
        if row.owner is None:
            continue
        identity = (row.owner.region.pk, row.owner.unit, normalise_name(row.values["name"]))
        if identity in seen:
            row.reason = _("inovasi ini sudah ada di baris %s.") % seen[identity]
            continue
        seen[identity] = row.number
        row.innovation = existing.get(identity)
        _compare(row)


def _compare(row: PlannedRow) -> None:
    """Decide between new, changed and same, and refuse what others are working on."""
    if row.innovation is None:
        row.outcome = Outcome.NEW
        return
    changed = changes_of(row.innovation, row.values)
    if not changed:
        row.outcome = Outcome.SAME
    elif not may_change(row.innovation):
        words = {"state": row.innovation.get_state_display()}
        row.reason = _("inovasi ini berstatus %(state)s; ubah lewat halamannya.") % words
    else:
        row.outcome = Outcome.CHANGED
        row.reason = ", ".join(label_of(name) for name in changed)


def may_change(innovation: Innovation) -> bool:
    """Say whether an import may change it: not what a verifier has accepted here."""
    return transition(innovation.state, Act.IMPORT) is not None and innovation.verified_at is None


def changes_of(innovation: Innovation, values: Mapping[str, Any]) -> list[str]:
    """Return the fields whose cells say something else than the record."""
    changed = [
        name
        for name, value in values.items()
        if name not in AWARD_FIELDS | {"affairs"} and getattr(innovation, name) != value
    ]
    if "affairs" in values:
        wanted = [name for name in values["affairs"] if name != values.get("main_affair")]
        if sorted(row.affair for row in innovation.affairs.all()) != sorted(wanted):
            changed.append("affairs")
    if "award" in values:
        award = (values["award"], values.get("award_year"))
        if award not in {(row.name, row.year) for row in innovation.awards.all()}:
            changed.append("awards")
    return changed


def _units(rows: Sequence[PlannedRow], regions: Sequence[Region]) -> list[PlannedAgency]:
    """Plan the units that only the sources tell of; a row whose unit cannot be added is wrong."""
    brings: dict[tuple[str, str], Alias] = {}
    for row in rows:
        if row.outcome is Outcome.NEW and row.owner is not None and row.owner.new_unit is not None:
            brings[row.owner.region.pk, row.owner.unit] = row.owner.new_unit
    records = [
        {
            "region": alias.region, "name": alias.name, "type": alias.kind,
            "parent": alias.parent, "source": alias.source,
        }
        for alias in brings.values()
    ]  # fmt: skip
    planned = plan_agencies(enumerate(records, start=1), allowed=regions)
    wrong = {
        place: unit.reason
        for place, unit in zip(brings, planned, strict=True)
        if unit.outcome is Outcome.ERROR
    }
    for row in rows:
        place = (row.owner.region.pk, row.owner.unit) if row.owner else None
        if place in wrong:
            row.outcome, row.reason = Outcome.ERROR, wrong[place]
    return [unit for unit in planned if unit.outcome is not Outcome.ERROR]
