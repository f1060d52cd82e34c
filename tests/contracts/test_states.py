"""Z10: whatever is tried in whatever order, a contract moves only as the table of states says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from prakarsa.contracts.actions.changing import (
    Amendment,
    Transfer,
    amend_contract,
    take_back,
    transfer_contract,
)
from prakarsa.contracts.actions.holding import HeirShare
from prakarsa.contracts.actions.signing import Shown, sign_contract
from prakarsa.contracts.checkups import half_held, half_signed
from prakarsa.contracts.content import read_text
from prakarsa.contracts.models import ContractVersion, PerformanceContract
from prakarsa.contracts.states import TRANSITIONS, Act
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat
from tests.contracts.builders import State, fresh, make_contract
from tests.contracts.test_changing import DAY, succeed
from tests.worlds import AT, World, make_world

ROLES = (Role.SECRETARIAT, Role.AGENCY_HEAD, Role.MAYOR, Role.VERIFIER, Role.OPERATOR)
ACTS = (Act.SIGN, Act.AMEND, Act.TRANSFER, Act.TAKE_BACK)
ALLOWED = {(row.state, row.act, row.next_state) for row in TRANSITIONS} | {
    (row.state, row.act, row.last_state) for row in TRANSITIONS if row.last_state
}


def sign(seat: Seat, contract: PerformanceContract, number: int) -> object:
    """Sign the newest text on a place of choice."""
    version = ContractVersion.objects.filter(contract=contract).latest("number")
    shown = Shown(sha256=version.sha256, order=1 + number % 2)
    return sign_contract(seat=seat, contract=contract, shown=shown, proved_at=AT, at=AT)


def amend(seat: Seat, contract: PerformanceContract, number: int) -> object:
    """Give the first text's terms another definition."""
    terms = read_text(contract.versions.get(number=1).content).terms
    changed = replace(terms, definition=f"Definisi {number}")
    amendment = Amendment(terms=changed, reason="Begitu.")
    return amend_contract(
        seat=seat, contract=contract, amendment=amendment, version=contract.version, at=AT
    )


def transfer(seat: Seat, contract: PerformanceContract, _number: int) -> object:
    """Hand the ward's share to the office that followed it."""
    agencies = {each.name: each.key for each in contract.region.agencies.all()}
    ward, office = agencies["Kelurahan Melati"], agencies["Dinas Pelayanan"]
    wanted = Transfer(
        heirs=(HeirShare(ward, office, 10_000),), lead_key=office, effective_on=DAY, reason="Perda"
    )
    return transfer_contract(
        seat=seat, contract=contract, transfer=wanted, version=contract.version, at=AT
    )


def end(seat: Seat, contract: PerformanceContract, _number: int) -> object:
    """Take back whatever waits."""
    return take_back(seat=seat, contract=contract, reason="x", version=contract.version, at=AT)


DOING: dict[Act, Callable[[Seat, PerformanceContract, int], object]] = {
    Act.SIGN: sign, Act.AMEND: amend, Act.TRANSFER: transfer, Act.TAKE_BACK: end,
}  # fmt: skip


class Paths(TestCase):
    """Acts in any order, by anybody."""

    @settings(max_examples=8)
    @given(st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(ROLES), st.integers(0, 9)),
                    min_size=6, max_size=20))  # fmt: skip
    def test_Z10_no_path_leaves_the_table(self, steps: list[tuple[Act, Role, int]]) -> None:
        world = make_world()
        contract = make_contract(world, State.SIGNING)
        succeed(world, world.office)
        for act, role, number in steps:
            self._step(world, contract, act, role, number)
        assert half_signed() == set()
        assert not half_held().exists()

    def _step(
        self, world: World, contract: PerformanceContract, act: Act, role: Role, number: int
    ) -> None:
        before, texts = fresh(contract), ContractVersion.objects.count()
        try:
            DOING[act](world.seat(role), before, number)
        except (PermissionDenied, ValidationError):
            assert fresh(contract).version == before.version
            assert ContractVersion.objects.count() == texts
            return
        after = fresh(contract)
        if after.version != before.version:
            assert (State(before.state), act, State(after.state)) in ALLOWED
