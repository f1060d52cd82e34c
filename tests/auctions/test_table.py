"""Every act in every state by every role: it goes where the table says, or nowhere at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from prakarsa.auctions.actions.lots import change_lot, schedule_lot, submit_lot, withdraw_lot
from prakarsa.auctions.actions.negotiation import (
    OfferTerms,
    accept_offer,
    impose,
    let_lapse,
    make_offer,
    postpone_lot,
)
from prakarsa.auctions.actions.testing import test_baseline as decide_baseline
from prakarsa.auctions.models import AuctionPeriod, Lot, Offer
from prakarsa.auctions.states import Act, roles_for, transition
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat
from tests.auctions.drafts import add_baseline_file, make_draft, terms
from tests.worlds import AT, World

pytestmark = pytest.mark.django_db
State = Lot.State
Doing = Callable[[Seat, Lot], object]
ROLES = [role for role in Role if role is not Role.PUBLIC]
# Made by the page of lots and by contracts, which have no state to come from or other roles.
ELSEWHERE = {Act.CREATE, Act.CONTRACT}


class Undone(Exception):
    """Takes back what was tried."""


def named(value: str) -> OfferTerms:
    """Return what a side names."""
    return OfferTerms(value=Decimal(value), day=date(2028, 12, 31), reason="Begitu.")


def change(seat: Seat, lot: Lot) -> object:
    """Change the title of a lot."""
    facts = terms(lot.period, title="Judul baru")
    return change_lot(seat=seat, lot=lot, terms=facts, version=lot.version, at=AT)


def schedule(seat: Seat, lot: Lot) -> object:
    """Set a lot for the second round."""
    held = lot.period.rounds.get(number=2)
    return schedule_lot(seat=seat, lot=lot, held=held, version=lot.version, at=AT)


def verdict(*, is_accepted: bool) -> Doing:
    """Return how data are accepted or rejected."""

    def decide(seat: Seat, lot: Lot) -> object:
        return decide_baseline(
            seat=seat, lot=lot, is_accepted=is_accepted, reason="Begitu.",
            version=lot.version, at=AT,
        )  # fmt: skip

    return decide


def made(seat: Seat, lot: Lot) -> object:
    """Name a value for the seat's side."""
    return make_offer(seat=seat, lot=lot, terms=named("80"), version=lot.version, at=AT)


def reasoned(act: Callable[..., object]) -> Doing:
    """Return an act that takes nothing but a reason."""
    return lambda seat, lot: act(seat=seat, lot=lot, reason="Begitu.", version=lot.version, at=AT)


ACTS: dict[Act, Doing] = {
    Act.CHANGE: change,
    Act.SUBMIT: lambda seat, lot: submit_lot(seat=seat, lot=lot, version=lot.version, at=AT),
    Act.PASS: verdict(is_accepted=True),
    Act.FAIL: verdict(is_accepted=False),
    Act.SCHEDULE: schedule,
    Act.OFFER: made,
    Act.COUNTER: made,
    Act.ACCEPT: lambda seat, lot: accept_offer(
        seat=seat, lot=lot, number=1, version=lot.version, at=AT
    ),
    Act.POSTPONE: reasoned(postpone_lot),
    Act.IMPOSE: lambda seat, lot: impose(
        seat=seat, lot=lot, terms=named("80"), version=lot.version, at=AT
    ),
    Act.LAPSE: reasoned(let_lapse),
    Act.WITHDRAW: reasoned(withdraw_lot),
}
# The same words, said from the other side of the table, are another act.
TWINS = {Act.OFFER: Act.COUNTER, Act.COUNTER: Act.OFFER}


def whole_lot(world: World, period: AuctionPeriod) -> Lot:
    """Return a lot in the last round that lacks nothing, with one offer on it."""
    lot = make_draft(world, period)
    add_baseline_file(world, lot)
    last = period.rounds.get(number=2)
    Lot.objects.filter(pk=lot.pk).update(round=last)
    Offer.objects.create(
        lot=lot, number=1, round=last, side=Offer.Side.BIDDER, value=Decimal(80),
        day=date(2028, 12, 31), reason="Begitu.", actor_key="x", role=Role.AGENCY_HEAD, at=AT,
    )  # fmt: skip
    return lot


def reached(seat: Seat, lot: Lot, state: State, act: Act) -> str | None:
    """Try an act and take it back; return the state it led to, None when it was refused."""
    found: list[str] = []
    try:
        with transaction.atomic():
            Lot.objects.filter(pk=lot.pk).update(state=state)
            current = Lot.objects.select_related("period__region", "mission").get(pk=lot.pk)
            ACTS[act](seat, current)
            found.append(Lot.objects.values_list("state", flat=True).get(pk=lot.pk))
            raise Undone
    except Undone:
        return found[0]
    except (PermissionDenied, ValidationError):
        return None


def expected(state: State, act: Act, role: Role) -> str | None:
    """Return where the table leads; the same words may be the other side's act."""
    for each in (act, TWINS.get(act)):
        row = transition(state, each) if each else None
        if row is not None and role in row.roles:
            return row.next_state.value
    return None


def tries(act: Act) -> Iterator[tuple[State, Role]]:
    """Yield every role where the act is possible, else only those that may do it elsewhere."""
    acts = [each for each in (act, TWINS.get(act)) if each is not None]
    able = {role for each in acts for role in roles_for(each)}
    for state in State:
        is_possible = any(transition(state, each) for each in acts)
        yield from ((state, role) for role in ROLES if is_possible or role in able)


def test_every_act_of_the_table_is_tried_here() -> None:
    assert set(ACTS) | ELSEWHERE == set(Act)


@pytest.mark.parametrize("act", ACTS)
def test_an_act_goes_where_the_table_says_and_nowhere_else(
    world: World, period: AuctionPeriod, act: Act
) -> None:
    lot, seats = whole_lot(world, period), {role: world.seat(role) for role in ROLES}
    for state, role in tries(act):
        assert reached(seats[role], lot, state, act) == expected(state, act, role), (state, role)
