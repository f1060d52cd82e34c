"""Files under a lot: those of the baseline and others; given and taken away, never erased."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prakarsa.auctions.actions.lot_parts import note_change
from prakarsa.auctions.actions.lots import lock_draft
from prakarsa.auctions.models import Lot, LotFile
from prakarsa.auctions.refusals import TooLate
from prakarsa.files.actions import keep_prepared
from prakarsa.files.models import StoredFile
from prakarsa.files.receiving import Prepared
from prakarsa.formats.kinds import EVIDENCE, TABLES, Kind
from prakarsa.organisations.seats import Seat

MOST_FILES = 20
KINDS: frozenset[Kind] = EVIDENCE | TABLES


@transaction.atomic
def add_lot_file(
    *,
    seat: Seat,
    lot: Lot,
    kind: str,
    prepared: Prepared,
    caption: str,
    version: int,
    at: datetime,
) -> LotFile:
    """Put a prepared upload under a draft; the same bytes again are what is there already.

    Raises ValidationError when there are too many, TooLate when somebody was faster, else as
    `moves.lock_lot`.
    """
    current = lock_draft(seat, lot)
    standing = current.files.filter(removed_at=None)
    known = standing.filter(kind=kind, file__sha256=prepared.sha256).first()
    if known is not None:
        prepared.discard()
        return known
    if current.version != version:
        raise TooLate(current)
    if standing.count() >= MOST_FILES:
        text = _("Paling banyak %s berkas. Cabut satu dulu.")
        raise ValidationError({"file": text % MOST_FILES})
    stored = keep_prepared(
        seat=seat,
        prepared=prepared,
        purpose=StoredFile.Purpose.ATTACHMENT,
        region=current.period.region,
        agency=seat.agency,
        at=at,
    )
    added = LotFile.objects.create(
        lot=current, kind=kind, file=stored, caption=caption,
        added_by_key=seat.actor.key, added_at=at,
    )  # fmt: skip
    facts: dict[str, object] = {"file": stored.key, "sha256": stored.sha256, "kind": kind}
    note_change(seat=seat, lot=current, act="file_added", at=at, after=facts)
    return added


@transaction.atomic
def remove_lot_file(*, seat: Seat, file: LotFile, version: int, at: datetime) -> LotFile:
    """Take a file away from a draft; it stays in the history. A repeat is harmless."""
    current = lock_draft(seat, file.lot)
    fresh = LotFile.objects.select_related("file").get(pk=file.pk)
    if fresh.removed_at is not None:
        return fresh
    if current.version != version:
        raise TooLate(current)
    fresh.removed_at = at
    fresh.save(update_fields=["removed_at"])
    facts: dict[str, object] = {"file": fresh.file.key, "sha256": fresh.file.sha256}
    note_change(seat=seat, lot=current, act="file_removed", at=at, after=facts)
    return fresh
