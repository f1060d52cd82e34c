"""Named reads of regions, agencies and people."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet, Sum

from prakarsa.accounts.models import Person
from prakarsa.foundation.privacy import DataClass
from prakarsa.organisations.models import Agency, Invitation, Membership, Region, Service
from prakarsa.organisations.permissions import grantable_roles
from prakarsa.organisations.roles import Reach, Role
from prakarsa.organisations.seats import Seat, valid_on


def visible_agencies(seat: Seat) -> QuerySet[Agency]:
    """Return the agencies of the seat's region; the administrator sees those of all regions."""
    if seat.role is Role.PLATFORM_ADMIN:
        return Agency.objects.all()
    if seat.region is None or seat.is_anonymous:
        return Agency.objects.none()
    return Agency.objects.filter(region=seat.region)


def managed_regions(seat: Seat) -> QuerySet[Region]:
    """Return the regions whose organisation a seat may change."""
    if seat.role is Role.PLATFORM_ADMIN:
        return Region.objects.all()
    if seat.role is Role.SECRETARIAT and seat.region is not None:
        return Region.objects.filter(pk=seat.region.pk)
    return Region.objects.none()


def services_of(agency: Agency) -> QuerySet[Service]:
    """Return the service catalogue of an agency."""
    return agency.services.order_by("name")


def people_of(agency: Agency, roles: Collection[Role], on: date) -> QuerySet[Person]:
    """Return the active people who hold one of the roles in an agency on a day."""
    rows = Membership.objects.filter(valid_on(on), agency=agency, role__in=list(roles))
    return Person.objects.filter(is_active=True, memberships__in=rows).distinct()


def people_of_region(region: Region, roles: Collection[Role], on: date) -> QuerySet[Person]:
    """Return the active people who hold one of the roles in a region on a day."""
    rows = Membership.objects.filter(valid_on(on), region=region, role__in=list(roles))
    return Person.objects.filter(is_active=True, memberships__in=rows).distinct()


def administrators(*, on: date) -> QuerySet[Person]:
    """Return the active administrators of the installation on a day."""
    rows = Membership.objects.filter(valid_on(on), role=Role.PLATFORM_ADMIN)
    return Person.objects.filter(is_active=True, memberships__in=rows).distinct()


def visible_people(seat: Seat) -> QuerySet[Person]:
    """Return the people whose name, address and memberships a seat may read."""
    everyone = Person.objects.all()
    if seat.role is Role.PLATFORM_ADMIN:
        # The administrator opens accounts for the secretariats and for nobody else.
        return everyone.filter(
            memberships__role__in=[Role.SECRETARIAT, Role.PLATFORM_ADMIN]
        ).distinct()
    reach = seat.reach(DataClass.PERSONAL)
    if reach is Reach.REGION and seat.region is not None:
        return everyone.filter(memberships__region=seat.region).distinct()
    if reach is Reach.AGENCY:
        return everyone.filter(memberships__agency_id__in=seat.agency_ids).distinct()
    return everyone.filter(pk=seat.person.pk) if seat.person else everyone.none()


def visible_memberships(seat: Seat) -> QuerySet[Membership]:
    """Return the memberships of visible people that lie in the seat's own region."""
    rows = Membership.objects.filter(person__in=visible_people(seat))
    return rows if seat.region is None else rows.filter(region=seat.region)


def visible_invitations(seat: Seat) -> QuerySet[Invitation]:
    """Return the unanswered and declined invitations into what a seat may give roles in."""
    states = [Invitation.State.OPEN, Invitation.State.DECLINED]
    rows = Invitation.objects.filter(state__in=states, role__in=list(grantable_roles(seat)))
    if seat.role is Role.AGENCY_HEAD:
        rows = rows.filter(agency_id__in=seat.agency_ids)
    elif seat.role is not Role.PLATFORM_ADMIN:
        rows = rows.filter(region=seat.region)
    return rows.select_related("region", "agency")


def offers_to(person: Person) -> QuerySet[Invitation]:
    """Return the invitations that wait for a person's own answer, expired ones included."""
    rows = Invitation.objects.filter(person=person, state=Invitation.State.OPEN)
    return rows.select_related("region", "agency")


def has_expired(invitation: Invitation, *, at: datetime) -> bool:
    """Say whether nobody can accept it any more, unless it is sent again."""
    return invitation.state == Invitation.State.OPEN and invitation.expires_at <= at


def names_of(keys: Collection[str]) -> dict[str, str]:
    """Return names by opaque person key, in one query; unknown keys are left out."""
    wanted = {key for key in keys if not key.startswith("system:") and key != "anonymous"}
    rows = Person.objects.filter(key__in=wanted).values_list("key", "name")
    return {str(key): name for key, name in rows}


def people_list(seat: Seat, *, text: str) -> QuerySet[Person]:
    """Return the people of the list page with their memberships, found by name or address."""
    rows = visible_people(seat).order_by("name")
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(email__icontains=text))
    memberships = Membership.objects.select_related("region", "agency")
    if seat.region is not None:
        memberships = memberships.filter(region=seat.region)
    return rows.prefetch_related(Prefetch("memberships", queryset=memberships))


def region_list(text: str) -> QuerySet[Region]:
    """Return the regions by code, found by name or code."""
    rows = Region.objects.select_related("parent").order_by("code")
    return rows.filter(Q(name__icontains=text) | Q(code__startswith=text)) if text else rows


def cluster_version(region: Region) -> int:
    """Return a number that grows with each change of a region's clusters, from 1 on."""
    changes = region.clusters.aggregate(sum=Sum("version"))["sum"]
    return 1 + (changes or 0)


def superior_version(person: Person) -> int:
    """Return a number that grows with each superior a person is given, from 1 on."""
    return 1 + person.superiors.count()
