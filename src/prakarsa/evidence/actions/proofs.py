"""Files and links under an answer: given, taken away, never erased."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from prakarsa.audit.actions import record
from prakarsa.evidence.actions.changing import settle_change
from prakarsa.evidence.actions.opening import open_claim, refuse_stale
from prakarsa.evidence.models import Answer, Proof
from prakarsa.evidence.queries import allowed_kinds, nothing_words
from prakarsa.evidence.refusals import CannotAct
from prakarsa.files.actions import keep_prepared
from prakarsa.files.models import StoredFile
from prakarsa.files.receiving import Prepared
from prakarsa.formats.inspection import kind_of_name
from prakarsa.organisations.seats import Seat

MOST_PROOFS = 12


@transaction.atomic
def add_proof(
    *,
    seat: Seat,
    answer: Answer,
    at: datetime,
    version: int | None = None,
    prepared: Prepared | None = None,
    link: str = "",
    caption: str = "",
    year: int | None = None,
) -> Proof:
    """Put a prepared upload, or a link that is never fetched, under an answer.

    The same link or the same bytes again give the proof that is already there. `version` is that
    of the answer as the page showed it (default: as it is now). Raises PermissionDenied, Stale,
    WindowClosed, Refused, or CannotAct with a sentence.
    """
    locked = open_claim(seat=seat, answer=answer, at=at)
    _check(locked, prepared, link)
    standing = list(locked.proofs.filter(removed_at=None).select_related("file"))
    known = next((proof for proof in standing if _is_same(proof, prepared, link)), None)
    if known is not None:
        return known
    refuse_stale(locked, version)
    if len(standing) >= MOST_PROOFS:
        text = _("Paling banyak %(most)s berkas dan tautan per indikator. Cabut satu dulu.")
        raise CannotAct(text % {"most": MOST_PROOFS})
    proof = Proof.objects.create(
        answer=locked,
        file=_kept(seat, locked, prepared, at) if prepared else None,
        link=link,
        caption=caption,
        year=year,
        added_by_key=seat.actor.key,
        added_at=at,
    )
    settle_change(seat=seat, answer=locked, at=at)
    _record(seat, locked, proof, "added", at)
    return proof


def _check(answer: Answer, prepared: Prepared | None, link: str) -> None:
    if (prepared is None) == (not link):
        raise CannotAct(nothing_words(answer))
    if prepared is not None:
        kind_of_name(prepared.inspected.name, allowed_kinds(answer))
        return
    try:
        URLValidator(schemes=["http", "https"])(link)
    except ValidationError as error:
        raise CannotAct(_("Tautan harus diawali http:// atau https://.")) from error


def _is_same(proof: Proof, prepared: Prepared | None, link: str) -> bool:
    if prepared is None:
        return proof.link == link
    return proof.file is not None and proof.file.sha256 == prepared.sha256


def _kept(seat: Seat, answer: Answer, prepared: Prepared, at: datetime) -> StoredFile:
    return keep_prepared(
        seat=seat,
        prepared=prepared,
        purpose=StoredFile.Purpose.EVIDENCE,
        region=answer.region,
        agency=answer.submission.innovation.agency if answer.submission else None,
        at=at,
    )


@transaction.atomic
def remove_proof(*, seat: Seat, proof: Proof, at: datetime, version: int | None = None) -> Proof:
    """Take a proof away; it stays in the history. A repeat is harmless.

    `version` and what is raised are those of `add_proof`.
    """
    locked = open_claim(seat=seat, answer=proof.answer, at=at)
    fresh = locked.proofs.select_related("file").get(pk=proof.pk)
    if fresh.removed_at is not None:
        return fresh
    refuse_stale(locked, version)
    fresh.removed_at, fresh.removed_by_key = at, seat.actor.key
    fresh.save(update_fields=["removed_at", "removed_by_key"])
    settle_change(seat=seat, answer=locked, at=at)
    _record(seat, locked, fresh, "removed", at)
    return fresh


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
