"""Who follows targets, who sees the units that lag, who sets targets and reminds.

Units that lag are shown to those who can help them: the secretariat, the verifiers, the regional
head and the regional secretary; to the auditor; and to the unit itself. The public and everybody
else never. A campaign that public sources report is counted for everybody from the public
catalogue alone, and there without naming a unit that has nothing.
"""

from __future__ import annotations

from datetime import datetime

from prakarsa.foundation.privacy import DataClass
from prakarsa.foundation.time import local_day
from prakarsa.organisations.roles import AGENCY_ROLES, Reach, Role
from prakarsa.organisations.seats import Seat
from prakarsa.targets.models import Campaign

HELPERS = (Role.SECRETARIAT, Role.VERIFIER, Role.MAYOR, Role.SECRETARY)
# The auditor reads where every unit stands, and neither sets nor reminds.
OVERSEERS = (*HELPERS, Role.AUDITOR)
FOLLOWERS = (*OVERSEERS, Role.OPERATOR, Role.EMPLOYEE, Role.AGENCY_HEAD)
SETTERS = (Role.SECRETARIAT,)


def sees_all_units(seat: Seat) -> bool:
    """Say whether a seat sees where every unit of its region stands."""
    return seat.role in OVERSEERS


def sees_unit(seat: Seat, agency_id: int) -> bool:
    """Say whether a seat sees where one unit of its region stands."""
    return sees_all_units(seat) or (seat.role in AGENCY_ROLES and agency_id in seat.agency_ids)


def sees_operators(seat: Seat) -> bool:
    """Say whether a seat reads the names of the operators of the units it sees."""
    reach = seat.reach(DataClass.PERSONAL)
    return reach is Reach.REGION if sees_all_units(seat) else reach >= Reach.AGENCY


def can_set_targets(seat: Seat) -> bool:
    """Say whether a seat sets targets for its region."""
    return seat.role in SETTERS and seat.region is not None


def can_change(seat: Seat, campaign: Campaign) -> bool:
    """Say whether a seat may change or close a target: its own region's, while it is not closed."""
    return can_set_targets(seat) and _is_own(seat, campaign) and campaign.closed_at is None


def can_remind(seat: Seat, campaign: Campaign, *, at: datetime) -> bool:
    """Say whether a seat may remind units: while there is time left to meet the target."""
    today = local_day(at, campaign.region.zone)
    return can_change(seat, campaign) and campaign.starts_on <= today <= campaign.ends_on


def _is_own(seat: Seat, campaign: Campaign) -> bool:
    return seat.region is not None and campaign.region_id == seat.region.pk
