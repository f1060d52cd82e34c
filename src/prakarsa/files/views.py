"""Fetching finished exports, and the pieces of uploads (the shape of tus 1.0)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prakarsa.files import actions
from prakarsa.files.models import UploadSession
from prakarsa.files.permissions import can_fetch_export
from prakarsa.files.queries import exports_of, uploads_of
from prakarsa.files.responses import send_file
from prakarsa.formats.explaining import explain
from prakarsa.formats.reasons import Reason, Refused
from prakarsa.foundation.limits import UPLOADS, TooMany, limited
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SIGNED_IN, SeatedRequest, roles

TUS = "1.0.0"
PIECE_TYPE = "application/offset+octet-stream"
STATUSES = {
    Reason.TOO_LARGE: 413, Reason.OVER_LIMIT: 413, Reason.DAILY: 429,
    Reason.TOO_MANY_UPLOADS: 429, Reason.BUSY: 503, Reason.DISK_FULL: 507,
}  # fmt: skip
WRONG_SUM = 460
LONGEST_COUNT = 15

UploadView = Callable[..., HttpResponse]


@require_safe
@roles(*SIGNED_IN)
def download(request: SeatedRequest, key: str) -> HttpResponseBase:
    """Send a finished export to its person, while the seat it was made in lasts."""
    at = now()
    stored = get_object_or_404(exports_of(request.seat, at=at), key=key)
    if not can_fetch_export(request.seat, stored, at):
        raise Http404
    return send_file(stored)


def speaks_tus(view: UploadView) -> UploadView:
    """Answer refusals as JSON with a sentence, and name the protocol in every answer."""

    @wraps(view)
    def answered(request: SeatedRequest, **arguments: str) -> HttpResponse:
        try:
            response = view(request, **arguments)
        except Refused as refusal:
            status = STATUSES.get(refusal.reason, 422)
            response = JsonResponse({"message": explain(refusal)}, status=status)
        except TooMany as flood:
            text = _("Terlalu banyak unggahan dalam waktu singkat. Coba lagi beberapa menit lagi.")
            response = JsonResponse({"message": text}, status=429)
            response.headers["Retry-After"] = str(flood.seconds)
        except actions.WrongOffset as wrong:
            response = HttpResponse(status=409, headers={"Upload-Offset": str(wrong.offset)})
        response.headers["Tus-Resumable"] = TUS
        return response

    return answered


@require_http_methods(["POST", "OPTIONS"])
@roles(*SIGNED_IN)
@speaks_tus
@limited(UPLOADS, method="POST")
def uploads(request: SeatedRequest) -> HttpResponse:
    """Begin an upload or find the one to go on with; OPTIONS tells what is understood."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=abilities())
    words = read_metadata(request.headers.get("Upload-Metadata", ""))
    length = request.headers.get("Upload-Length", "")
    if not is_count(length) or not is_path(words.get("target", "")):
        return HttpResponse(status=400)
    session = actions.begin_upload(
        seat=request.seat,
        name=words.get("filename", ""),
        length=int(length),
        target=words["target"][:200],
        stamp=words.get("modified", "")[:40],
        at=now(),
    )
    headers = offset_headers(session) | {"Location": reverse("files:upload", args=[session.key])}
    return HttpResponse(status=201, headers=headers)


@require_http_methods(["HEAD", "PATCH", "DELETE"])
@roles(*SIGNED_IN)
@speaks_tus
def upload(request: SeatedRequest, key: str) -> HttpResponse:
    """Tell where an upload stands, take its next piece, or end it."""
    session = get_object_or_404(uploads_of(request.seat, at=now()), key=key)
    if request.method == "DELETE":
        actions.cancel_upload(session=session)
        return HttpResponse(status=204)
    if request.method == "PATCH" and not session.is_ready:
        return take_piece(request, session)
    return HttpResponse(
        status=200 if request.method == "HEAD" else 204, headers=offset_headers(session)
    )


def take_piece(request: SeatedRequest, session: UploadSession) -> HttpResponse:
    """Check the piece's form and checksum, write it, and inspect the whole after the last one."""
    offset = request.headers.get("Upload-Offset", "")
    if request.content_type != PIECE_TYPE:
        return HttpResponse(status=415)
    if not is_count(offset) or len(request.body) > actions.LONGEST_PIECE:
        return HttpResponse(status=400)
    if not is_whole(request.body, request.headers.get("Upload-Checksum", "")):
        return HttpResponse(status=WRONG_SUM)
    actions.add_piece(session=session, offset=int(offset), piece=request.body)
    if session.offset == session.length:
        actions.finish_upload(session=session)
    return HttpResponse(status=204, headers=offset_headers(session))


def is_count(text: str) -> bool:
    """Say whether a header holds a number of bytes that a file could have."""
    return text.isdecimal() and len(text) <= LONGEST_COUNT


def is_path(text: str) -> bool:
    """Say whether a word is an address of ours; hidden characters are in none."""
    return text.startswith("/") and text.isprintable()


def is_whole(piece: bytes, checksum: str) -> bool:
    """Say whether a piece has the checksum its sender gave (`sha256 <base64>`), if any."""
    if not checksum:
        return True
    method, _, value = checksum.partition(" ")
    expected = base64.b64encode(hashlib.sha256(piece).digest()).decode("ascii")
    return method == "sha256" and secrets.compare_digest(value.encode(), expected.encode())


def read_metadata(header: str) -> dict[str, str]:
    """Read `name base64, name base64`; what is not readable is left out."""
    words: dict[str, str] = {}
    for pair in header[:4000].split(","):
        name, _, value = pair.strip().partition(" ")
        try:
            words[name] = base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            continue
    return words


def offset_headers(session: UploadSession) -> dict[str, str]:
    """Return where an upload stands."""
    return {
        "Upload-Offset": str(session.offset),
        "Upload-Length": str(session.length),
        "Upload-Expires": session.expires_at.strftime("%a, %d %b %Y %H:%M:%S GMT"),
        "Cache-Control": "no-store",
    }


def abilities() -> dict[str, str]:
    """Return what of the protocol is understood."""
    return {
        "Tus-Version": TUS,
        "Tus-Extension": "creation,checksum,expiration,termination",
        "Tus-Checksum-Algorithm": "sha256",
        "Tus-Max-Size": str(settings.PRAKARSA_UPLOAD_BYTES),
    }
