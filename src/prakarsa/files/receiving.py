"""Takes an upload as far as it goes without the database: streamed, hashed and inspected.

This part is slow and belongs before the transaction of an act; `actions.keep_prepared` is the
quick part inside it.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from prakarsa.files import storage
from prakarsa.formats.inspection import Inspected, inspect_file, kind_of_name
from prakarsa.formats.kinds import Kind
from prakarsa.formats.names import clean_name
from prakarsa.formats.reasons import Refused
from prakarsa.foundation.keys import new_key

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

_PIECE = 256 * 1024
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Bytes that wait in the store's incoming folder, complete and found acceptable."""

    path: Path
    sha256: str
    inspected: Inspected
    upload_key: str = ""

    def discard(self) -> None:
        """Remove the waiting bytes of an upload that is not kept; a resumed one waits on."""
        if not self.upload_key:
            self.path.unlink(missing_ok=True)


def prepare_upload(
    upload: UploadedFile[bytes], *, allowed: Collection[Kind], limit_bytes: int
) -> Prepared:
    """Stream an upload into the incoming folder and inspect it; raise `Refused`."""
    name = clean_name(upload.name or "")
    kind_of_name(name, allowed)
    if upload.size is not None and upload.size > limit_bytes:
        raise Refused.too_large(limit_bytes, upload.size)
    path = storage.incoming_path_of(new_key())
    written = storage.write(path, upload.chunks(_PIECE), limit=limit_bytes)
    return inspect_waiting(path, name=name, allowed=allowed, sha256=written.sha256)


def inspect_waiting(path: Path, *, name: str, allowed: Collection[Kind], sha256: str) -> Prepared:
    """Inspect bytes in the incoming folder; refused ones are removed."""
    try:
        inspected = inspect_file(path, name=name, allowed=allowed)
    except Refused as refusal:
        path.unlink(missing_ok=True)
        log.info("upload refused: %s", refusal.reason.value)
        raise
    return Prepared(path=path, sha256=sha256, inspected=inspected)
