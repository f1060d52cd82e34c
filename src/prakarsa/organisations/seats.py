"""The seat a person sits in: one membership at a time, so that roles never add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, QuerySet

from prakarsa.accounts.models import Person
from prakarsa.audit.actors import Actor
from prakarsa.foundation.privacy import DataClass
from prakarsa.foundation.time import WIB, local_day
from prakarsa.organisations.models import Agency, AgencySuccession, Membership, Region
from prakarsa.organisations.roles import RIGHTS, Reach, Role


@dataclass(frozen=True, slots=True)
class Seat:
    """Who acts, in which role, for which region and agency. All permissions look only here."""

    role: Role
    person: Person | None = None
    membership: Membership | None = None
    region: Region | None = None
    agency: Agency | None = None
    agency_ids: frozenset[int] = field(default_factory=frozenset)
    address: str = ""
    # Signed in, but still owing the second step: such a seat reads what the public reads.
    is_held: bool = False

    @property
    def is_anonymous(self) -> bool:
        """Say whether nobody is signed in."""
        return self.person is None

    @property
    def actor(self) -> Actor:
        """Return how the audit chain names this seat."""
        key = str(self.person.key) if self.person else "anonymous"
        return Actor(key=key, role=self.role.value, address=self.address)

    def today(self, at: datetime) -> date:
        """Return the calendar day of a moment where this seat stands."""
        return local_day(at, self.region.zone if self.region else WIB)

    def reach(self, data_class: DataClass) -> Reach:
        """Return how far this seat reads a class of data."""
        return RIGHTS[self.role][data_class]


def public_seat(address: str = "") -> Seat:
    """Return the seat of a visitor who has not signed in, or has no valid membership."""
    return Seat(role=Role.PUBLIC, address=address)


def held_seat(person: Person, address: str) -> Seat:
    """Return the seat of somebody who still owes the second step of signing in."""
    return Seat(role=Role.PUBLIC, person=person, address=address, is_held=True)


def valid_on(day: date) -> Q:
    """Return the filter for rows whose dates include a day."""
    started = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    return started & not_ended_on(day)


def not_ended_on(day: date) -> Q:
    """Return the filter for rows that count on a day or may still count later."""
    return Q(valid_until__isnull=True) | Q(valid_until__gt=day)


def overlaps(start: date | None, end: date | None) -> Q:
    """Return the filter for rows that share a day with a span; a missing day is no bound."""
    begun = Q(valid_from__isnull=True) | Q(valid_from__lt=end) if end else Q()
    return begun & not_ended_on(start) if start else begun


def memberships_of(person: Person, *, on: date) -> QuerySet[Membership]:
    """Return the memberships that count on a day, newest first."""
    rows = Membership.objects.filter(valid_on(on), person=person)
    return rows.select_related("region", "agency")


def agency_and_below(agency: Agency) -> frozenset[int]:
    """Return the ids of an agency, the units below it and those it succeeded."""
    return agencies_and_below([agency.pk])


def agencies_and_below(keys: Iterable[int]) -> frozenset[int]:
    """Return the same of several agencies, by their ids: one query for each level below them."""
    found: set[int] = set()
    fresh = set(keys)
    while fresh:
        found |= fresh
        below = Agency.objects.filter(parent_id__in=fresh).order_by()
        before = AgencySuccession.objects.filter(successor_id__in=fresh).order_by()
        rows = below.values_list("pk").union(before.values_list("predecessor_id"))
        fresh = {pk for (pk,) in rows} - found
    return frozenset(found)


def seat_of(membership: Membership, *, address: str = "") -> Seat:
    """Return the seat a membership gives."""
    agency = membership.agency
    return Seat(
        role=Role(membership.role),
        person=membership.person,
        membership=membership,
        region=membership.region,
        agency=agency,
        agency_ids=agency_and_below(agency) if agency else frozenset(),
        address=address,
    )
