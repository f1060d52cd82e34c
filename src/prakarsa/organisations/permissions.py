"""Who may change the organisation."""

from __future__ import annotations

from datetime import date

from prakarsa.accounts.models import Person
from prakarsa.organisations.models import Agency, Invitation, Membership, Region
from prakarsa.organisations.roles import AGENCY_ROLES, REGION_ROLES, Role
from prakarsa.organisations.seats import Seat, not_ended_on


def can_manage_region(seat: Seat, region: Region) -> bool:
    """Change agencies, services, clusters and people of a region: its own secretariat."""
    return seat.role is Role.SECRETARIAT and seat.region == region


def can_manage_agency(seat: Seat, agency: Agency) -> bool:
    """Change one agency: the secretariat of its region."""
    return can_manage_region(seat, agency.region)


def can_manage_services(seat: Seat, agency: Agency) -> bool:
    """Change the service catalogue: the secretariat, or an operator of that agency."""
    is_own = seat.role is Role.OPERATOR and agency.pk in seat.agency_ids
    return is_own or can_manage_agency(seat, agency)


def grantable_roles(seat: Seat) -> frozenset[Role]:
    """Return the roles a seat may give; nobody gives the role they hold, except administrators."""
    if seat.role is Role.PLATFORM_ADMIN:
        return frozenset({Role.PLATFORM_ADMIN, Role.SECRETARIAT})
    if seat.role is Role.SECRETARIAT:
        return AGENCY_ROLES | (REGION_ROLES - {Role.SECRETARIAT})
    if seat.role is Role.AGENCY_HEAD:
        return frozenset({Role.OPERATOR, Role.EMPLOYEE})
    return frozenset()


def can_grant(seat: Seat, role: Role, region: Region | None, agency: Agency | None) -> bool:
    """Give a role in a region or agency, never beyond one's own reach."""
    if role not in grantable_roles(seat):
        return False
    if seat.role is Role.PLATFORM_ADMIN:
        return agency is None
    if role in AGENCY_ROLES and (agency is None or agency.region != seat.region):
        return False
    is_below = agency is None or seat.role is not Role.AGENCY_HEAD or agency.pk in seat.agency_ids
    return region == seat.region and is_below


def can_end(seat: Seat, membership: Membership) -> bool:
    """End a membership: whoever could have given it; nobody ends their own."""
    role = Role(membership.role)
    is_own = seat.person is not None and membership.person_id == seat.person.pk
    return not is_own and can_grant(seat, role, membership.region, membership.agency)


def can_secure(seat: Seat, person: Person, *, on: date) -> bool:
    """End another's sessions and take lost factors away: whoever manages all they may sit in.

    An administrator manages whoever is a secretariat or an administrator, other roles included.
    """
    if person == seat.person or seat.role not in (Role.PLATFORM_ADMIN, Role.SECRETARIAT):
        return False
    held = person.memberships.filter(not_ended_on(on)).select_related("region", "agency__region")
    judged = [can_end(seat, each) for each in held]
    return any(judged) if seat.role is Role.PLATFORM_ADMIN else bool(judged) and all(judged)


def can_manage_invitation(seat: Seat, invitation: Invitation) -> bool:
    """Send an invitation again or withdraw it: whoever could give its role."""
    return can_grant(seat, Role(invitation.role), invitation.region, invitation.agency)


def can_answer(seat: Seat, invitation: Invitation) -> bool:
    """Accept or decline: the invited person and nobody else."""
    return seat.person is not None and invitation.person_id == seat.person.pk
