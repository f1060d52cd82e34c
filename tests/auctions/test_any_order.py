"""Whatever people do in whatever order: only the table's steps happen, and what is said stays.

Each example is a sequence of acts by people of every role, some on a page that is too old, some
clicked twice. After each one the lot either did not move at all, or moved by one row of the table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from prakarsa.auctions.actions.lots import schedule_lot, withdraw_lot
from prakarsa.auctions.actions.negotiation import (
    OfferTerms,
    accept_offer,
    impose,
    let_lapse,
    make_offer,
    postpone_lot,
)
from prakarsa.auctions.models import Decision, Lot, LotEvent, Offer
from prakarsa.auctions.states import Act, transition
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat
from tests.auctions.builders import make_lot, make_period
from tests.worlds import AT, World

pytestmark = pytest.mark.django_db
ROLES = (
    Role.AGENCY_HEAD, Role.MAYOR, Role.SECRETARY, Role.PANEL, Role.SECRETARIAT, Role.OPERATOR,
    Role.VERIFIER, Role.AUDITOR,
)  # fmt: skip
SIDES = {Act.OFFER: Offer.Side.BIDDER, Act.COUNTER: Offer.Side.PANEL}


@dataclass(frozen=True)
class Step:
    """One try: who does what, with which value and offer, on how old a page, clicked how often."""

    role: Role
    act: str
    value: int
    number: int
    age: int
    clicks: int


STEPS = st.builds(
    Step,
    # Those who negotiate come more often, so that sequences get somewhere.
    role=st.sampled_from([*ROLES, Role.AGENCY_HEAD, Role.AGENCY_HEAD, Role.MAYOR, Role.PANEL]),
    act=st.sampled_from(["name", "name", "name", "accept", "postpone", "impose", "lapse",
                         "schedule", "withdraw"]),
    value=st.integers(60, 90),
    number=st.integers(1, 4),
    age=st.sampled_from([0, 0, 0, 0, 1, 2]),
    clicks=st.sampled_from([1, 1, 2]),
)  # fmt: skip


def attempt(seat: Seat, lot: Lot, step: Step) -> None:
    """Try one act on the page the step stands before; raise what it refuses."""
    about: dict[str, Any] = {"seat": seat, "lot": lot, "version": lot.version - step.age, "at": AT}
    reason = "Karena begitu."
    terms = OfferTerms(value=Decimal(step.value), day=date(2028, 12, 31), reason=reason)
    held = lot.period.rounds.get(number=1 + step.number % 2)
    acts: dict[str, Callable[[], object]] = {
        "name": lambda: make_offer(**about, terms=terms),
        "accept": lambda: accept_offer(**about, number=step.number),
        "postpone": lambda: postpone_lot(**about, reason=reason),
        "impose": lambda: impose(**about, terms=terms),
        "lapse": lambda: let_lapse(**about, reason=reason),
        "schedule": lambda: schedule_lot(**about, held=held),
        "withdraw": lambda: withdraw_lot(**about, reason=reason),
    }
    acts[step.act]()


def facts(lot: Lot) -> tuple[Any, ...]:
    """Return everything that was said and decided of a lot, as the database has it."""
    now = Lot.objects.values_list("state", "version", "round").get(pk=lot.pk)
    offers = tuple(Offer.objects.filter(lot=lot).order_by("number").values_list())
    decisions = tuple(Decision.objects.filter(lot=lot).values_list())
    events = tuple(LotEvent.objects.filter(lot=lot).order_by("pk").values_list("pk", "act"))
    return now, offers, decisions, events


def check_step(step: Step, role: Role, before: tuple[Any, ...], after: tuple[Any, ...]) -> None:
    """Say that nothing moved, or exactly one row of the table did, and nothing said changed."""
    if after == before:
        return
    (state, version, _round), offers, decisions, events = before
    (new_state, new_version, _new), new_offers, new_decisions, new_events = after
    assert step.age == 0, "a page that is too old moved the lot"
    assert new_version == version + 1
    assert new_events[:-1] == events
    act = Act(new_events[-1][1])
    row = transition(state, act)
    assert row is not None, (state, act)
    assert row.next_state == new_state
    assert role in row.roles
    assert new_offers[: len(offers)] == offers, "an offer changed"
    assert len(new_offers) == len(offers) + (act in SIDES)
    assert decisions == () or new_decisions == decisions, "a decision changed"


def check_end(lot: Lot) -> None:
    """Say that a decided lot has one decision, which is its last offer when it was accepted."""
    fresh = Lot.objects.get(pk=lot.pk)
    decision = Decision.objects.filter(lot=lot).first()
    decided = (Lot.State.AGREED, Lot.State.IMPOSED, Lot.State.LAPSED)
    assert (decision is not None) == (fresh.state in decided)
    numbers = list(Offer.objects.filter(lot=lot).values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    if decision is not None and decision.offer is not None:
        last = Offer.objects.filter(lot=lot).order_by("-number")[0]
        assert decision.offer == last
        assert (decision.value, decision.day) == (last.value, last.day)


def head(act: str, **values: int) -> Step:
    return Step(**{"role": Role.AGENCY_HEAD, "act": act, "value": 70, "number": 1, "age": 0,
                   "clicks": 1, **values})  # fmt: skip


def mayor(act: str, **values: int) -> Step:
    return Step(**{**vars(head(act, **values)), "role": Role.MAYOR})


@given(steps=st.lists(STEPS, max_size=14))
@example(steps=[head("name"), mayor("name", value=80), head("accept", number=2)])
@example(steps=[head("name"), mayor("accept", clicks=2), mayor("accept", age=1)])
@example(steps=[head("name"), mayor("postpone"), head("name"), mayor("lapse")])
@example(steps=[head("name", age=1), head("name"), mayor("accept", age=1)])
@example(steps=[head("name", clicks=2), mayor("impose"), mayor("lapse"), head("withdraw")])
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_M03_no_sequence_of_acts_leaves_the_table(world: World, steps: list[Step]) -> None:
    with transaction.atomic():
        period = make_period(world, name="Lelang uji")
        lot = make_lot(world, period, round=period.rounds.get(number=2))
        seats = {role: world.seat(role) for role in ROLES}
        for step in steps:
            shown = Lot.objects.get(pk=lot.pk)
            for _click in range(step.clicks):
                before = facts(lot)
                try:
                    attempt(seats[step.role], shown, step)
                except (PermissionDenied, ValidationError):
                    assert facts(lot) == before, "a refused act left something behind"
                check_step(step, step.role, before, facts(lot))
        check_end(lot)
        transaction.set_rollback(True)
