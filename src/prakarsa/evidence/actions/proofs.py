"""Files and links under an answer: given, taken away, never erased."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from prakarsa.audit.actions import record
from prakarsa.evidence.actions.changing import settle_change
from prakarsa.evidence.actions.opening import open_claim
from prakarsa.evidence.models import Answer, Proof
from prakarsa.evidence.problems import CannotAct
from prakarsa.files.models import StoredFile
from prakarsa.organisations.seats import Seat

MOST_PROOFS = 12


@transaction.atomic
def add_proof(
    *,
    seat: Seat,
    answer: Answer,
    at: datetime,
    file: StoredFile | None = None,
    link: str = "",
    caption: str = "",
    year: int | None = None,
) -> Proof:
    """Put a stored file, or a link that is never fetched, under an answer.

    The same link or the same bytes again give the proof that is already there. Raises
    PermissionDenied, WindowClosed, or CannotAct with a sentence.
    """
    locked = open_claim(seat=seat, answer=answer, version=None, at=at)
    if (file is None) == (not link):
        raise CannotAct(_("Pilih satu berkas atau isi satu tautan."))
    _check_link(link) if file is None else _check_file(seat, locked, file)
    standing = locked.proofs.filter(removed_at=None).select_related("file")
    for known in standing:
        if (link and known.link == link) or (
            file and known.file and known.file.sha256 == file.sha256
        ):
            return known
    if len(standing) >= MOST_PROOFS:
        text = _("Paling banyak %(most)s berkas dan tautan per indikator. Cabut satu dulu.")
        raise CannotAct(text % {"most": MOST_PROOFS})
    proof = Proof.objects.create(
        answer=locked,
        file=file,
        link=link,
        caption=caption,
        year=year,
        added_by_key=seat.actor.key,
        added_at=at,
    )
    settle_change(seat=seat, answer=locked, at=at)
    _record(seat, locked, proof, "added", at)
    return proof


@transaction.atomic
def remove_proof(*, seat: Seat, proof: Proof, at: datetime) -> Proof:
    """Take a proof away; it stays in the history. A repeat is harmless."""
    locked = open_claim(seat=seat, answer=proof.answer, version=None, at=at)
    fresh = locked.proofs.select_related("file").get(pk=proof.pk)
    if fresh.removed_at is not None:
        return fresh
    fresh.removed_at = at
    fresh.save(update_fields=["removed_at"])
    settle_change(seat=seat, answer=locked, at=at)
    _record(seat, locked, fresh, "removed", at)
    return fresh


def _check_link(link: str) -> None:
    try:
        URLValidator(schemes=["http", "https"])(link)
    except ValidationError as error:
        raise CannotAct(_("Tautan harus diawali http:// atau https://.")) from error


def _check_file(seat: Seat, answer: Answer, file: StoredFile) -> None:
    """A file reference serves one proof: knowing its key gives nobody else a right to it."""
    if seat.person is None or file.owner_id != seat.person.pk:
        raise PermissionDenied
    if file.region_id != answer.region_id:
        raise PermissionDenied
    if file.purpose != StoredFile.Purpose.EVIDENCE or file.proof_set.exists():
        raise PermissionDenied


def _record(seat: Seat, answer: Answer, proof: Proof, act: str, at: datetime) -> None:
    what = {"proof": proof.key, "link": proof.link, "year": proof.year}
    if proof.file is not None:
        what |= {"file": proof.file.key, "sha256": proof.file.sha256}
    record(
        actor=seat.actor,
        act=f"evidence.proof.{act}",
        target=answer,
        at=at,
        region_code=answer.region_id,
        before=what if act == "removed" else None,
        after=what if act == "added" else None,
    )
