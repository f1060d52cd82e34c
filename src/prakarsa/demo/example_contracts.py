"""The contracts of Kota Contoh: made and signed by the acts of people, each at its own moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from prakarsa.auctions.models import Lot
from prakarsa.contracts.actions.making import Making, make_contract
from prakarsa.contracts.actions.signing import Shown, sign_contract
from prakarsa.contracts.models import PerformanceContract
from prakarsa.contracts.queries import turn_of, waiting_version
from prakarsa.organisations.models import Agency
from prakarsa.organisations.seats import Seat

SECRETARIAT, MAYOR = "Nadia Anggraini", "Laksmi Wardhani"
# The newest contracts still wait: for the head of the agency, for the regional head.
WAITING_FOR_HEAD, WAITING_FOR_MAYOR = 1, 1


def make_contracts(
    lots: Sequence[Lot], seats: Mapping[str, Seat], heads: Mapping[int, Seat], at: datetime
) -> list[PerformanceContract]:
    """Make and sign the contracts of these lots; return those that run."""
    running = []
    unsigned = len(lots) - WAITING_FOR_HEAD
    half_signed = unsigned - WAITING_FOR_MAYOR
    for place, lot in enumerate(lots):
        made_at = at - timedelta(days=3) if place >= half_signed else _after(lot, days=20)
        contract = make_contract(
            seat=seats[SECRETARIAT],
            lot=lot,
            making=Making(number=f"050/{lot.number:03d}/LK/{made_at.year}"),
            version=lot.version,
            at=made_at,
        )
        if place < unsigned:
            sign_text(contract, heads, seats[MAYOR] if place < half_signed else None, made_at)
        if place < half_signed:
            running.append(contract)
    return running


def _after(lot: Lot, *, days: int) -> datetime:
    return lot.state_since + timedelta(days=days, minutes=lot.number)


def sign_text(
    contract: PerformanceContract, heads: Mapping[int, Seat], mayor: Seat | None, made_at: datetime
) -> None:
    """Let everybody sign the text that waits, a day after one another; the mayor if given."""
    version = waiting_version(PerformanceContract.objects.get(pk=contract.pk))
    assert version is not None
    for place in turn_of(version).places:
        seat = mayor
        if place.agency_key:
            seat = heads[Agency.objects.only("pk").get(key=place.agency_key).pk]
        if seat is None:
            return
        moment = made_at + timedelta(days=place.order, minutes=5)
        shown = Shown(sha256=version.sha256, order=place.order)
        sign_contract(seat=seat, contract=contract, shown=shown, proved_at=moment, at=moment)
