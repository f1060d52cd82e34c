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
from prakarsa.contracts.content import Text, digest, write_text
from prakarsa.contracts.drafting import first_text
from prakarsa.contracts.models import ContractVersion, Holder, PerformanceContract
from prakarsa.contracts.permissions import PLANNERS
from prakarsa.contracts.states import Act
from prakarsa.organisations.seats import Seat
from prakarsa.rules.contract.shares import refuse_shares


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
