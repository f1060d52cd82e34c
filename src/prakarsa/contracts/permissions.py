"""Who follows contracts, makes them, signs them, changes them and judges them.

The secretariat makes and changes; heads of the agencies and then the regional head sign; an
agency's people report and a verifier of no agency of the contract judges. What each state allows
is the table in `states`.
"""

from __future__ import annotations

from datetime import date

from prakarsa.contracts.content import Place
from prakarsa.contracts.models import Holder, PerformanceContract
from prakarsa.contracts.states import Act, transition
from prakarsa.organisations.roles import AGENCY_ROLES, Role
from prakarsa.organisations.seats import Seat

PLANNERS = (Role.SECRETARIAT,)
SIGNERS = (Role.AGENCY_HEAD, Role.MAYOR)
# They read every contract of their region; the panel those of the periods it sits on.
OVERSEERS = (Role.SECRETARIAT, Role.VERIFIER, Role.MAYOR, Role.SECRETARY, Role.AUDITOR)
FOLLOWERS = (*OVERSEERS, Role.PANEL, Role.OPERATOR, Role.EMPLOYEE, Role.AGENCY_HEAD)
# Who may put a file with a certified signature beside a text.
ATTACHERS = (Role.SECRETARIAT, Role.AGENCY_HEAD, Role.MAYOR)


def is_own_region(seat: Seat, contract: PerformanceContract) -> bool:
    """Say whether a contract belongs to the region of the seat."""
    return seat.region is not None and contract.region_id == seat.region.pk


def holds(seat: Seat, contract: PerformanceContract, *, on: date | None = None) -> bool:
    """Say whether an agency in the reach of an agency's seat holds the contract on a day.

    Without a day it is whoever holds it by the last text in force, from whichever day on.
    """
    return any(
        each.agency_id in seat.agency_ids and is_holding(each, on=on)
        for each in contract.holders.all()
    )


def is_holding(holder: Holder, *, on: date | None) -> bool:
    """Say whether a holding counts on a day; without a day, whether nobody followed it yet."""
    if on is None:
        return holder.valid_until is None
    return holder.valid_from <= on and (holder.valid_until is None or on < holder.valid_until)


def may_try(seat: Seat, contract: PerformanceContract, act: Act, *, on: date) -> bool:
    """Say whether the table and the scope allow an act on a day; whose turn it is comes besides.

    Who signs is named by the text, not by who holds the contract on that day.
    """
    row = transition(contract.state, act)
    if row is None or seat.role not in row.roles or not is_own_region(seat, contract):
        return False
    if act is Act.SIGN or seat.role not in AGENCY_ROLES:
        return True
    return holds(seat, contract, on=on)


def can_sign(seat: Seat, place: Place, *, agency_id: int | None) -> bool:
    """Say whether a seat may sign on a place; `agency_id` is that of the agency of the place."""
    if seat.role is not place.role:
        return False
    return place.role is Role.MAYOR or agency_id in seat.agency_ids


def can_attach(seat: Seat, contract: PerformanceContract, *, on: date) -> bool:
    """Say whether a seat may put a certified signature beside a text of the contract."""
    if seat.role not in ATTACHERS or not is_own_region(seat, contract):
        return False
    return seat.role is not Role.AGENCY_HEAD or holds(seat, contract, on=on)
