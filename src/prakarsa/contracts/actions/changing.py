"""Change a running contract honestly: a new text that both sides sign, the old one kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from prakarsa.contracts.actions.holding import HeirShare, heir_parties, present_parties
from prakarsa.contracts.actions.making import write_version
from prakarsa.contracts.actions.moves import (
    lock_row,
    move,
    refuse_act,
    refuse_without_reason,
)
from prakarsa.contracts.actions.telling import tell_next
from prakarsa.contracts.content import PLEDGE, Terms, Text, head_office, read_text
from prakarsa.contracts.models import ContractVersion, PerformanceContract, VersionEnd
from prakarsa.contracts.queries.versions import version_in_force, waiting_version
from prakarsa.contracts.states import Act
from prakarsa.foundation.writing import day, sentence
from prakarsa.organisations.seats import Seat
from prakarsa.rules.contract.terms import refuse_terms
from prakarsa.rules.progress import Better

Kind = ContractVersion.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """The new terms, and why."""

    terms: Terms
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Which agency takes over which share of which, who leads afterwards, from when, and why."""

    heirs: tuple[HeirShare, ...]
    lead_key: str
    effective_on: date
    reason: str


@transaction.atomic
def amend_contract(
    *,
    seat: Seat,
    contract: PerformanceContract,
    amendment: Amendment,
    version: int,
    at: datetime,
) -> ContractVersion:
    """Write an addendum for both sides to sign; until then the old terms count.

    The same again after a second click gives the first. `version` is that of the contract as the
    page showed it. Raises TooLate, NotNow, PermissionDenied; ValidationError when nothing changes
    or the new terms are no promise.
    """
    current = lock_row(contract)
    known = _own_repeat(seat, current, Kind.ADDENDUM, version)
    if known is not None and _says(known, reason=amendment.reason, terms=amendment.terms):
        return known
    refuse_act(seat=seat, contract=current, act=Act.AMEND, at=at, version=version)
    refuse_without_reason(amendment.reason)
    before = _text_in_force(current)
    refuse_no_change(before.terms, amendment.terms)
    refuse_wrong_terms(current, amendment.terms)
    text = replace(
        _next_text(current, before),
        kind=Kind.ADDENDUM.value,
        reason=amendment.reason,
        terms=amendment.terms,
        parties=present_parties(current),
    )
    return _write(seat, current, text, Act.AMEND, at)


@transaction.atomic
def transfer_contract(
    *, seat: Seat, contract: PerformanceContract, transfer: Transfer, version: int, at: datetime
) -> ContractVersion:
    """Write the transfer to the heirs of an agency, for them and the regional head to sign.

    What is raised and `version` are as in `amend_contract`; ValidationError also when shares do
    not add up to exactly what was held, or the day is not after the holding began.
    """
    current = lock_row(contract)
    known = _own_repeat(seat, current, Kind.SUCCESSION, version)
    if known is not None and _says(known, **_told(current, transfer)):
        return known
    refuse_act(seat=seat, contract=current, act=Act.TRANSFER, at=at, version=version)
    refuse_without_reason(transfer.reason)
    text = replace(
        _next_text(current, _text_in_force(current)),
        kind=Kind.SUCCESSION.value,
        **_told(current, transfer),
    )
    return _write(seat, current, text, Act.TRANSFER, at)


@transaction.atomic
def take_back(
    *, seat: Seat, contract: PerformanceContract, reason: str, version: int, at: datetime
) -> VersionEnd:
    """End a text that not everybody has signed; it can never be signed afterwards.

    The same again after a second click gives the first. Raises TooLate, NotNow, PermissionDenied,
    and ValidationError without a reason.
    """
    current = lock_row(contract)
    last = current.versions.order_by("-number").first()
    ended = VersionEnd.objects.filter(version=last, actor_key=seat.actor.key).first()
    if ended is not None and current.version == version + 1:
        return ended
    refuse_act(seat=seat, contract=current, act=Act.TAKE_BACK, at=at, version=version)
    refuse_without_reason(reason)
    waiting = waiting_version(current)
    assert waiting is not None
    ended = VersionEnd.objects.create(
        version=waiting, reason=reason.strip(), actor_key=seat.actor.key, at=at
    )
    facts = {"version": waiting.number, "sha256": waiting.sha256}
    move(seat=seat, contract=current, act=Act.TAKE_BACK, at=at, reason=reason, after=facts)
    return ended


def refuse_wrong_terms(contract: PerformanceContract, terms: Terms) -> None:
    """Refuse terms that are no promise, or that end outside the period of the auction."""
    better = Better(terms.direction)
    refusal = refuse_terms(baseline=terms.baseline, end=terms.end_value, better=better)
    if refusal is not None:
        raise ValidationError({"end_value": sentence(refusal.reason)})
    period = contract.lot.period
    first = max(period.starts_on, terms.baseline_on)
    if not first < terms.end_on <= period.ends_on:
        words = {"first": day(first), "last": day(period.ends_on)}
        text = _("Tanggalnya harus sesudah %(first)s dan paling lambat %(last)s.") % words
        raise ValidationError({"end_on": text})


def refuse_no_change(before: Terms, after: Terms) -> None:
    """Refuse an addendum that says what is said already."""
    if before == after:
        raise ValidationError(_("Belum ada yang berubah. Ubah dulu isinya, lalu simpan."))


def _text_in_force(contract: PerformanceContract) -> Text:
    version = version_in_force(contract)
    assert version is not None
    return read_text(version.content)


def _next_text(contract: PerformanceContract, before: Text) -> Text:
    """Return the text in force as the next version, with the words of today around its terms."""
    version = version_in_force(contract)
    last = contract.versions.aggregate(last=Max("number"))["last"]
    return replace(
        before,
        version=last + 1,
        replaces=version.sha256 if version else "",
        effective_on=None,
        head_office=head_office(contract.region),
        pledge=PLEDGE,
    )


def _told(contract: PerformanceContract, transfer: Transfer) -> dict[str, Any]:
    """Return what a transfer says in the words of a text; raise ValidationError."""
    on = transfer.effective_on
    parties = heir_parties(contract, transfer.heirs, lead_key=transfer.lead_key, on=on)
    return {"reason": transfer.reason, "effective_on": on, "parties": parties}


def _says(version: ContractVersion, **wanted: Any) -> bool:
    """Say whether a text says all of this, so that nobody's other words count as kept."""
    text = read_text(version.content)
    return all(getattr(text, name) == value for name, value in wanted.items())


def _write(
    seat: Seat, contract: PerformanceContract, text: Text, act: Act, at: datetime
) -> ContractVersion:
    written = write_version(seat=seat, contract=contract, text=text, at=at)
    facts = {"version": written.number, "sha256": written.sha256}
    move(seat=seat, contract=contract, act=act, at=at, reason=text.reason, after=facts)
    tell_next(contract, written, at=at)
    return written


def _own_repeat(
    seat: Seat, contract: PerformanceContract, kind: str, version: int
) -> ContractVersion | None:
    """Return the text that this person made from the very page that is sent again."""
    waiting = waiting_version(contract)
    if waiting is None or contract.version != version + 1:
        return None
    return waiting if (waiting.kind, waiting.actor_key) == (kind, seat.actor.key) else None
