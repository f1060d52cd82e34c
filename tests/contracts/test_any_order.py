"""Whatever people try on a report and in whichever order, it stays within the table of steps."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from prakarsa.contracts.actions.realisations import (
    add_proof,
    save_realisation,
    submit_realisation,
)
from prakarsa.contracts.actions.verdicts import decide_realisation
from prakarsa.contracts.models import QuarterTarget, Realisation, RealisationEntry
from prakarsa.contracts.states import Step, next_step
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat
from tests.contracts.delivering import LATER, make_contract, make_targets, prepared
from tests.worlds import World

pytestmark = pytest.mark.django_db
ROLES = (
    Role.OPERATOR, Role.OPERATOR, Role.AGENCY_HEAD, Role.VERIFIER, Role.VERIFIER,
    Role.SECRETARIAT, Role.MAYOR,
)  # fmt: skip
WRITERS = (Step.SAVE, Step.SUBMIT)
TRIES = 80


def attempt(seat: Seat, target: QuarterTarget, step: Step, dice: random.Random) -> None:
    """Try one step as a page would, sometimes a stale one."""
    report = Realisation.objects.filter(target=target).first()
    version = (report.version if report else 0) - dice.choice([0, 0, 0, 1])
    if step is Step.SAVE:
        value = Decimal(dice.choice([60, 64, 65, 70]))
        save_realisation(
            seat=seat, target=target, value=value, note="", version=max(version, 0), at=LATER
        )
    elif report is None:
        return
    elif step is Step.SUBMIT:
        if dice.random() < 0.5:
            add_proof(seat=seat, realisation=report, prepared=prepared(), caption="", at=LATER)
            version = Realisation.objects.get(pk=report.pk).version
        submit_realisation(seat=seat, realisation=report, version=version, at=LATER)
    else:
        decide_realisation(
            seat=seat, realisation=report, step=step, reason=dice.choice(["", "Kurang."]),
            version=version, at=LATER,
        )  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_no_order_of_steps_leaves_the_table(world: World, seed: int) -> None:
    dice = random.Random(seed)
    target = make_targets(make_contract(world), 65)[0]
    seats = {role: world.seat(role) for role in ROLES}
    for _each in range(TRIES):
        try:
            attempt(seats[dice.choice(ROLES)], target, dice.choice(list(Step)), dice)
        except (PermissionDenied, ValidationError):
            continue
    entries = list(RealisationEntry.objects.order_by("pk"))
    assert entries
    state: str | None = None
    for entry in entries:
        state = next_step(state, Step(entry.act))
        assert state is not None
    report = Realisation.objects.get(target=target)
    assert report.state == state
    assert (report.verified_at is not None) is (state == Realisation.State.VERIFIED)
    writers = {each.actor_key for each in entries if each.act in WRITERS}
    assert not writers & {each.actor_key for each in entries if each.act not in WRITERS}
    if state in (Realisation.State.WAITING, Realisation.State.VERIFIED):
        assert report.proofs.filter(removed_at=None).exists()
