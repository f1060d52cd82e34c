"""Kota Contoh itself: the region, its units and services, and the people who work there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from prakarsa.accounts.models import Person
from prakarsa.demo.words import dice, example_words
from prakarsa.organisations.models import Agency, Membership, Region, Service, Supervision
from prakarsa.organisations.roles import AGENCY_ROLES, Role
from prakarsa.rules.text import normalise_name

# Not a Kemendagri code: no province begins with 99.
CODE = "99.71"
PASSWORD = "belajar-sambil-mencoba"
SINCE = date(2019, 1, 1)
KINDS = {"hospital": Agency.Kind.HOSPITAL, "school": Agency.Kind.SCHOOL}
WITHOUT_OPERATOR = {"Badan Kesbangpol"}


@dataclass(frozen=True, slots=True)
class Actors:
    """Who fills the regional rows and who decides, by opaque key."""

    secretariat: str
    verifier: str


def make_region() -> Region:
    """Make Kota Contoh, marked as an example everywhere."""
    words = example_words()["region"]
    return Region.objects.create(
        code=CODE,
        name=words["name"],
        slug=slugify(words["name"]),
        kind=words["kind"],
        zone="Asia/Jakarta",
        is_example=True,
    )


def make_agencies(region: Region) -> dict[str, Agency]:
    """Make the units with their services; parents come first in the vocabulary."""
    agencies: dict[str, Agency] = {}
    services = []
    for words in example_words()["agencies"]:
        agency = Agency.objects.create(
            region=region,
            name=words["name"],
            normalised_name=normalise_name(words["name"]),
            kind=KINDS.get(words["type"], words["type"]),
            parent=agencies.get(words["parent"]),
            valid_from=SINCE,
        )
        agencies[words["name"]] = agency
        for name in words["services"]:
            normalised = normalise_name(name)
            services.append(Service(agency=agency, name=name, normalised_name=normalised))
    Service.objects.bulk_create(services)
    return agencies


def address_of(name: str) -> str:
    """Return the sign-in address of an example person: no real domain ends in .invalid."""
    return f"{slugify(name).replace('-', '.')}@contoh.invalid"


def make_people(region: Region, agencies: dict[str, Agency], at: datetime) -> dict[str, Person]:
    """Make the named people, then an operator and a head for every other unit."""
    hashed = make_password(PASSWORD)
    people: dict[str, Person] = {}
    memberships: list[Membership] = []

    def add(name: str, role: Role, agency: Agency | None) -> None:
        if name not in people:
            people[name] = Person(
                email=address_of(name), name=name, password=hashed, is_example=True, created_at=at
            )
        is_admin = role is Role.PLATFORM_ADMIN
        memberships.append(
            Membership(
                person=people[name],
                role=role,
                region=None if is_admin else region,
                agency=agency if role in AGENCY_ROLES else None,
                valid_from=SINCE,
            )
        )

    for words in example_words()["people"]:
        add(words["name"], Role(words["role"]), agencies.get(words["agency"]))
    _fill_units(agencies, people, add)
    Person.objects.bulk_create(people.values())
    Membership.objects.bulk_create(memberships)
    _set_superiors(memberships, at)
    return people


def _fill_units(agencies: dict[str, Agency], people: dict[str, Person], add: object) -> None:
    assert callable(add)
    free = [name for name in example_words()["names"] if name not in people]
    dice("names").shuffle(free)
    named = {words["agency"] for words in example_words()["people"] if words["role"] == "operator"}
    for name, agency in agencies.items():
        if name not in named | WITHOUT_OPERATOR and free:
            add(free.pop(), Role.OPERATOR, agency)
        if agency.kind in (Agency.Kind.OPD, Agency.Kind.DISTRICT) and free:
            add(free.pop(), Role.AGENCY_HEAD, agency)


def _set_superiors(memberships: list[Membership], at: datetime) -> None:
    """Operators and employees report to the head of their unit, or of the unit above."""
    heads = {row.agency: row.person for row in memberships if row.role == Role.AGENCY_HEAD}
    rows = []
    for row in memberships:
        head = heads.get(row.agency) or heads.get(row.agency.parent if row.agency else None)
        if head and row.role in (Role.OPERATOR, Role.EMPLOYEE):
            since = at.date() - timedelta(days=400)
            rows.append(Supervision(person=row.person, superior=head, valid_from=since))
    Supervision.objects.bulk_create(rows)


def operators_of(region: Region) -> dict[int, str]:
    """Return the opaque key of each unit's operator, of its head where there is none."""
    rows = Membership.objects.filter(region=region, agency__isnull=False).select_related("person")
    by_role = {Role.AGENCY_HEAD: 0, Role.EMPLOYEE: 1, Role.OPERATOR: 2}
    ranked = sorted(rows, key=lambda row: by_role[Role(row.role)])
    return {row.agency_id: str(row.person.key) for row in ranked if row.agency_id is not None}


def first_memberships(region: Region) -> dict[str, Membership]:
    """Return one membership of each person of the region, by name."""
    rows = Membership.objects.filter(region=region).order_by("-pk")
    return {row.person.name: row for row in rows.select_related("person", "region", "agency")}
