"""Acts on stored files: kept and removed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from prakarsa.accounts.models import Person
from prakarsa.audit.actions import record
from prakarsa.audit.actors import Actor
from prakarsa.files import storage
from prakarsa.files.models import StoredFile, UploadSession
from prakarsa.files.permissions import can_keep
from prakarsa.files.queries import bytes_of_last_day
from prakarsa.files.receiving import Prepared, prepare_upload
from prakarsa.formats.kinds import Kind
from prakarsa.formats.names import clean_name
from prakarsa.formats.reasons import Reason, Refused
from prakarsa.foundation.keys import new_key
from prakarsa.organisations.models import Agency, Membership, Region
from prakarsa.organisations.seats import Seat

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

DAILY_BYTES = 2 * 1024**3
# What we make ourselves has no limit but the disk.
_ANY_SIZE = 2**62


def store_upload(
    *,
    seat: Seat,
    upload: UploadedFile[bytes],
    allowed: Collection[Kind],
    purpose: StoredFile.Purpose,
    region: Region | None,
    agency: Agency | None,
    limit_bytes: int,
    at: datetime,
) -> StoredFile:
    """Inspect and keep one upload; raise `Refused`. Call it outside a transaction: it is slow.

    An act that writes more than the file calls `prepare_upload` before its transaction and
    `keep_prepared` inside.
    """
    if not can_keep(seat, region, agency):
        raise PermissionDenied
    prepared = prepare_upload(upload, allowed=allowed, limit_bytes=limit_bytes)
    try:
        return keep_prepared(
            seat=seat, prepared=prepared, purpose=purpose, region=region, agency=agency, at=at
        )
    except BaseException:
        prepared.discard()
        raise


@transaction.atomic
def keep_prepared(
    *,
    seat: Seat,
    prepared: Prepared,
    purpose: StoredFile.Purpose,
    region: Region | None,
    agency: Agency | None,
    at: datetime,
) -> StoredFile:
    """Give prepared bytes their place and their row; quick, for use inside an act.

    When the act fails the bytes wait on, so that the form can be sent again.
    """
    if seat.person is None or not can_keep(seat, region, agency):
        raise PermissionDenied
    # The bytes of a resumed upload were counted when it began.
    size = 0 if prepared.upload_key else prepared.inspected.size
    refuse_over_daily_limit(seat.person, size, at)
    UploadSession.objects.filter(key=prepared.upload_key).delete()
    stored = StoredFile(
        key=new_key(),
        sha256=prepared.sha256,
        size=prepared.inspected.size,
        media_type=prepared.inspected.media_type,
        name=prepared.inspected.name,
        purpose=purpose,
        region=region,
        agency=agency,
        owner=seat.person,
        created_at=at,
    )
    return _keep(stored, prepared.path, actor=seat.actor)


def keep_made_file(
    *,
    path: Path,
    name: str,
    media_type: str,
    actor: Actor,
    owner: Person | None,
    membership: Membership | None,
    region: Region | None,
    at: datetime,
    purpose: StoredFile.Purpose = StoredFile.Purpose.EXPORT,
    expires_at: datetime | None = None,
) -> StoredFile:
    """Keep a copy of a file we made ourselves, such as an export; `path` is left as it is."""
    key = new_key()
    incoming = storage.incoming_path_of(key)
    written = storage.write(incoming, storage.pieces_of(path), limit=_ANY_SIZE)
    stored = StoredFile(
        key=key,
        sha256=written.sha256,
        size=written.size,
        media_type=media_type,
        name=clean_name(name),
        purpose=purpose,
        region=region,
        owner=owner,
        membership=membership,
        created_at=at,
        expires_at=expires_at,
    )
    with transaction.atomic():
        return _keep(stored, incoming, actor=actor)


@transaction.atomic
def copy_file(*, actor: Actor, stored: StoredFile, at: datetime) -> StoredFile:
    """Give the bytes of a stored file a second reference; removing one keeps the other.

    Nobody brought new bytes, so the copy counts for nobody's daily limit. Raises
    FileNotFoundError when the bytes are gone.
    """
    source, key = storage.path_of(stored.key), new_key()
    storage.settle(source, key)
    copied = StoredFile(
        key=key,
        sha256=stored.sha256,
        size=stored.size,
        media_type=stored.media_type,
        name=stored.name,
        purpose=stored.purpose,
        region=stored.region,
        agency=stored.agency,
        created_at=at,
    )
    copied.save(force_insert=True)
    _record(actor, "files.keep", copied, at)
    return copied


@transaction.atomic
def remove_file(*, actor: Actor, stored: StoredFile, at: datetime) -> None:
    """Remove a reference; its bytes go once that is committed. The owner package has decided."""
    key = stored.key
    _record(actor, "files.remove", stored, at)
    stored.delete()
    transaction.on_commit(lambda: storage.delete(key))


def refuse_over_daily_limit(person: Person, size: int, at: datetime) -> None:
    """Refuse more than a day's bytes of one person."""
    if bytes_of_last_day(person, at=at) + size > DAILY_BYTES:
        raise Refused(Reason.DAILY, limit=DAILY_BYTES)


def _keep(stored: StoredFile, incoming: Path, *, actor: Actor) -> StoredFile:
    """Name the bytes, sync the folder, then write the row; the waiting name goes at the end."""
    storage.settle(incoming, stored.key)
    stored.save(force_insert=True)
    _record(actor, "files.keep", stored, stored.created_at)
    transaction.on_commit(lambda: incoming.unlink(missing_ok=True))
    return stored


def _record(actor: Actor, act: str, stored: StoredFile, at: datetime) -> None:
    facts = {name: getattr(stored, name) for name in ("sha256", "size", "media_type", "purpose")}
    before, after = ({}, facts) if act == "files.keep" else (facts, {})
    record(
        actor=actor,
        act=act,
        target=stored,
        at=at,
        region_code=stored.region_id or "",
        before=before,
        after=after,
    )
