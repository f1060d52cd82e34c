"""Sign a text: the heads of the agencies in their order, the lead first, then the regional head."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prakarsa.contracts.actions.holding import settle_holders
from prakarsa.contracts.actions.moves import lock_row, move, refuse_act
from prakarsa.contracts.actions.telling import tell_next
from prakarsa.contracts.content import Place, digest
from prakarsa.contracts.models import PerformanceContract, Signature
from prakarsa.contracts.permissions import can_sign
from prakarsa.contracts.queries.versions import Turn, agency_of, turn_of, waiting_version
from prakarsa.contracts.refusals import AlreadySigned, NotYourTurn, OtherText
from prakarsa.contracts.states import Act
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the page showed: the hash of the text, and the place to sign on."""

    sha256: str
    order: int


@transaction.atomic
def sign_contract(
    *, seat: Seat, contract: PerformanceContract, shown: Shown, proved_at: datetime, at: datetime
) -> Signature:
    """Sign the text that was shown; the same again after a second click gives the first.

    The last signature makes the contract run, and lets heirs begin where the text names them.
    Raises OtherText when another text waits now, AlreadySigned, NotYourTurn, NotNow,
    PermissionDenied when the place is not the seat's, ValidationError when the proof of who signs
    is too old or the person stands on the other side already.
    """
    current = lock_row(contract)
    if (known := _own_signature(seat, current, shown)) is not None:
        return known
    refuse_act(seat=seat, contract=current, act=Act.SIGN, at=at)
    turn = _waiting(current, shown)
    place = _place(turn, shown)
    agency = agency_of(current, place)
    if not can_sign(seat, place, agency_id=agency.pk if agency else None):
        raise PermissionDenied
    refuse_other_side(seat, turn, place)
    refuse_old_proof(proved_at, at)
    signature = _sign(seat, turn, place, proved_at, at)
    if turn.is_last:
        settle_holders(current, turn.text)
    facts = {"version": turn.version.number, "order": place.order, "sha256": shown.sha256}
    is_last = turn.is_last
    move(seat=seat, contract=current, act=Act.SIGN, at=at, is_last=is_last, after=facts)
    tell_next(current, turn.version, at=at)
    return signature


def _own_signature(seat: Seat, contract: PerformanceContract, shown: Shown) -> Signature | None:
    """Return what this person signed on this very place of this very text before."""
    rows = Signature.objects.filter(version__contract=contract, person=seat.person)
    return rows.filter(sha256=shown.sha256, order=shown.order).first()


def _waiting(contract: PerformanceContract, shown: Shown) -> Turn:
    """Return the text that waits, if it is the one that was shown and still says the same."""
    version = waiting_version(contract)
    if version is None or version.sha256 != shown.sha256:
        raise OtherText
    if digest(version.content) != version.sha256:
        raise OtherText
    return turn_of(version)


def _place(turn: Turn, shown: Shown) -> Place:
    """Return the place that was shown, if it is the next one."""
    for signature in turn.signatures:
        if signature.order == shown.order:
            raise AlreadySigned(signature)
    place = turn.place
    if place is None or place.order != shown.order:
        raise NotYourTurn(place.office if place else turn.text.head_office)
    return place


def refuse_other_side(seat: Seat, turn: Turn, place: Place) -> None:
    """Refuse who made the text, and who signed for an agency and would sign for the region too."""
    if turn.version.actor_key == seat.actor.key:
        text = _("Anda yang membuat naskah ini, jadi orang lain yang menandatanganinya.")
        raise ValidationError(text, code="own_text")
    person_id = seat.person.pk if seat.person else None
    has_signed = any(each.person_id == person_id for each in turn.signatures)
    if place.role is Role.MAYOR and has_signed:
        text = _("Anda sudah menandatangani bagi perangkat daerah, jadi tidak bagi daerah.")
        raise ValidationError(text, code="both_sides")


def refuse_old_proof(proved_at: datetime, at: datetime) -> None:
    """Refuse a signature whose signer proved who they are too long ago, or in the future."""
    age = at - proved_at
    if not timedelta(0) <= age <= timedelta(seconds=settings.PRAKARSA_PROOF_SECONDS):
        raise ValidationError(_("Buktikan dulu diri Anda sekali lagi, lalu tanda tangani."))


def _sign(seat: Seat, turn: Turn, place: Place, proved_at: datetime, at: datetime) -> Signature:
    if seat.person is None:
        raise PermissionDenied
    return Signature.objects.create(
        version=turn.version,
        order=place.order,
        person=seat.person,
        role=seat.role.value,
        name=seat.person.name,
        office=place.office,
        sha256=turn.version.sha256,
        proved_at=proved_at,
        signed_at=at,
    )
