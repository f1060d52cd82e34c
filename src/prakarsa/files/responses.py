"""Answers that carry files: always to be saved, never to be shown as a page of ours.

Whoever calls these has decided that the person may read the file.
"""

from __future__ import annotations

import base64
import logging
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from prakarsa.files import storage
from prakarsa.files.child import ask_child
from prakarsa.files.kinds import IMAGES, MEDIA_TYPES, UPLOAD_LIMITS, Kind
from prakarsa.files.models import StoredFile
from prakarsa.files.tables import Column, Value, csv_pieces, write_xlsx

POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
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
    return _confined(response)


def send_preview(stored: StoredFile) -> HttpResponseBase:
    """Show an image as a small JPEG that we encoded ourselves; made once, then kept beside it."""
    kind = next((kind for kind in IMAGES if MEDIA_TYPES[kind] == stored.media_type), None)
    if kind is None or not stored.may_be_served:
        raise Http404
    preview = storage.preview_path_of(stored.key)
    if not preview.exists():
        _make_preview(stored, kind, preview)
    response = FileResponse(_opened(preview, stored), content_type=MEDIA_TYPES[Kind.JPEG])
    return _confined(response)


def send_table(
    kind: str,
    *,
    name: str,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
) -> HttpResponseBase:
    """Send rows as `xlsx` or `csv` under `name` without extension; the rows are read as they go."""
    response: HttpResponseBase
    if kind == Kind.CSV.value:
        pieces = csv_pieces(columns=columns, rows=rows)
        response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    elif kind == Kind.XLSX.value:
        with ExitStack() as closed_on_failure:
            book = closed_on_failure.enter_context(tempfile.TemporaryFile())
            write_xlsx(book, columns=columns, rows=rows, title=title)
            book.seek(0)
            closed_on_failure.pop_all()
        response = FileResponse(book, content_type=MEDIA_TYPES[Kind.XLSX])
    else:
        raise Http404
    return _confined(_named(response, f"{name}.{kind}"))


def send_paper(paper: bytes, *, name: str) -> HttpResponseBase:
    """Send a PDF we made under `name` without extension."""
    response = HttpResponse(paper, content_type=MEDIA_TYPES[Kind.PDF])
    return _confined(_named(response, f"{name}.pdf"))


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
    if not stored.may_be_served:
        raise Http404
    try:
        return path.open("rb")
    except FileNotFoundError:
        log.error("bytes of stored file %s are missing", stored.key)
        raise Http404 from None


def _named(response: HttpResponseBase, name: str) -> HttpResponseBase:
    header = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = header or "attachment"
    return response


def _confined(response: HttpResponseBase) -> HttpResponseBase:
    """Let no browser guess another type or run anything, should it be opened in a window."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = POLICY
    return response
