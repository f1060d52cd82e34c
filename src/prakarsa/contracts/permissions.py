"""Who follows contracts, makes, signs and changes them, and who reports, verifies and judges.

The secretariat makes and changes, and sets targets and due days; heads of the agencies and then
the regional head sign; the agencies that hold the contract report; a verifier who belonged to none
of them since the contract was made, and who had no hand in the report, decides (the person counts,
whatever seat they sit in). What each state allows is the table in `states`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from prakarsa.contracts.content import Place
from prakarsa.contracts.models import Holder, PerformanceContract, Realisation
from prakarsa.contracts.states import Act, transition
from prakarsa.evidence.permissions import own_agency_ids
from prakarsa.organisations.roles import AGENCY_ROLES, Role
from prakarsa.organisations.seats import Seat

State = PerformanceContract.State
PLANNERS = (Role.SECRETARIAT,)
SIGNERS = (Role.AGENCY_HEAD, Role.MAYOR)
# They read every contract of their region; the panel those of the periods it sits on.
OVERSEERS = (Role.SECRETARIAT, Role.VERIFIER, Role.MAYOR, Role.SECRETARY, Role.AUDITOR)
FOLLOWERS = (*OVERSEERS, Role.PANEL, Role.OPERATOR, Role.EMPLOYEE, Role.AGENCY_HEAD)
# Who may put a file with a certified signature beside a text.
ATTACHERS = (Role.SECRETARIAT, Role.AGENCY_HEAD, Role.MAYOR)
REPORTERS = (Role.OPERATOR, Role.AGENCY_HEAD)
LINKERS = (*PLANNERS, *REPORTERS)
VERIFIERS = (Role.VERIFIER,)
# They are shown what looks odd, to ask about it; those it is about hear it from them.
WATCHERS = (Role.SECRETARIAT, Role.AUDITOR, Role.MAYOR, Role.SECRETARY)
# An addendum that waits for signatures leaves the terms in force as they are.
DELIVERING = (State.RUNNING, State.AMENDING)
# What was handed in before the final measure is still decided on.
VERIFYING = (*DELIVERING, State.MEASURED)
# Acts on a realisation that make somebody part of it.
HANDS = ("save", "submit")


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


def reads_drafts(seat: Seat, contract: PerformanceContract, *, on: date) -> bool:
    """Say whether a seat reads what was not handed in yet: that of an agency that holds, or will.

    An agency that held the contract once keeps its past, but not the drafts of those after it.
    """
    return seat.role in AGENCY_ROLES and any(
        each.agency_id in seat.agency_ids and (each.valid_until is None or on < each.valid_until)
        for each in contract.holders.all()
    )


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


def can_link_year(seat: Seat, contract: PerformanceContract, *, on: date) -> bool:
    """Say whether a seat may name the perjanjian kinerja and the budget line of a year."""
    if contract.state not in DELIVERING or not is_own_region(seat, contract):
        return False
    return seat.role in PLANNERS or (seat.role in REPORTERS and holds(seat, contract, on=on))


def can_set_targets(seat: Seat, contract: PerformanceContract) -> bool:
    """Say whether a seat may set the targets of the quarters and their due days."""
    is_running = contract.state in DELIVERING
    return is_running and seat.role in PLANNERS and is_own_region(seat, contract)


def can_report(seat: Seat, contract: PerformanceContract, *, on: date) -> bool:
    """Say whether a seat may write down what a quarter reached, with its proof."""
    is_running = contract.state in DELIVERING and is_own_region(seat, contract)
    return is_running and seat.role in REPORTERS and holds(seat, contract, on=on)


def can_verify(seat: Seat, realisation: Realisation) -> bool:
    """Say whether a seat may decide on a realisation: another person, of none of its agencies."""
    contract = realisation.target.contract
    if seat.role not in VERIFIERS or not is_own_region(seat, contract):
        return False
    return contract.state in VERIFYING and not is_conflicted(seat, realisation)


def is_conflicted(seat: Seat, realisation: Realisation) -> bool:
    """Say whether the person behind a seat had a hand in a realisation, or is of its agencies."""
    if Realisation.objects.filter(had_a_hand(seat), pk=realisation.pk).exists():
        return True
    return belongs_to(seat, realisation.target.contract)


def had_a_hand(seat: Seat) -> Q:
    """Return the filter for realisations that the person behind a seat wrote or proved."""
    key = seat.actor.key
    return (
        Q(given_by_key=key)
        | Q(entries__actor_key=key, entries__act__in=HANDS)
        | Q(proofs__added_by_key=key)
    )


def belongs_to(seat: Seat, contract: PerformanceContract) -> bool:
    """Say whether the person belonged to an agency of a contract since the year it was made."""
    own = own_agency_ids(seat, contract.created_at.year)
    return bool(own) and any(each.agency_id in own for each in contract.holders.all())


def conflicts_of(seat: Seat, years: Iterable[int]) -> Q:
    """Return the filter for contracts, made in these years, of agencies the person belonged to."""
    found = Q(pk__in=())
    for year in years:
        if own := own_agency_ids(seat, year):
            found |= Q(created_at__year=year, holders__agency_id__in=own)
    return found


def can_judge(seat: Seat, contract: PerformanceContract) -> bool:
    """Say whether the person behind a seat may decide on the final measure of a contract."""
    outcome = getattr(contract, "outcome", None)
    is_own = outcome is not None and outcome.given_by_key == seat.actor.key
    return not is_own and not belongs_to(seat, contract)
