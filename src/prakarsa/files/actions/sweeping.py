"""Brings temporary files, ended exports and orphans to their end; run once a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import transaction

from prakarsa.audit.actors import system_actor
from prakarsa.files import storage
from prakarsa.files.actions.stored import remove_file
from prakarsa.files.actions.uploads import cancel_upload
from prakarsa.files.models import StoredFile, UploadSession
from prakarsa.files.queries import ended_files

# A younger file may belong to an act that is still under way.
_YOUNGEST_ORPHAN = timedelta(hours=48)
_ACTOR = system_actor("files.sweep")


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """How many of each were removed."""

    ended_files: int
    uploads: int
    orphans: int


def sweep(*, at: datetime) -> Swept:
    """Remove files whose time is over, uploads nobody finished, and bytes without a row."""
    ended = 0
    for stored in ended_files(at=at):
        with transaction.atomic():
            remove_file(actor=_ACTOR, stored=stored, at=at)
        ended += 1
    uploads = list(UploadSession.objects.filter(expires_at__lte=at))
    for session in uploads:
        cancel_upload(session=session)
    orphans = storage.unlink(filter(_is_orphan, list(orphaned_paths(at=at))))
    return Swept(ended_files=ended, uploads=len(uploads), orphans=orphans)


def orphaned_paths(*, at: datetime) -> Iterator[Path]:
    """Give the old files of the store that no row speaks of."""
    known = set(StoredFile.objects.values_list("key", flat=True))
    open_uploads = set(UploadSession.objects.values_list("key", flat=True))
    for path in storage.store_folder().glob("*/*"):
        rows = open_uploads if path.parent.name == storage.INCOMING else known
        changed_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        if path.stem not in rows and changed_at < at - _YOUNGEST_ORPHAN:
            yield path


def _is_orphan(path: Path) -> bool:
    """Ask again just before the bytes go: a row may have come since the store was listed."""
    model = UploadSession if path.parent.name == storage.INCOMING else StoredFile
    return not model._default_manager.filter(key=path.stem).exists()
