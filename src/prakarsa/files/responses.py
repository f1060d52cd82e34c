"""Answers that carry files: always to be saved, never to be shown as a page of ours.

Whoever calls these has decided that the person may read the file.
"""

from __future__ import annotations

import base64
import logging
from pathlib import Path
from typing import IO

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase

from prakarsa.files import storage
from prakarsa.files.models import StoredFile
from prakarsa.formats.child import ask_child
from prakarsa.formats.kinds import IMAGES, MEDIA_TYPES, UPLOAD_LIMITS, Kind
from prakarsa.formats.responses import confined

PREVIEW_SIDE = 1280
_ANY = "application/octet-stream"
log = logging.getLogger(__name__)


def send_file(stored: StoredFile) -> HttpResponseBase:
    """Stream the bytes to be saved under their name; one that may not leave yet is not found."""
    stream = _opened(storage.path_of(stored.key), stored)
    known = stored.media_type in MEDIA_TYPES.values()
    response = FileResponse(
        stream,
        as_attachment=True,
        filename=stored.name,
        content_type=stored.media_type if known else _ANY,
    )
    # Packing what is packed already would cost time and lose the length.
    response.headers["Content-Encoding"] = "identity"
    return confined(response)


def send_preview(stored: StoredFile) -> HttpResponseBase:
    """Show an image as a small JPEG that we encoded ourselves; made once, then kept beside it."""
    kind = next((kind for kind in IMAGES if MEDIA_TYPES[kind] == stored.media_type), None)
    if kind is None:
        raise Http404
    preview = storage.preview_path_of(stored.key)
    if not preview.exists():
        _make_preview(stored, kind, preview)
    response = FileResponse(_opened(preview, stored), content_type=MEDIA_TYPES[Kind.JPEG])
    return confined(response)


def _make_preview(stored: StoredFile, kind: Kind, preview: Path) -> None:
    source = storage.path_of(stored.key)
    if not source.exists():
        raise Http404
    answer = ask_child(
        task="preview",
        path=source,
        kind=kind,
        limits=UPLOAD_LIMITS,
        options={"longest_side": PREVIEW_SIDE},
    )
    jpeg = base64.b64decode(answer.facts["jpeg"])
    unfinished = preview.with_suffix(".part")
    storage.write(unfinished, [jpeg], limit=len(jpeg))
    unfinished.replace(preview)


def _opened(path: Path, stored: StoredFile) -> IO[bytes]:
    try:
        return path.open("rb")
    except FileNotFoundError:
        log.error("bytes of stored file %s are missing", stored.key)
        raise Http404 from None
