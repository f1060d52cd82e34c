"""A small invented world for tests: two regions, their agencies, one person per role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.test import Client

from prakarsa.accounts.models import Person
from prakarsa.accounts.sessions import PROVED
from prakarsa.foundation.time import now
from prakarsa.organisations.models import Agency, Membership, Region
from prakarsa.organisations.roles import AGENCY_ROLES, Role
from prakarsa.organisations.seats import Seat, seat_of
from prakarsa.rules.text import normalise_name

AT = datetime(2026, 7, 14, 2, 0, tzinfo=UTC)
PASSWORD = "kereta berangkat jam tujuh pagi"


@dataclass
class World:
    """Everything by name; `seat(Role.X)` sits in the home region, `other_seat` in the other."""

    home: Region
    other: Region
    office: Agency
    district: Agency
    ward: Agency
    second_ward: Agency
    other_office: Agency
    people: dict[tuple[str, str], Person]

    def person(self, role: Role, *, region: Region | None = None) -> Person:
        return self.people[(region or self.home).code, role.value]

    def seat(self, role: Role, *, region: Region | None = None) -> Seat:
        person = self.person(role, region=region)
        return seat_of(person.memberships.select_related("region", "agency", "person").get())

    def other_seat(self, role: Role) -> Seat:
        return self.seat(role, region=self.other)

    def client(self, role: Role, *, region: Region | None = None) -> Client:
        """Return a browser for a role that has just signed in, without a second step."""
        client = Client()
        client.force_login(
            self.person(role, region=region), backend="prakarsa.accounts.backends.AddressBackend"
        )
        session = client.session
        session[PROVED] = now().timestamp()
        session.save()
        return client


def make_region(code: str, name: str) -> Region:
    """Return a region with a name and a code of its own."""
    return Region.objects.create(
        code=code,
        name=name,
        slug=normalise_name(name).replace(" ", "-"),
        kind=Region.Kind.CITY,
        zone="Asia/Jakarta",
        is_example=True,
    )


def make_agency(region: Region, name: str, kind: str, parent: Agency | None = None) -> Agency:
    """Return an agency that has always existed."""
    return Agency.objects.create(
        region=region,
        name=name,
        normalised_name=normalise_name(name),
        kind=kind,
        parent=parent,
        valid_from=date(2020, 1, 1),
    )


def make_person(name: str, role: Role, region: Region | None, agency: Agency | None) -> Person:
    """Return a person with one membership since 2020 and no usable password."""
    slug = name.lower().replace(" ", ".")
    person = Person(email=f"{slug}@contoh.invalid", name=name, created_at=AT, is_example=True)
    person.set_unusable_password()
    person.save()
    Membership.objects.create(
        person=person,
        role=role,
        region=None if role is Role.PLATFORM_ADMIN else region,
        agency=agency if role in AGENCY_ROLES else None,
        valid_from=date(2020, 1, 1),
    )
    return person


def make_world() -> World:
    """Build the world; call inside a database test."""
    home, other = make_region("99.01", "Kota Contoh"), make_region("99.02", "Kota Tetangga")
    office = make_agency(home, "Dinas Pelayanan", Agency.Kind.OPD)
    district = make_agency(home, "Kecamatan Utara", Agency.Kind.DISTRICT)
    ward = make_agency(home, "Kelurahan Melati", Agency.Kind.WARD, district)
    second_ward = make_agency(home, "Kelurahan Kenanga", Agency.Kind.WARD, district)
    other_office = make_agency(other, "Dinas Tetangga", Agency.Kind.OPD)
    people: dict[tuple[str, str], Person] = {}
    for region, agency in ((home, ward), (other, other_office)):
        for role in Role:
            if role is not Role.PUBLIC:
                name = f"{role.value} {region.slug}".replace("_", " ").title()
                people[region.code, role.value] = make_person(name, role, region, agency)
    return World(home, other, office, district, ward, second_ward, other_office, people)
