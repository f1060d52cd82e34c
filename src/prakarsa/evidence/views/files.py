"""The bytes of a proof, for whoever may see its answer."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from prakarsa.evidence.queries import proof_for
from prakarsa.files.responses import send_file, send_preview
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.registry.permissions import READERS


@require_safe
@roles(*READERS)
def proof(request: SeatedRequest, key: str) -> HttpResponseBase:
    """Send the file to be saved; a link has no bytes here."""
    found = proof_for(request.seat, key)
    if found.file is None:
        raise Http404
    return send_file(found.file)


@require_safe
@roles(*READERS)
def preview(request: SeatedRequest, key: str) -> HttpResponseBase:
    """Show an image as a picture we encoded ourselves."""
    found = proof_for(request.seat, key)
    if found.file is None:
        raise Http404
    return send_preview(found.file)
