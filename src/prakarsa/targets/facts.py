"""What the register knows for the rule: units, successions and innovations of a region.

Everything is read once, in a fixed number of queries, and serves any number of campaigns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Case, F, Field, FilteredRelation, Q, Value, When
from django.db.models.expressions import Combinable

from prakarsa.organisations.models import Agency, Region, Service
from prakarsa.registry.models import Innovation, Revision
from prakarsa.registry.states import Act
from prakarsa.rules.target.counting import Facts, Milestone, Terms, Work
from prakarsa.rules.target.units import Succession, Unit
from prakarsa.targets.models import Campaign

_WORK = {work.value: work for work in Work}


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """A unit as pages name it, and the kecamatan it lies in."""

    pk: int
    key: str
    name: str
    kind: str
    district: int | None
    valid_from: date | None
    valid_until: date | None

    @property
    def kind_label(self) -> str:
        """Return the kind in words."""
        return str(Agency.Kind(self.kind).label)


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service with its validity, both ends as in the catalogue (`valid_until` exclusive)."""

    pk: int
    agency_id: int
    name: str
    valid_from: date | None
    valid_until: date | None

    def existed_in(self, terms: Terms) -> bool:
        """Say whether the service was given on any day of the period."""
        began = self.valid_from is None or self.valid_from <= terms.last
        return began and (self.valid_until is None or self.valid_until > terms.first)


@dataclass(frozen=True, slots=True)
class RegionFacts:
    """A region as the rule sees it."""

    agencies: dict[int, AgencyLine]
    successions: tuple[Succession, ...]
    services: tuple[ServiceLine, ...]
    innovations: dict[int, Facts]

    def units(self, terms: Terms) -> Iterable[Unit]:
        """Yield the units with the services they gave in the period."""
        services: dict[int, list[int]] = {}
        for service in self.services:
            if service.existed_in(terms):
                services.setdefault(service.agency_id, []).append(service.pk)
        for each in self.agencies.values():
            yield Unit(
                key=each.pk,
                kind=each.kind,
                valid_from=each.valid_from,
                valid_until=each.valid_until,
                services=tuple(services.get(each.pk, ())),
            )


def read_facts(
    region: Region, campaigns: Collection[Campaign], *, only: Collection[int] | None = None
) -> RegionFacts:
    """Read a region for some campaigns; `only` leaves out the innovations of other units."""
    agencies, successions = _read_agencies(region)
    of_region = Q(region=region) if only is None else Q(region=region, agency_id__in=only)
    is_per_service = any(quota.per_service for each in campaigns for quota in each.quotas.all())
    asked = _asked_milestones(campaigns)
    published = _read_publications(region) if Milestone.PUBLISHED in asked else {}
    return RegionFacts(
        agencies=agencies,
        successions=successions,
        services=tuple(_read_services(region)) if is_per_service else (),
        innovations=_read_innovations(of_region, region.zone, asked, published),
    )


def _asked_milestones(campaigns: Iterable[Campaign]) -> frozenset[Milestone]:
    """Return the milestones whose days the campaigns ask for; a first report makes one new."""
    asked = {Milestone(each.counts) for each in campaigns}
    is_new_asked = any(each.only_new for each in campaigns)
    return frozenset(asked | {Milestone.SUBMITTED} if is_new_asked else asked)


def _read_agencies(region: Region) -> tuple[dict[int, AgencyLine], tuple[Succession, ...]]:
    rows = Agency.objects.filter(region=region).order_by("name", "pk")
    found = list(
        rows.values_list(
            "pk", "key", "name", "kind", "parent_id", "valid_from", "valid_until",
            "heirs__successor_id", "heirs__effective_on",
        )
    )  # fmt: skip
    parents = {row[0]: (row[3], row[4]) for row in found}
    lines = {
        row[0]: AgencyLine(*row[:4], _district_of(row[0], parents), row[5], row[6]) for row in found
    }
    links = tuple(Succession(row[0], row[7], row[8]) for row in found if row[7] is not None)
    return lines, links


def _district_of(pk: int, parents: Mapping[int, tuple[str, int | None]]) -> int | None:
    """Climb to the kecamatan a unit lies in; None for what serves the whole region."""
    here: int | None = pk
    seen: set[int] = set()
    while here is not None and here in parents and here not in seen:
        seen.add(here)
        kind, parent = parents[here]
        if kind == Agency.Kind.DISTRICT:
            return here
        here = parent
    return None


def _read_services(region: Region) -> Iterable[ServiceLine]:
    rows = Service.objects.filter(agency__region=region).order_by("name")
    for row in rows.values_list("pk", "agency_id", "name", "valid_from", "valid_until"):
        yield ServiceLine(*row)


def _read_publications(region: Region) -> dict[int, list[datetime]]:
    """Read every publication: an innovation carried over and published again had an earlier one."""
    rows = Revision.objects.filter(innovation__region=region, act=Act.PUBLISH)
    published: dict[int, list[datetime]] = {}
    for pk, at in rows.values_list("innovation_id", "at"):
        published.setdefault(pk, []).append(at)
    return published


class _Row(NamedTuple):
    """An innovation beside one of its submissions; moments nobody asked for are None."""

    pk: int
    state: str
    agency_id: int | None
    service_id: int | None
    implemented_on: date | None
    year: int | None
    retired_at: datetime | None
    submitted_at: datetime | None
    verified_at: datetime | None
    public_since: datetime | None


# The moment of each milestone, in the order of the row.
_MOMENTS: dict[Milestone, F | Case] = {
    Milestone.SUBMITTED: F("standing__submitted_at"),
    Milestone.VERIFIED: F("standing__verified_at"),
    # When it was published; an imported list may hold no moment but its own.
    Milestone.PUBLISHED: Case(
        When(published_at__isnull=False, then="published_at"),
        When(state=Innovation.State.PUBLISHED, then="created_at"),
    ),
}
# Nothing, and nothing to turn into a moment.
_NEVER = Value(None, output_field=Field())


def _read_innovations(
    wanted: Q, zone: str, asked: Collection[Milestone], published: Mapping[int, Sequence[datetime]]
) -> dict[int, Facts]:
    """Read each innovation with its submissions, the oldest edition first, none called off.

    Most of the time goes into turning moments into days, so only those asked for are read.
    """
    standing = FilteredRelation("submissions", condition=Q(submissions__withdrawn_at__isnull=True))
    rows = Innovation.objects.filter(wanted).annotate(standing=standing)
    moments: list[Combinable] = [
        then if each in asked else _NEVER for each, then in _MOMENTS.items()
    ]
    here = ZoneInfo(zone)
    grouped: dict[int, list[_Row]] = {}
    for values in rows.order_by("pk", "standing__edition_year").values_list(
        *_Row._fields[: -len(moments)], *moments
    ):
        row = _Row._make(values)
        grouped.setdefault(row.pk, []).append(row)
    return {
        pk: _facts(
            found,
            {each: _days(_moments(each, found, published.get(pk, ())), here) for each in asked},
            here,
        )
        for pk, found in grouped.items()
    }


def _moments(
    milestone: Milestone, rows: Sequence[_Row], published: Sequence[datetime]
) -> list[datetime | None]:
    """Return when an innovation came as far and still is, whatever became of later editions."""
    row = rows[-1]
    if milestone is Milestone.VERIFIED:
        return [each.verified_at for each in rows]
    if milestone is Milestone.PUBLISHED:
        return [*published, row.public_since]
    # What was returned is not handed in any more.
    held = rows[:-1] if row.state == Innovation.State.RETURNED else rows
    return [each.submitted_at for each in held]


def _facts(
    rows: Sequence[_Row], reached: Mapping[Milestone, tuple[date, ...]], zone: ZoneInfo
) -> Facts:
    row = rows[-1]
    submitted = [each.submitted_at for each in rows if each.submitted_at]
    return Facts(
        key=row.pk,
        unit=row.agency_id,
        service=row.service_id,
        reached=reached,
        work=_WORK.get(row.state),
        used_since=row.implemented_on,
        used_year=row.year,
        first_submitted=_day(min(submitted), zone) if submitted else None,
        retired=_day(row.retired_at, zone),
    )


def _day(moment: datetime | None, zone: ZoneInfo) -> date | None:
    return moment.astimezone(zone).date() if moment else None


def _days(moments: Iterable[datetime | None], zone: ZoneInfo) -> tuple[date, ...]:
    """Return the local days of the moments, the first one first."""
    days = [moment.astimezone(zone).date() for moment in moments if moment is not None]
    return tuple(sorted(days)) if len(days) > 1 else tuple(days)
