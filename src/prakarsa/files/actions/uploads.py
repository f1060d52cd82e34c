"""Acts on uploads that arrive in pieces: begun, gone on with, finished, cancelled."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from prakarsa.accounts.models import Person
from prakarsa.files import storage
from prakarsa.files.actions.stored import refuse_over_daily_limit
from prakarsa.files.models import UploadSession
from prakarsa.files.permissions import can_upload
from prakarsa.files.queries import uploads_of
from prakarsa.files.receiving import Prepared, prepare_upload
from prakarsa.formats.inspection import inspect_file, kind_of_name
from prakarsa.formats.kinds import ALL, Kind
from prakarsa.formats.names import clean_name
from prakarsa.formats.reasons import Reason, Refused
from prakarsa.organisations.seats import Seat

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

KEPT = timedelta(hours=24)
MOST_OPEN = 10
LONGEST_PIECE = 1024 * 1024
# Each piece costs a lock and a sync: a file sent byte by byte would keep the server busy for ever.
SHORTEST_PIECE = 64 * 1024


class WrongOffset(Exception):
    """A piece does not begin where the upload stands; `offset` says where that is."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


@transaction.atomic
def begin_upload(
    *, seat: Seat, name: str, length: int, target: str, stamp: str, at: datetime
) -> UploadSession:
    """Begin an upload, or find the one of the same file for the same form to go on with it.

    `stamp` is anything that changes with the file, such as the moment of its last change.
    """
    if seat.person is None or not can_upload(seat):
        raise PermissionDenied
    cleaned = clean_name(name)
    kind_of_name(cleaned, ALL)
    if length <= 0:
        raise Refused(Reason.EMPTY)
    if length > settings.PRAKARSA_UPLOAD_BYTES:
        raise Refused.too_large(settings.PRAKARSA_UPLOAD_BYTES, length)
    # The person's row is the turnstile: two requests at once cannot both take the last place.
    Person.objects.select_for_update(no_key=True).get(pk=seat.person.pk)
    marks = "\n".join((cleaned, str(length), stamp, target))
    fingerprint = hashlib.sha256(marks.encode()).hexdigest()
    open_ones = uploads_of(seat, at=at)
    if known := open_ones.filter(fingerprint=fingerprint).first():
        return known
    if open_ones.count() >= MOST_OPEN:
        raise Refused(Reason.TOO_MANY_UPLOADS, limit=MOST_OPEN)
    refuse_over_daily_limit(seat.person, length, at)
    if storage.free_bytes() < length * 2:
        raise Refused(Reason.DISK_FULL)
    UploadSession.objects.filter(person=seat.person, fingerprint=fingerprint).delete()
    return UploadSession.objects.create(
        person=seat.person,
        target=target,
        fingerprint=fingerprint,
        name=cleaned,
        length=length,
        created_at=at,
        expires_at=at + KEPT,
    )


def add_piece(*, session: UploadSession, offset: int, piece: bytes) -> int:
    """Write a piece where the upload stands and return the new offset; raise `WrongOffset`.

    Only the last piece may be a small one; any other is refused. The bytes are synced before the
    row moves on: after a crash the piece is simply sent again.
    """
    path = storage.incoming_path_of(session.key)
    with storage.opened_for_writing(path) as descriptor:
        # One writer per upload, and no lock on the database while the disk works.
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        session.refresh_from_db(fields=["offset", "sha256"])
        if offset != session.offset or session.is_ready:
            raise WrongOffset(session.offset)
        if offset + len(piece) > session.length:
            raise Refused.too_large(session.length, offset + len(piece))
        if len(piece) < SHORTEST_PIECE and offset + len(piece) < session.length:
            raise Refused(Reason.PIECE_TOO_SMALL, limit=SHORTEST_PIECE)
        os.lseek(descriptor, offset, os.SEEK_SET)
        try:
            storage.write_all(descriptor, piece)
            os.fsync(descriptor)
        except OSError as problem:
            raise storage.as_refusal(problem) from None
        session.offset = offset + len(piece)
        session.save(update_fields=["offset"])
    return session.offset


def finish_upload(*, session: UploadSession) -> UploadSession:
    """Inspect a complete upload; one that is refused is removed. It then waits for its form."""
    if session.offset != session.length:
        raise Refused(Reason.UNFINISHED)
    path = storage.incoming_path_of(session.key)
    try:
        inspect_file(path, name=session.name, allowed=ALL)
    except Refused as refusal:
        if refusal.reason is not Reason.BUSY:
            cancel_upload(session=session)
        raise
    session.sha256 = storage.hash_of(path)
    session.save(update_fields=["sha256"])
    return session


def cancel_upload(*, session: UploadSession) -> None:
    """End an upload and remove what had arrived of it."""
    session.delete()
    storage.incoming_path_of(session.key).unlink(missing_ok=True)


def prepare_from_form(
    *,
    seat: Seat,
    upload: UploadedFile[bytes] | None,
    upload_key: str,
    target: str,
    allowed: Collection[Kind],
    limit_bytes: int,
    at: datetime,
) -> Prepared:
    """Prepare what a form brings: a file in the form itself, or one that came in pieces before.

    `target` is the path of the form; an upload begun for another form is not taken.
    """
    if upload is not None:
        return prepare_upload(upload, allowed=allowed, limit_bytes=limit_bytes)
    session = uploads_of(seat, at=at).filter(key=upload_key, target=target).first()
    if session is None or not session.is_ready:
        raise Refused(Reason.UNFINISHED)
    kind_of_name(session.name, allowed)
    if session.length > limit_bytes:
        raise Refused.too_large(limit_bytes, session.length)
    path = storage.incoming_path_of(session.key)
    inspected = inspect_file(path, name=session.name, allowed=allowed)
    return Prepared(path=path, sha256=session.sha256, inspected=inspected, upload_key=session.key)
