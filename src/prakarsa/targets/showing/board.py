"""What the board of a target shows, assembled from the coverage for one seat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from prakarsa.foundation.components import Chip
from prakarsa.foundation.filters import asked, one_of
from prakarsa.organisations.models import Agency
from prakarsa.organisations.seats import Seat
from prakarsa.rules.target.counting import Work
from prakarsa.rules.target.coverage import Standing, Tally, UnitCoverage, tally
from prakarsa.targets.facts import AgencyLine
from prakarsa.targets.lines import InnovationLine, last_changes, newest_published
from prakarsa.targets.permissions import sees_operators, sees_unit
from prakarsa.targets.queries import Answer, Operator, last_reminders, operators_of
from prakarsa.targets.wording import begin, in_words, mark_of

QUIET = timedelta(days=30)
# A unit that was reminded this recently is not offered again by default.
PATIENCE = timedelta(days=7)
MOST_IDEAS = 3
FEWEST_MISSING = 2
FEWEST_DISTRICTS = 2
FEWEST_FOR_A_CHIP = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """One unit as the board lists it. `operators` is None for seats that may not read names."""

    agency: AgencyLine
    district: str
    unit: UnitCoverage
    operators: tuple[str, ...] | None
    has_operator: bool
    last_active: datetime | None
    reminded_at: datetime | None
    at: datetime

    @property
    def mark(self) -> tuple[str, str]:
        """Return the kind of the status icon and its words."""
        return mark_of(self.unit)

    @property
    def is_met(self) -> bool:
        """Say whether nothing is owed any more."""
        return self.unit.standing is Standing.MET

    @property
    def is_quiet(self) -> bool:
        """Say whether nothing happened for more than thirty days."""
        return self.last_active is None or self.at - self.last_active > QUIET

    @property
    def is_offered(self) -> bool:
        """Say whether the unit is ticked to begin with: it has nothing and was left in peace."""
        is_recent = self.reminded_at is not None and self.at - self.reminded_at <= PATIENCE
        return self.unit.standing is Standing.NOTHING and not is_recent


@dataclass(frozen=True, slots=True)
class Group:
    """The units of one kind or kecamatan: a square each, the counts beside them."""

    label: str
    tally: Tally
    cells: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Help:
    """Who needs help most, and what they could copy."""

    title: str
    sentence: str
    ideas: tuple[tuple[InnovationLine, str], ...]


def unit_lines(seat: Seat, answer: Answer, at: datetime) -> list[UnitLine]:
    """Return the units a seat may see, those nearest to the goal first."""
    operators = operators_of(answer.campaign.region, at)
    reminders = last_reminders(answer.campaign)
    changes = last_changes(answer.facts.agencies)
    has_names = sees_operators(seat)
    lines = []
    for each in answer.coverage.units:
        if not sees_unit(seat, each.unit.key):
            continue
        agency, people = answer.facts.agencies[each.unit.key], operators.get(each.unit.key, [])
        names = tuple(person.name for person in people) if has_names else None
        line = UnitLine(
            agency=agency,
            district=district_name(answer, agency.district),
            unit=each,
            operators=names,
            has_operator=bool(people),
            last_active=_last_active(answer, each, people, changes),
            reminded_at=reminders.get(agency.pk),
            at=at,
        )
        lines.append(line)
    return sorted(lines, key=_nearest_first)


def _last_active(
    answer: Answer,
    unit: UnitCoverage,
    people: Sequence[Operator],
    changes: Mapping[int, datetime],
) -> datetime | None:
    """Return when its operators last came or one of its innovations last changed.

    An innovation may still stand under a unit that this one succeeded.
    """
    owners = {answer.facts.innovations[key].unit for key in unit.innovations}
    changed = [changes[owner] for owner in owners if owner is not None]
    visits = [person.signed_in_at for person in people if person.signed_in_at is not None]
    return max([*changed, *visits], default=None)


def _nearest_first(line: UnitLine) -> tuple[int, float, str]:
    """Order units by how near they are to the goal, then by their latest activity."""
    work, moment = line.unit.furthest, line.last_active
    distance = -list(Work).index(work) if work else (1 if line.unit.counted else 2)
    return (distance, -moment.timestamp() if moment else 0.0, line.agency.name)


def district_name(answer: Answer, pk: int | None) -> str:
    """Return the kecamatan of a unit in words."""
    return answer.facts.agencies[pk].name if pk is not None else _("Di luar kecamatan")


def kind_groups(answer: Answer) -> list[Group]:
    """Return the squares by kind of unit, the largest kind first."""
    return _groups(answer, lambda each: str(Agency.Kind(each.unit.kind).label))


def district_groups(answer: Answer) -> list[Group]:
    """Return the squares by kecamatan; none where the units lie in fewer than two."""
    agencies = answer.facts.agencies
    found = {agencies[each.unit.key].district for each in answer.coverage.units}
    if len(found - {None}) < FEWEST_DISTRICTS:
        return []
    groups = _groups(answer, lambda each: district_name(answer, agencies[each.unit.key].district))
    outside = district_name(answer, None)
    return sorted(groups, key=lambda group: (group.label == outside, group.label))


def _groups(answer: Answer, by: Callable[[UnitCoverage], str]) -> list[Group]:
    tallies = tally(answer.coverage.units, by=by)
    groups = [Group(label, found, _cells(found)) for label, found in tallies.items()]
    return sorted(groups, key=lambda group: (-group.tally.total, group.label))


def _cells(found: Tally) -> tuple[Standing, ...]:
    return (
        *[Standing.MET] * found.met,
        *[Standing.UNDER_WAY] * found.under_way,
        *[Standing.NOTHING] * found.nothing,
    )


NAME, NOTHING, QUIET_ONES = "saring", "belum-ada", "diam"


@dataclass(frozen=True, slots=True)
class MissFilter:
    """Which of the units that miss are listed: all, without anything, quiet, or of one kind."""

    value: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> MissFilter:
        """Read the filter of an address; raise BadRequest for what we do not know."""
        value = asked(query, [NAME])[NAME]
        return cls(one_of(value, [NOTHING, QUIET_ONES, *Agency.Kind.values]))

    def takes(self, line: UnitLine) -> bool:
        """Say whether a unit that misses is listed."""
        if self.value == NOTHING:
            return line.unit.standing is Standing.NOTHING
        if self.value == QUIET_ONES:
            return line.is_quiet
        return not self.value or line.agency.kind == self.value


def miss_chips(misses: Sequence[UnitLine], chosen: MissFilter, *, is_running: bool) -> list[Chip]:
    """Return the chips over the list, none for a single unit."""
    kinds = Counter(line.agency.kind for line in misses)
    words = {
        "": _("Semua"),
        NOTHING: _("Belum ada"),
        **({QUIET_ONES: _("Diam lebih dari 30 hari")} if is_running else {}),
        **{kind: str(Agency.Kind(kind).label) for kind, _count in kinds.most_common()},
    }
    chips = []
    for value, label in words.items():
        count = sum(MissFilter(value).takes(line) for line in misses)
        if count >= FEWEST_FOR_A_CHIP or value in ("", chosen.value):
            address = f"?{NAME}={value}" if value else "?"
            chips.append(Chip(label, address, count, is_current=value == chosen.value))
    return chips


def help_needed(answer: Answer) -> Help | None:
    """Return the kind of unit most of which lag, and published innovations it could copy."""
    groups = tally(answer.coverage.units, by=lambda each: each.unit.kind)
    kind, found = max(
        groups.items(), key=lambda pair: (pair[1].total - pair[1].met, pair[0]), default=("", None)
    )
    if found is None or found.total - found.met < FEWEST_MISSING:
        return None
    label = str(Agency.Kind(kind).label)
    name = label if label.isupper() else label[:1].lower() + label[1:]
    missing = found.total - found.met
    words = {"missing": in_words(missing), "total": in_words(found.total), "kind": name}
    sentence = begin(_("%(missing)s dari %(total)s %(kind)s belum memenuhi") % words)
    if found.nothing:
        sentence += "; " + _("%(count)s di antaranya belum memulai") % {
            "count": in_words(found.nothing)
        }
    return Help(_("%s perlu bantuan") % label, sentence + ".", _ideas(answer, kind))


def _ideas(answer: Answer, kind: str) -> tuple[tuple[InnovationLine, str], ...]:
    """Return published innovations of a region with their units, to copy."""
    agencies = answer.facts.agencies
    found = newest_published(answer.campaign.region, kind=kind, most=MOST_IDEAS)
    owners = [agencies.get(line.agency_id or 0) for line in found]
    return tuple(
        (line, owner.name if owner else "") for line, owner in zip(found, owners, strict=True)
    )
