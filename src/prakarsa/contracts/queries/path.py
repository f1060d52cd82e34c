"""The path of one lot, from its first event to the result of its contract, in order of time."""

from __future__ import annotations

from dataclasses import dataclass

from prakarsa.auctions.models import Decision, LotEvent, Offer
from prakarsa.contracts.models import ContractVersion, Outcome, Signature
from prakarsa.contracts.queries.delivery import Delivery, delivery_for, signed_versions
from prakarsa.contracts.queries.outcomes import outcome_of_contract
from prakarsa.organisations.seats import Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """Everything that happened to a lot and its contract."""

    delivery: Delivery
    events: tuple[LotEvent, ...]
    offers: tuple[Offer, ...]
    decision: Decision | None
    versions: tuple[tuple[ContractVersion, tuple[Signature, ...]], ...]
    outcome: Outcome | None


def path_for(seat: Seat, key: str) -> Path:
    """Return the path of a contract a seat follows; out of scope is the same Http404."""
    delivery = delivery_for(seat, key)
    contract = delivery.contract
    signatures: dict[int, list[Signature]] = {}
    for each in Signature.objects.filter(version__contract=contract).order_by("order"):
        signatures.setdefault(each.version_id, []).append(each)
    versions = sorted(signed_versions(contract), key=lambda version: version.number)
    return Path(
        delivery=delivery,
        events=tuple(LotEvent.objects.filter(lot=contract.lot_id).order_by("pk")),
        offers=tuple(Offer.objects.filter(lot=contract.lot_id).order_by("number")),
        decision=Decision.objects.filter(lot=contract.lot_id).first(),
        versions=tuple((each, tuple(signatures.get(each.pk, ()))) for each in versions),
        outcome=outcome_of_contract(contract),
    )
