"""Write down what a quarter reached, prove it, and hand it to the verifiers."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prakarsa.audit.actions import record
from prakarsa.contracts.actions.moves import lock_row
from prakarsa.contracts.models import (
    QuarterTarget,
    Realisation,
    RealisationEntry,
    RealisationProof,
)
from prakarsa.contracts.permissions import can_report
from prakarsa.contracts.states import Step, next_step
from prakarsa.files.actions import keep_prepared
from prakarsa.files.models import StoredFile
from prakarsa.files.receiving import Prepared
from prakarsa.foundation.versions import NO_VERSION, Stale
from prakarsa.foundation.writing import day
from prakarsa.organisations.seats import Seat
from prakarsa.rules.contract.quarters import Quarter

State = Realisation.State
MOST_PROOFS = 12


@transaction.atomic
def save_realisation(
    *, seat: Seat, target: QuarterTarget, value: Decimal, note: str, version: int, at: datetime
) -> Realisation:
    """Keep what a quarter reached as a draft; the same again changes nothing.

    `version` is that of the realisation as the page showed it, 0 where there was none. Raises
    PermissionDenied, Stale, and ValidationError once it was handed in.
    """
    _open(seat, target, at)
    found = Realisation.objects.filter(target=target).first()
    if found is not None and _is_same(seat, found, value, note):
        return found
    current = found or Realisation(target=target, state="", version=NO_VERSION)
    if current.version != version:
        raise Stale(version=current.version, stored={"value": current.value, "note": current.note})
    current.state = _state_after(current.state or None, Step.SAVE)
    current.value, current.note = value, note
    current.given_by_key, current.waiting_since = seat.actor.key, None
    return write_step(seat=seat, realisation=current, step=Step.SAVE, at=at)


@transaction.atomic
def submit_realisation(
    *, seat: Seat, realisation: Realisation, version: int, at: datetime
) -> Realisation:
    """Hand a draft with its proof to the verifiers, once its quarter has ended.

    A second click finds its work done. Raises PermissionDenied, Stale, and ValidationError when
    the quarter runs, nothing proves it, or it is no draft.
    """
    contract = lock_row(realisation.target.contract)
    current = lock_realisation(realisation)
    if not can_report(seat, contract, on=seat.today(at)):
        raise PermissionDenied
    if is_repeat(seat, current, Step.SUBMIT, version):
        return current
    refuse_stale(current, version)
    current.state = _state_after(current.state, Step.SUBMIT)
    last = Quarter(current.target.year, current.target.quarter).last_day
    if seat.today(at) < last:
        raise ValidationError(_("Capaian ini dapat diajukan mulai %s.") % day(last))
    if not current.proofs.filter(removed_at=None).exists():
        raise ValidationError(_("Tambahkan paling sedikit satu berkas bukti."), code="unproved")
    current.waiting_since, current.given_by_key = at, seat.actor.key
    return write_step(seat=seat, realisation=current, step=Step.SUBMIT, at=at)


@transaction.atomic
def add_proof(
    *, seat: Seat, realisation: Realisation, prepared: Prepared, caption: str, at: datetime
) -> RealisationProof:
    """Put a prepared upload under a realisation; the same bytes again give the first proof."""
    current = _open_proof(seat, realisation, at)
    standing = list(current.proofs.filter(removed_at=None).select_related("file"))
    for each in standing:
        if each.file.sha256 == prepared.sha256:
            prepared.discard()
            return each
    if len(standing) >= MOST_PROOFS:
        text = _("Paling banyak %d berkas bukti untuk satu triwulan. Cabut satu dulu.")
        raise ValidationError(text % MOST_PROOFS)
    stored = keep_prepared(
        seat=seat,
        prepared=prepared,
        purpose=StoredFile.Purpose.EVIDENCE,
        region=current.target.contract.region,
        agency=seat.agency,
        at=at,
    )
    proof = RealisationProof.objects.create(
        realisation=current, file=stored, caption=caption, added_by_key=seat.actor.key, added_at=at
    )
    _record_proof(seat, proof, "proof_added", at)
    _reopen(seat, current, at)
    return proof


@transaction.atomic
def remove_proof(*, seat: Seat, proof: RealisationProof, at: datetime) -> RealisationProof:
    """Take a proof away; it stays in the history. A repeat is harmless."""
    current = _open_proof(seat, proof.realisation, at)
    fresh = RealisationProof.objects.select_related("file", "realisation__target__contract").get(
        pk=proof.pk
    )
    if fresh.removed_at is None:
        fresh.removed_at = at
        fresh.save(update_fields=["removed_at"])
        _record_proof(seat, fresh, "proof_removed", at)
        _reopen(seat, current, at)
    return fresh


def lock_realisation(realisation: Realisation) -> Realisation:
    """Return the realisation as it is now, locked; its contract is locked before it."""
    rows = Realisation.objects.select_for_update(no_key=True, of=("self",))
    rows = rows.select_related("target__contract__region", "target__contract__lot")
    return rows.get(pk=realisation.pk)


def refuse_stale(current: Realisation, version: int) -> None:
    """Raise Stale unless the realisation is as the page showed it."""
    if current.version != version:
        raise Stale(version=current.version, stored={})


def is_repeat(seat: Seat, current: Realisation, step: Step, version: int, reason: str = "") -> bool:
    """Say whether the same person's same step was the last one, on the version the page showed."""
    last = current.entries.order_by("-pk").first()
    return (
        last is not None
        and (last.act, last.actor_key, last.reason) == (step.value, seat.actor.key, reason)
        and current.version == version + 1
    )


def write_step(
    *, seat: Seat, realisation: Realisation, step: Step, at: datetime, reason: str = ""
) -> Realisation:
    """Save a realisation in its next state, with an entry of its history and of the audit."""
    realisation.version += 1
    realisation.changed_at = at
    realisation.save()
    RealisationEntry.objects.create(
        realisation=realisation,
        act=step.value,
        value=realisation.value,
        reason=reason,
        actor_key=seat.actor.key,
        role=seat.role.value,
        at=at,
    )
    facts = {
        "state": realisation.state, "value": realisation.value, "reason": reason,
        "year": realisation.target.year, "quarter": realisation.target.quarter,
    }  # fmt: skip
    record(
        actor=seat.actor,
        act=f"contracts.realisation.{step.value}",
        target=realisation,
        at=at,
        region_code=realisation.target.contract.region_id,
        after=facts,
    )
    return realisation


def _open(seat: Seat, target: QuarterTarget, at: datetime) -> None:
    contract = lock_row(target.contract)
    if not can_report(seat, contract, on=seat.today(at)):
        raise PermissionDenied


def _open_proof(seat: Seat, realisation: Realisation, at: datetime) -> Realisation:
    _open(seat, realisation.target, at)
    current = lock_realisation(realisation)
    if next_step(current.state, Step.SAVE) is None:
        raise _not_now(current.state)
    return current


def _reopen(seat: Seat, current: Realisation, at: datetime) -> None:
    """Make a returned realisation a draft again, now that its proof is another."""
    if current.state == State.RETURNED:
        current.state, current.given_by_key = State.DRAFT, seat.actor.key
        write_step(seat=seat, realisation=current, step=Step.SAVE, at=at)


def _state_after(state: str | None, step: Step) -> str:
    found = next_step(state, step)
    if found is None:
        raise _not_now(state)
    return found


def _not_now(state: str | None) -> ValidationError:
    words = str(State(state).label) if state else _("belum ditulis")
    text = _("Langkah ini tidak dapat dilakukan: capaian ini sekarang “%s”.")
    return ValidationError(text % words, code="state")


def _is_same(seat: Seat, found: Realisation, value: Decimal, note: str) -> bool:
    is_same = (found.value, found.note, found.state) == (value, note, State.DRAFT)
    return is_same and found.given_by_key == seat.actor.key


def _record_proof(seat: Seat, proof: RealisationProof, act: str, at: datetime) -> None:
    realisation = proof.realisation
    what = {"proof": proof.key, "file": proof.file.key, "sha256": proof.file.sha256}
    record(
        actor=seat.actor,
        act=f"contracts.realisation.{act}",
        target=realisation,
        at=at,
        region_code=realisation.target.contract.region_id,
        before=what if act == "proof_removed" else None,
        after=what if act == "proof_added" else None,
    )
