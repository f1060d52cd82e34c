"""The doctor finds contracts that no act could have left like that."""

from __future__ import annotations

import pytest

from prakarsa.contracts.checkups import examine_contracts, half_held, half_signed
from prakarsa.contracts.models import Holder, PerformanceContract
from prakarsa.foundation.checkups import Examination
from prakarsa.organisations.roles import Role
from tests.contracts.builders import State, sign
from tests.contracts.test_changing import amend
from tests.worlds import AT, World

pytestmark = pytest.mark.django_db


def findings() -> list[str]:
    return [str(each.what) for each in examine_contracts(Examination(at=AT))]


def test_what_people_do_is_whole(world: World, contract: PerformanceContract) -> None:
    assert findings() == []
    for role in (Role.AGENCY_HEAD, Role.MAYOR):
        sign(contract, world.seat(role))
        assert findings() == []
    contract.refresh_from_db()
    amend(world, contract)
    sign(contract, world.seat(Role.AGENCY_HEAD))
    assert findings() == []


def test_a_state_without_its_signatures_is_found(
    world: World, contract: PerformanceContract
) -> None:
    sign(contract, world.seat(Role.AGENCY_HEAD))
    PerformanceContract.objects.update(state=State.RUNNING)
    assert half_signed() == {contract.pk}
    assert findings() == ["1 kontrak setengah ditandatangani."]


def test_all_signatures_without_the_state_are_found(running: PerformanceContract) -> None:
    PerformanceContract.objects.update(state=State.SIGNING)
    assert half_signed() == {running.pk}


def test_shares_that_are_not_the_whole_are_found(running: PerformanceContract) -> None:
    Holder.objects.update(share_hundredths=9999)
    assert list(half_held()) == [running]
    Holder.objects.update(share_hundredths=10_000, is_lead=False)
    assert list(half_held()) == [running]
