"""Contracts in the invented world, made and signed by the acts that people do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from prakarsa.auctions.actions.negotiation import accept_offer
from prakarsa.auctions.models import AuctionPeriod, Lot, LotAgency
from prakarsa.contracts.actions.making import Making
from prakarsa.contracts.actions.making import make_contract as make
from prakarsa.contracts.actions.signing import Shown, sign_contract
from prakarsa.contracts.models import PerformanceContract, Signature
from prakarsa.contracts.queries import turn_of, waiting_version
from prakarsa.organisations.models import Agency
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat, seat_of
from tests.auctions.builders import make_lot, make_period, offer
from tests.worlds import AT, World, make_person

State = PerformanceContract.State


def agreed_lot(world: World, period: AuctionPeriod | None = None, **values: Any) -> Lot:
    """Return a lot of the ward on which both sides agreed at 79."""
    lot = make_lot(world, period or make_period(world), **values)
    lot = offer(world, lot, Role.AGENCY_HEAD, "79")
    accept_offer(seat=world.seat(Role.MAYOR), lot=lot, number=1, version=lot.version, at=AT)
    return Lot.objects.get(pk=lot.pk)


def make_contract(
    world: World,
    state: str = State.RUNNING,
    *,
    lot: Lot | None = None,
    number: str = "",
) -> PerformanceContract:
    """Return a contract of the ward in one of its first two states, by the acts of people."""
    lot = lot or agreed_lot(world)
    making = Making(number=number or f"050/{lot.number}/2026")
    contract = make(
        seat=world.seat(Role.SECRETARIAT), lot=lot, making=making, version=lot.version, at=AT
    )
    if state == State.RUNNING:
        sign_all(world, contract)
    return fresh(contract)


def sign_all(world: World, contract: PerformanceContract, at: datetime = AT) -> None:
    """Let everybody sign the text that waits, in the order of its places."""
    version = waiting_version(fresh(contract))
    assert version is not None
    for place in turn_of(version).places:
        sign(contract, signer(world, place.agency_key), at=at)


def sign(contract: PerformanceContract, seat: Seat, at: datetime = AT) -> Signature:
    """Let a seat sign the next place of the text that waits, as its page shows it."""
    return sign_contract(
        seat=seat, contract=contract, shown=shown(contract), proved_at=at, at=at
    )  # fmt: skip


def shown(contract: PerformanceContract) -> Shown:
    """Return what the page of signing shows now."""
    version = waiting_version(fresh(contract))
    assert version is not None
    place = turn_of(version).place
    assert place is not None
    return Shown(sha256=version.sha256, order=place.order)


def signer(world: World, agency_key: str) -> Seat:
    """Return the seat that signs on a place: the mayor, or the head of the agency."""
    if not agency_key:
        return world.seat(Role.MAYOR)
    return head_of(world, Agency.objects.get(key=agency_key))


def head_of(world: World, agency: Agency) -> Seat:
    """Return the seat of the head of an agency; one comes into being where there is none."""
    if agency == world.ward:
        return world.seat(Role.AGENCY_HEAD)
    rows = agency.memberships.filter(role=Role.AGENCY_HEAD)
    if not rows.exists():
        make_person(f"Kepala {agency.name}", Role.AGENCY_HEAD, world.home, agency)
    return seat_of(rows.select_related("region", "agency", "person")[0])


def share_lot(lot: Lot, agency: Agency, *, lead: int, other: int) -> None:
    """Let a second agency answer for a lot; shares in hundredths of a percent."""
    LotAgency.objects.filter(lot=lot, is_lead=True).update(share_hundredths=lead)
    LotAgency.objects.create(lot=lot, agency=agency, share_hundredths=other)


def fresh(contract: PerformanceContract) -> PerformanceContract:
    """Return the contract as it is now."""
    return PerformanceContract.objects.get(pk=contract.pk)
