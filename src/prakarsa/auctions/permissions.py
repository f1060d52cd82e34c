"""Who follows the auction, who plans it, who makes lots, tests data, bids, answers and decides.

The secretariat plans; an agency's people make its lots and its head bids; a verifier of no agency
of the lot tests the data; whoever sits on the panel of the period, is not tied to an agency of the
lot on that day, answers; the regional head alone imposes or lets lapse. Being tied and being
present are facts of the database: `queries.panel` reads them and hands them in.
"""

from __future__ import annotations

from prakarsa.auctions.models import AuctionPeriod, Lot, PanelMember
from prakarsa.auctions.states import MAKERS, PANEL, Act, transition
from prakarsa.organisations.roles import AGENCY_ROLES, Role
from prakarsa.organisations.seats import Seat

PLANNERS = (Role.SECRETARIAT,)
# They read every lot of their region; the panel reads those of the periods it sits on.
OVERSEERS = (Role.SECRETARIAT, Role.VERIFIER, Role.MAYOR, Role.SECRETARY, Role.AUDITOR)
# Why somebody is tied is personal: the rest of the room sees only that they do not answer.
TIE_READERS = (Role.SECRETARIAT, Role.AUDITOR)
FOLLOWERS = (*OVERSEERS, Role.PANEL, Role.OPERATOR, Role.EMPLOYEE, Role.AGENCY_HEAD)


def can_plan(seat: Seat) -> bool:
    """Say whether a seat plans auctions for its region."""
    return seat.role in PLANNERS and seat.region is not None


def can_change_period(seat: Seat, period: AuctionPeriod) -> bool:
    """Say whether a seat may change a period: its own region's, open, and not a reported one."""
    return can_plan(seat) and is_own_region(seat, period) and is_open(period)


def can_make_lot(seat: Seat, period: AuctionPeriod) -> bool:
    """Say whether a seat may add a lot to a period."""
    return seat.role in MAKERS and is_own_region(seat, period) and is_open(period)


def is_own_region(seat: Seat, period: AuctionPeriod) -> bool:
    """Say whether a period belongs to the region of the seat."""
    return seat.region is not None and period.region_id == seat.region.pk


def leads_lot(seat: Seat, lot: Lot) -> bool:
    """Say whether the seat is of the agency that answers for the lot first."""
    return any(each.is_lead and each.agency_id in seat.agency_ids for each in lot.agencies.all())


def may_try(seat: Seat, lot: Lot, act: Act) -> bool:
    """Say whether the table and the scope allow an act; ties and quorum are asked for besides.

    Nobody tests the data of a lot they made themselves, in whatever seat.
    """
    row = transition(lot.state, act)
    if row is None or seat.role not in row.roles or not is_own_region(seat, lot.period):
        return False
    if lot.period.closed_at is not None:
        return False
    if row.last_round_only and not is_last_round(lot):
        return False
    if seat.role in AGENCY_ROLES:
        return leads_lot(seat, lot)
    if act in (Act.PASS, Act.FAIL):
        return lot.created_by_key != seat.actor.key
    return True


def is_last_round(lot: Lot) -> bool:
    """Say whether the lot sits in the last round of its period."""
    return lot.round is not None and lot.round.number >= lot.period.round_count


def answers_for_panel(seat: Seat) -> bool:
    """Say whether a seat can belong to a panel at all."""
    return seat.role in PANEL


def is_member(seat: Seat, member: PanelMember) -> bool:
    """Say whether a member of a panel is the person in the seat."""
    return seat.person is not None and member.person_id == seat.person.pk


def reads_ties(seat: Seat, member: PanelMember) -> bool:
    """Say whether a seat reads what ties a member: who plans, who examines, and the member."""
    return seat.role in TIE_READERS or is_member(seat, member)


def can_add_tie(seat: Seat, member: PanelMember) -> bool:
    """Say whether a seat may record a tie: who plans, and the member about themselves."""
    period = member.period
    is_own = is_member(seat, member) and is_own_region(seat, period) and is_open(period)
    return is_own or can_change_period(seat, period)


def can_end_tie(seat: Seat, member: PanelMember) -> bool:
    """Say whether a seat may end a tie; nobody ends what keeps themselves from answering."""
    return can_change_period(seat, member.period) and not is_member(seat, member)


def can_record_presence(seat: Seat, member: PanelMember) -> bool:
    """Say whether a seat may note that a member is there: who plans, and the member."""
    period = member.period
    is_own = is_member(seat, member) and is_own_region(seat, period) and is_open(period)
    return is_own or can_change_period(seat, period)


def is_open(period: AuctionPeriod) -> bool:
    """Say whether a period still takes acts: neither closed nor taken from public sources."""
    return period.closed_at is None and not period.is_reported
