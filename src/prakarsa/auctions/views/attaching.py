"""Files that come with a form of the auction: made ready before its act, let go if it fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from prakarsa.auctions.forms.room import KINDS
from prakarsa.auctions.permissions import FOLLOWERS
from prakarsa.auctions.queries.offers import offer_file_for
from prakarsa.files.receiving import Prepared, prepare_upload
from prakarsa.files.responses import send_file
from prakarsa.formats.explaining import explain
from prakarsa.formats.reasons import Refused
from prakarsa.organisations.access import SeatedRequest, roles


@contextmanager
def prepared_files(form: forms.Form) -> Iterator[list[Prepared]]:
    """Inspect the files of a form before its act; raise ValidationError beside their field."""
    prepared: list[Prepared] = []
    try:
        limit = settings.PRAKARSA_UPLOAD_BYTES
        prepared.extend(
            prepare_upload(upload, allowed=KINDS, limit_bytes=limit)
            for upload in form.cleaned_data["attachments"]
        )
        yield prepared
    except Refused as refusal:
        raise ValidationError({"attachments": explain(refusal)}) from refusal
    finally:
        # What the act kept has a name of its own by now.
        for each in prepared:
            each.discard()


@require_safe
@roles(*FOLLOWERS)
def offer_file(request: SeatedRequest, key: str) -> HttpResponseBase:
    """Send a file of an offer to be saved."""
    return send_file(offer_file_for(request.seat, key).file)
