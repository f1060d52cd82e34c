"""Make the contract of an agreed or imposed lot: its number, its holders and its first text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from prakarsa.auctions.actions.moves import lock_lot, move
from prakarsa.auctions.models import Decision, Lot
from prakarsa.auctions.states import Act as LotAct
from prakarsa.contracts.actions.moves import record_contract
from prakarsa.contracts.actions.telling import tell_next
from prakarsa.contracts.content import (
    IMPOSED,
    OFFER,
    Agreed,
    Party,
    Setting,
    Terms,
    Text,
    agency_office,
    digest,
    head_office,
    write_text,
)
from prakarsa.contracts.models import ContractVersion, Holder, PerformanceContract
from prakarsa.contracts.permissions import PLANNERS
from prakarsa.contracts.states import Act
from prakarsa.foundation.time import local_day
from prakarsa.organisations.seats import Seat
from prakarsa.rules.contract.shares import refuse_shares

Kind = ContractVersion.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """What is typed to make a contract."""

    number: str


@transaction.atomic
def make_contract(
    *, seat: Seat, lot: Lot, making: Making, version: int, at: datetime
) -> PerformanceContract:
    """Make the contract of a lot; the same again after a second click gives the first.

    `version` is that of the lot as the page showed it. Raises TooLate, NotNow and
    PermissionDenied as the acts on lots do; ValidationError for a number that is taken, or for
    shares that do not add up.
    """
    if seat.role not in PLANNERS:
        raise PermissionDenied
    known = PerformanceContract.objects.filter(lot=lot, number=making.number).first()
    if known is not None and _is_own_repeat(seat, known):
        return known
    current = lock_lot(seat=seat, lot=lot, act=LotAct.CONTRACT, version=version)
    decision = Decision.objects.select_related("offer").get(lot=current)
    _refuse_wrong_shares(current)
    contract = _create(current, making.number, at)
    _begin_holders(contract, current, seat, at)
    text = first_text(current, decision, number=making.number)
    first = write_version(seat=seat, contract=contract, text=text, at=at)
    facts = {"number": contract.number, "sha256": first.sha256}
    move(seat=seat, lot=current, act=LotAct.CONTRACT, at=at, after=facts)
    record_contract(seat=seat, contract=contract, act=Act.CREATE, at=at, after=facts)
    tell_next(contract, first, at=at)
    return contract


def first_text(lot: Lot, decision: Decision, *, number: str) -> Text:
    """Return the first text of a lot's contract, as its decision and its agencies stand."""
    region = lot.period.region
    return Text(
        number=number,
        version=1,
        kind=Kind.ORIGINAL.value,
        title=lot.title,
        replaces="",
        reason="",
        effective_on=None,
        setting=_setting(lot),
        agreed=_agreed(lot, decision),
        terms=_terms(lot, decision),
        parties=_parties(lot),
        head_office=head_office(region),
    )


def write_version(
    *, seat: Seat, contract: PerformanceContract, text: Text, at: datetime
) -> ContractVersion:
    """Keep a text as the next version of a contract, with its hash."""
    content, terms = write_text(text), text.terms
    return ContractVersion.objects.create(
        contract=contract,
        number=text.version,
        kind=text.kind,
        indicator=terms.indicator,
        definition=terms.definition,
        unit=terms.unit,
        direction=terms.direction,
        baseline=terms.baseline,
        baseline_on=terms.baseline_on,
        end_value=terms.end_value,
        end_on=terms.end_on,
        reason=text.reason,
        content=content,
        sha256=digest(content),
        actor_key=seat.actor.key,
        created_at=at,
    )


def _is_own_repeat(seat: Seat, contract: PerformanceContract) -> bool:
    """Say whether the same person made this very contract and it was not signed yet."""
    is_own = contract.versions.filter(number=1, actor_key=seat.actor.key).exists()
    return is_own and contract.region_id == (seat.region.pk if seat.region else None)


def _create(lot: Lot, number: str, at: datetime) -> PerformanceContract:
    taken = ValidationError({"number": _("Nomor ini sudah dipakai kontrak lain.")})
    rows = PerformanceContract.objects.filter(region=lot.period.region, number=number)
    if rows.exists():
        raise taken
    try:
        with transaction.atomic():
            return PerformanceContract.objects.create(
                region=lot.period.region, lot=lot, number=number, created_at=at, changed_at=at
            )
    except IntegrityError:
        raise taken from None


def _begin_holders(contract: PerformanceContract, lot: Lot, seat: Seat, at: datetime) -> None:
    for each in lot.agencies.all():
        Holder.objects.create(
            contract=contract,
            agency=each.agency,
            share_hundredths=each.share_hundredths,
            is_lead=each.is_lead,
            valid_from=seat.today(at),
        )


def _refuse_wrong_shares(lot: Lot) -> None:
    shares = {each.agency.name: each.share_hundredths for each in lot.agencies.all()}
    if refusal := refuse_shares(shares):
        raise ValidationError(str(refusal.reason))


def _parties(lot: Lot) -> tuple[Party, ...]:
    return tuple(
        Party(
            key=each.agency.key,
            name=each.agency.name,
            office=agency_office(each.agency.name),
            share_hundredths=each.share_hundredths,
            is_lead=each.is_lead,
        )
        for each in lot.agencies.select_related("agency")
    )


def _setting(lot: Lot) -> Setting:
    period = lot.period
    return Setting(
        region=period.region.name,
        region_code=period.region_id,
        period=period.name,
        period_starts_on=period.starts_on,
        period_ends_on=period.ends_on,
        basis=period.basis,
        place=(lot.round.place if lot.round else "") or period.place,
        book=period.book,
        mission=str(lot.mission),
        lot_number=lot.number,
    )


def _agreed(lot: Lot, decision: Decision) -> Agreed:
    offer = decision.offer
    return Agreed(
        by=OFFER if offer else IMPOSED,
        offer=offer.number if offer else None,
        on=local_day(decision.at, lot.period.region.zone),
        reason=offer.reason if offer else decision.reason,
    )


def _terms(lot: Lot, decision: Decision) -> Terms:
    """Return the lot's terms with the value and the day that were decided."""
    values = (lot.baseline, lot.baseline_on, decision.value, decision.day)
    baseline, baseline_on, end_value, end_on = values
    if baseline is None or baseline_on is None or end_value is None or end_on is None:
        raise ValidationError(_("Titik nol atau titik akhir lot ini belum lengkap."))
    return Terms(
        indicator=lot.indicator,
        definition=lot.definition,
        unit=lot.unit,
        direction=lot.direction,
        baseline=baseline,
        baseline_on=baseline_on,
        end_value=end_value,
        end_on=end_on,
    )
