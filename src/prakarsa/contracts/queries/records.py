"""What the rules of `rules.contract.gaming` need to know of contracts, read with few questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db.models import Max

from prakarsa.auctions.models import KnownValue
from prakarsa.contracts.models import (
    ContractVersion,
    PerformanceContract,
    Realisation,
    RealisationProof,
    Signature,
)
from prakarsa.contracts.queries.delivery import (
    Delivery,
    deliveries_of,
    realisation_of,
    signed_versions,
)
from prakarsa.foundation.time import local_day
from prakarsa.rules.contract.gaming import Signal, signals_of
from prakarsa.rules.contract.record import Measured, Record, Terms
from prakarsa.rules.contract.record import Realisation as Verified
from prakarsa.rules.progress import Better


@dataclass(frozen=True, slots=True)
class Watched:
    """A signed contract with what the rules know of it, and what they point out."""

    delivery: Delivery
    record: Record
    signals: tuple[Signal, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read for all contracts at once, by the keys of its rows."""

    signed_at: Mapping[int, datetime]
    history: Mapping[int, list[Measured]]
    digests: Mapping[int, list[str]]
    places: Mapping[str, list[tuple[int, str]]]


def watched_contracts(contracts: Iterable[PerformanceContract]) -> list[Watched]:
    """Return the signed ones among some contracts with their signals, in their order."""
    deliveries = [each for each in deliveries_of(contracts) if each.terms is not None]
    read = _read(deliveries)
    found = []
    for each in deliveries:
        record = _record(each, read)
        found.append(Watched(each, record, signals_of(record, each.book.signals)))
    return found


def record_of(contract: PerformanceContract) -> Record | None:
    """Return what the rules know of one contract; None before it is signed."""
    found = watched_contracts([contract])
    return found[0].record if found else None


def _read(deliveries: Sequence[Delivery]) -> _Read:
    contracts = [each.contract for each in deliveries]
    lots = [each.lot_id for each in contracts]
    signed = Signature.objects.filter(version__contract__in=contracts).order_by()
    moments = signed.values_list("version_id").annotate(last=Max("signed_at"))
    history: dict[int, list[Measured]] = {}
    known = KnownValue.objects.filter(lot__in=lots, peer="").order_by("day")
    for lot, day, value in known.values_list("lot_id", "day", "value"):
        history.setdefault(lot, []).append(Measured(day, Fraction(value)))
    digests, places = _proofs(contracts)
    return _Read(dict(moments), history, digests, places)


def _proofs(
    contracts: Sequence[PerformanceContract],
) -> tuple[dict[int, list[str]], dict[str, list[tuple[int, str]]]]:
    """Return the digests under each report, and where in the regions each digest stands."""
    regions = {each.region_id for each in contracts}
    rows = RealisationProof.objects.filter(
        removed_at=None, realisation__target__contract__region__in=regions
    )
    columns = (
        "realisation_id", "file__sha256", "realisation__target__contract_id",
        "realisation__target__contract__number",
    )  # fmt: skip
    digests: dict[int, list[str]] = {}
    places: dict[str, list[tuple[int, str]]] = {}
    for report, digest, contract, number in rows.order_by("pk").values_list(*columns):
        digests.setdefault(report, []).append(digest)
        places.setdefault(digest, []).append((contract, number))
    return digests, places


def _record(delivery: Delivery, read: _Read) -> Record:
    contract = delivery.contract
    versions = sorted(signed_versions(contract), key=lambda version: version.number)
    realisations = _verified(delivery, read)
    return Record(
        terms=[_terms(contract, each, read) for each in versions],
        history=read.history.get(contract.lot_id, []),
        realisations=realisations,
        proofs_elsewhere=_elsewhere(contract, realisations, read),
    )


def _terms(contract: PerformanceContract, version: ContractVersion, read: _Read) -> Terms:
    at = read.signed_at.get(version.pk, version.created_at)
    signed: date = local_day(at, contract.region.zone)
    return Terms(
        signed=signed,
        unit=version.unit,
        definition=version.definition,
        better=Better(version.direction),
        baseline=Fraction(version.baseline),
        baseline_day=version.baseline_on,
        end=Fraction(version.end_value),
        end_day=version.end_on,
    )


def _verified(delivery: Delivery, read: _Read) -> list[Verified]:
    found = []
    for target in delivery.targets:
        report = realisation_of(target)
        if report is None or report.state != Realisation.State.VERIFIED:
            continue
        found.append(
            Verified(
                year=target.year,
                quarter=target.quarter,
                value=Fraction(report.value),
                target=Fraction(target.value),
                proofs=frozenset(read.digests.get(report.pk, ())),
            )
        )
    return found


def _elsewhere(
    contract: PerformanceContract, realisations: Sequence[Verified], read: _Read
) -> dict[str, str]:
    """Return, by digest, the other contracts that show the same file."""
    found: dict[str, str] = {}
    for digest in {digest for each in realisations for digest in each.proofs}:
        numbers = {
            number: None for other, number in read.places[digest] if other != contract.pk
        }  # fmt: skip
        if numbers:
            found[digest] = ", ".join(numbers)
    return found
