"""Offer, counter, accept, not ready, impose, lapse: what is said in the room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prakarsa.auctions.actions.moves import is_repeat, lock_lot, move
from prakarsa.auctions.actions.news import tell_end, tell_offer
from prakarsa.auctions.models import Decision, Lot, Offer, OfferFile
from prakarsa.auctions.permissions import answers_for_panel
from prakarsa.auctions.queries.panel import panel_of, tie_of, tied_words
from prakarsa.auctions.states import Act
from prakarsa.files.actions import keep_prepared
from prakarsa.files.models import StoredFile
from prakarsa.files.receiving import Prepared
from prakarsa.foundation.writing import day
from prakarsa.organisations.roles import AGENCY_ROLES
from prakarsa.organisations.seats import Seat
from prakarsa.rules.contract.terms import refuse_terms
from prakarsa.rules.progress import Better


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferTerms:
    """What one side names, and why."""

    value: Decimal
    day: date
    reason: str


@transaction.atomic
def make_offer(
    *,
    seat: Seat,
    lot: Lot,
    terms: OfferTerms,
    version: int,
    at: datetime,
    files: Sequence[Prepared] = (),
) -> Offer:
    """Add the next offer of the seat's side; the same again after a second click gives the first.

    Raises TooLate, NotNow, PermissionDenied as `moves.lock_lot`; ValidationError when the value
    is no promise, the day is not in the period, or the panel has no quorum.
    """
    side = Offer.Side.BIDDER if seat.role in AGENCY_ROLES else Offer.Side.PANEL
    act = Act.OFFER if side == Offer.Side.BIDDER else Act.COUNTER
    if is_repeat(seat=seat, lot=lot, act=act, version=version):
        last = Offer.objects.filter(lot=lot).order_by("-number")[0]
        if (last.value, last.day, last.reason) == (terms.value, terms.day, terms.reason):
            return last
    current = lock_lot(seat=seat, lot=lot, act=act, version=version)
    if side == Offer.Side.PANEL:
        refuse_without_quorum(seat, current, at)
    _refuse_terms(current, value=terms.value, on=terms.day)
    if current.round is None:
        raise ValidationError(_("Lot ini belum dijadwalkan."))
    count = Offer.objects.filter(lot=current).count()
    offer = Offer.objects.create(
        lot=current,
        number=count + 1,
        round=current.round,
        side=side,
        value=terms.value,
        day=terms.day,
        reason=terms.reason,
        actor_key=seat.actor.key,
        role=seat.role.value,
        at=at,
    )
    _keep_files(seat, current, offer, files, at)
    facts = {"offer": offer.number, "value": offer.value, "day": offer.day}
    move(seat=seat, lot=current, act=act, at=at, reason=terms.reason, after=facts)
    tell_offer(current, offer, at)
    return offer


@transaction.atomic
def accept_offer(*, seat: Seat, lot: Lot, number: int, version: int, at: datetime) -> Decision:
    """Accept the last offer by its number: it binds both sides and never changes.

    Of many at the same moment one wins; the others are told what happened (TooLate). Raises also
    ValidationError when another offer than the last is named, or the panel has no quorum.
    """
    if is_repeat(seat=seat, lot=lot, act=Act.ACCEPT, version=version):
        return Decision.objects.get(lot=lot)
    current = lock_lot(seat=seat, lot=lot, act=Act.ACCEPT, version=version)
    if answers_for_panel(seat):
        refuse_without_quorum(seat, current, at)
    offer = Offer.objects.filter(lot=current).order_by("-number").first()
    if offer is None or offer.number != number:
        raise ValidationError(_("Yang dapat diterima hanya tawaran terakhir. Muat ulang halaman."))
    if offer.actor_key == seat.actor.key:
        raise ValidationError(_("Tawaran ini Anda ajukan sendiri; orang lain yang menerimanya."))
    decision = Decision.objects.create(
        lot=current,
        kind=Decision.Kind.ACCEPTED,
        offer=offer,
        value=offer.value,
        day=offer.day,
        actor_key=seat.actor.key,
        role=seat.role.value,
        at=at,
    )
    move(seat=seat, lot=current, act=Act.ACCEPT, at=at, after={"offer": offer.number})
    tell_end(current, Act.ACCEPT, at, by=seat.actor.key)
    return decision


@transaction.atomic
def postpone_lot(*, seat: Seat, lot: Lot, reason: str, version: int, at: datetime) -> Lot:
    """Say that a lot is not ready: it goes back to the calendar, its offers stay."""
    if is_repeat(seat=seat, lot=lot, act=Act.POSTPONE, version=version):
        return Lot.objects.get(pk=lot.pk)
    current = lock_lot(seat=seat, lot=lot, act=Act.POSTPONE, version=version)
    if answers_for_panel(seat):
        refuse_without_quorum(seat, current, at)
    moved = move(seat=seat, lot=current, act=Act.POSTPONE, at=at, reason=reason)
    tell_end(moved, Act.POSTPONE, at, by=seat.actor.key, reason=reason)
    Lot.objects.filter(pk=moved.pk).update(round=None)
    moved.round = None
    return moved


@transaction.atomic
def impose(*, seat: Seat, lot: Lot, terms: OfferTerms, version: int, at: datetime) -> Decision:
    """Set value and day as the regional head, in the last round and without agreement."""
    if is_repeat(seat=seat, lot=lot, act=Act.IMPOSE, version=version):
        return Decision.objects.get(lot=lot)
    current = lock_lot(seat=seat, lot=lot, act=Act.IMPOSE, version=version)
    _refuse_own_matter(seat, current, at)
    _refuse_terms(current, value=terms.value, on=terms.day)
    decision = Decision(kind=Decision.Kind.IMPOSED, value=terms.value, day=terms.day)
    facts = {"value": terms.value, "day": terms.day}
    return _decide(seat, current, decision, Act.IMPOSE, terms.reason, at, facts)


@transaction.atomic
def let_lapse(*, seat: Seat, lot: Lot, reason: str, version: int, at: datetime) -> Decision:
    """End the negotiation without a promise, as the regional head, in the last round."""
    if is_repeat(seat=seat, lot=lot, act=Act.LAPSE, version=version):
        return Decision.objects.get(lot=lot)
    current = lock_lot(seat=seat, lot=lot, act=Act.LAPSE, version=version)
    _refuse_own_matter(seat, current, at)
    return _decide(
        seat, current, Decision(kind=Decision.Kind.LAPSED), Act.LAPSE, reason, at, {}
    )  # fmt: skip


def refuse_without_quorum(seat: Seat, lot: Lot, at: datetime) -> None:
    """Refuse an answer of the panel by who is tied or not there, or while it has no quorum."""
    panel = panel_of(lot, on=seat.today(at))
    if panel.sitting_of(seat) is None:
        raise PermissionDenied
    if words := panel.why_silent(seat):
        raise ValidationError(words)


def _refuse_own_matter(seat: Seat, lot: Lot, at: datetime) -> None:
    """Refuse a decision by who is tied to the agency or bid for it, in whatever seat.

    To leave the panel, or never to have sat on it, unties nobody.
    """
    if tie := tie_of(seat, lot, on=seat.today(at)):
        raise ValidationError(tied_words(tie))
    if Offer.objects.filter(lot=lot, side=Offer.Side.BIDDER, actor_key=seat.actor.key).exists():
        raise ValidationError(_("Anda pernah menawar untuk perangkat daerah lot ini."))


def _decide(
    seat: Seat,
    lot: Lot,
    decision: Decision,
    act: Act,
    reason: str,
    at: datetime,
    facts: dict[str, object],
) -> Decision:
    if not reason.strip():
        raise ValidationError({"reason": _("Isi alasannya.")})
    decision.lot, decision.reason, decision.at = lot, reason.strip(), at
    decision.actor_key, decision.role = seat.actor.key, seat.role.value
    decision.save(force_insert=True)
    move(seat=seat, lot=lot, act=act, at=at, reason=reason, after=facts)
    tell_end(lot, act, at, by=seat.actor.key, reason=reason)
    return decision


def _refuse_terms(lot: Lot, *, value: Decimal, on: date) -> None:
    if lot.baseline is None or lot.baseline_on is None:
        raise ValidationError(_("Titik nol lot ini belum diisi."))
    refusal = refuse_terms(baseline=lot.baseline, end=value, better=Better(lot.direction))
    if refusal is not None:
        raise ValidationError({"value": str(refusal.reason)})
    first = max(lot.period.starts_on, lot.baseline_on)
    if not first < on <= lot.period.ends_on:
        words = {"first": day(first), "last": day(lot.period.ends_on)}
        text = _("Tanggalnya harus sesudah %(first)s dan paling lambat %(last)s.") % words
        raise ValidationError({"day": text})


def _keep_files(
    seat: Seat, lot: Lot, offer: Offer, files: Sequence[Prepared], at: datetime
) -> None:
    for prepared in files:
        stored = keep_prepared(
            seat=seat,
            prepared=prepared,
            purpose=StoredFile.Purpose.ATTACHMENT,
            region=lot.period.region,
            agency=seat.agency,
            at=at,
        )
        OfferFile.objects.create(offer=offer, file=stored)
