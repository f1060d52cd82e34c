"""Signatures come in their order, each by the right person, under the text that was shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from prakarsa.accounts.models import Person
from prakarsa.contracts.actions.signing import Shown, sign_contract
from prakarsa.contracts.models import ContractVersion, PerformanceContract, Signature
from prakarsa.contracts.refusals import AlreadySigned, NotNow, NotYourTurn, OtherText
from prakarsa.notices.models import Notice
from prakarsa.organisations.models import Membership
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import seat_of
from tests.audit.entries import assert_one_entry
from tests.contracts.builders import (
    State,
    agreed_lot,
    fresh,
    head_of,
    make_contract,
    share_lot,
    shown,
    sign,
)
from tests.worlds import AT, World

pytestmark = pytest.mark.django_db


def test_head_signs_first_then_the_mayor_and_the_contract_runs(
    world: World, contract: PerformanceContract
) -> None:
    with assert_one_entry("contracts.contract.sign"):
        first = sign(contract, world.seat(Role.AGENCY_HEAD))
    assert (first.order, first.office, first.name) == (
        1, "Kepala Kelurahan Melati", "Agency Head Kota-Contoh",
    )  # fmt: skip
    assert (first.proved_at, first.signed_at) == (AT, AT)
    assert fresh(contract).state == State.SIGNING
    second = sign(contract, world.seat(Role.MAYOR))
    assert (second.order, second.office) == (2, "Wali Kota Contoh")
    assert fresh(contract).state == State.RUNNING
    version = ContractVersion.objects.get()
    assert {first.sha256, second.sha256} == {version.sha256}


def test_the_mayor_does_not_sign_before_the_agency(
    world: World, contract: PerformanceContract
) -> None:
    seen = shown(contract)
    with pytest.raises(NotYourTurn, match="giliran Kepala Kelurahan Melati"):
        sign_contract(
            seat=world.seat(Role.MAYOR), contract=contract, at=AT, proved_at=AT,
            shown=Shown(sha256=seen.sha256, order=2),
        )  # fmt: skip
    with pytest.raises(PermissionDenied):
        sign(contract, world.seat(Role.MAYOR))
    assert not Signature.objects.exists()


def test_all_agencies_sign_the_lead_first(world: World) -> None:
    lot = agreed_lot(world)
    share_lot(lot, world.office, lead=6000, other=4000)
    contract = make_contract(world, State.SIGNING, lot=lot)
    office = head_of(world, world.office)
    with pytest.raises(PermissionDenied):
        sign(contract, office)
    for seat in (world.seat(Role.AGENCY_HEAD), office, world.seat(Role.MAYOR)):
        assert fresh(contract).state == State.SIGNING
        sign(contract, seat)
    assert list(Signature.objects.values_list("order", "office")) == [
        (1, "Kepala Kelurahan Melati"), (2, "Kepala Dinas Pelayanan"), (3, "Wali Kota Contoh"),
    ]  # fmt: skip
    assert fresh(contract).state == State.RUNNING


@pytest.mark.parametrize("role", [role for role in Role if role not in (
    Role.AGENCY_HEAD, Role.MAYOR, Role.PUBLIC,
)])  # fmt: skip
def test_nobody_else_signs(world: World, contract: PerformanceContract, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        sign(contract, world.seat(role))
    assert not Signature.objects.exists()


def test_the_head_of_another_agency_or_region_does_not_sign(
    world: World, contract: PerformanceContract
) -> None:
    for seat in (head_of(world, world.second_ward), world.other_seat(Role.AGENCY_HEAD)):
        with pytest.raises(PermissionDenied):
            sign(contract, seat)
    assert not Signature.objects.exists()


def test_Z12_who_made_the_text_does_not_sign_it(world: World) -> None:
    contract, planner = make_contract(world, State.SIGNING), world.person(Role.SECRETARIAT)
    post = Membership.objects.create(
        person=planner, role=Role.AGENCY_HEAD, region=world.home, agency=world.ward,
        valid_from="2020-01-01",
    )  # fmt: skip
    with pytest.raises(ValidationError, match="Anda yang membuat naskah ini"):
        sign(contract, seat_of(post))


def test_Z12_nobody_signs_for_both_sides(world: World, contract: PerformanceContract) -> None:
    head = world.seat(Role.AGENCY_HEAD)
    person = Person.objects.get(pk=head.person.pk if head.person else None)
    sign(contract, head)
    post = Membership.objects.create(
        person=person, role=Role.MAYOR, region=world.home, valid_from="2020-01-01"
    )
    with pytest.raises(ValidationError, match="sudah menandatangani bagi perangkat daerah"):
        sign(contract, seat_of(post))
    assert Signature.objects.count() == 1


def test_M06_another_hash_than_that_of_the_text_signs_nothing(
    world: World, contract: PerformanceContract
) -> None:
    wrong = Shown(sha256="0" * 64, order=1)
    with pytest.raises(OtherText):
        sign_contract(
            seat=world.seat(Role.AGENCY_HEAD), contract=contract, shown=wrong, proved_at=AT, at=AT
        )
    assert not Signature.objects.exists()


def test_M04_a_second_click_signs_once(world: World, contract: PerformanceContract) -> None:
    head, mayor = world.seat(Role.AGENCY_HEAD), world.seat(Role.MAYOR)
    for seat in (head, mayor):
        seen = shown(contract)
        first = sign(contract, seat)
        again = sign_contract(seat=seat, contract=contract, shown=seen, proved_at=AT, at=AT)
        assert again == first
    assert Signature.objects.count() == 2
    assert Notice.objects.filter(event_key__startswith="contract:").count() == 2


def test_a_place_that_is_taken_says_by_whom(world: World, contract: PerformanceContract) -> None:
    seen = shown(contract)
    sign(contract, world.seat(Role.AGENCY_HEAD))
    with pytest.raises(AlreadySigned, match="Agency Head Kota-Contoh"):
        sign_contract(
            seat=head_of(world, world.district), contract=contract, shown=seen, proved_at=AT, at=AT
        )


def test_a_running_contract_is_not_signed_again(world: World, running: PerformanceContract) -> None:
    version = running.versions.get()
    later = Shown(sha256=version.sha256, order=3)
    with pytest.raises(NotNow):
        sign_contract(
            seat=world.seat(Role.MAYOR), contract=running, shown=later, proved_at=AT, at=AT
        )


@pytest.mark.parametrize("age", [timedelta(minutes=6), timedelta(minutes=-1)])
def test_S11_a_proof_that_is_too_old_signs_nothing(
    world: World, contract: PerformanceContract, age: timedelta
) -> None:
    with pytest.raises(ValidationError, match="Buktikan dulu diri Anda"):
        sign_contract(
            seat=world.seat(Role.AGENCY_HEAD), contract=contract, shown=shown(contract),
            proved_at=AT - age, at=AT,
        )  # fmt: skip
    assert not Signature.objects.exists()
