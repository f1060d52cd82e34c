"""The files of a profile: the page to add and remove them, and each to be saved."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prakarsa.files.actions import prepare_from_form
from prakarsa.files.responses import send_file
from prakarsa.formats.explaining import explain
from prakarsa.formats.reasons import Refused
from prakarsa.foundation.limits import UPLOADS, limited
from prakarsa.foundation.time import now
from prakarsa.foundation.versions import posted_version
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.registry.actions import (
    StaleInnovation,
    TooManyAttachments,
    add_attachment,
    remove_attachment,
)
from prakarsa.registry.actions.attachments import KINDS
from prakarsa.registry.explaining import explain as explain_refusal
from prakarsa.registry.forms.attachments import AttachmentForm
from prakarsa.registry.models import Innovation
from prakarsa.registry.parts import Part
from prakarsa.registry.permissions import CREATORS, READERS
from prakarsa.registry.queries import attachment_for, innovation_for, notes_of
from prakarsa.registry.views.writing import editable, is_closed, refuse_closed


@require_http_methods(["GET", "POST"])
@roles(*CREATORS)
@limited(UPLOADS, method="POST")
def attachments(request: SeatedRequest, key: str) -> HttpResponse:
    """List the files of a profile and add one."""
    innovation = editable(request, key)
    if is_closed(innovation):
        return refuse_closed(request, innovation)
    form = AttachmentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and keep(request, innovation, form):
        messages.success(request, _("Lampiran %s tersimpan.") % innovation.name)
        return redirect("registry:attachments", key=key)
    notes = [each for each in notes_of(innovation) if each.note.about == Part.ATTACHMENTS]
    context = {"innovation": innovation, "part": Part.ATTACHMENTS, "form": form, "notes": notes}
    return render(request, "registry/attachments.html", context)


def keep(request: SeatedRequest, innovation: Innovation, form: AttachmentForm) -> bool:
    """Keep the file, or say beside the field why not."""
    try:
        put(request, innovation, form.cleaned_data)
    except Refused as refusal:
        form.add_error("file", explain(refusal))
    except TooManyAttachments as refusal:
        text = _("Paling banyak %s lampiran. Hapus satu dulu.")
        form.add_error("file", text % refusal.most)
    except StaleInnovation as refusal:
        form.add_error(None, explain_refusal(refusal))
    return not form.errors


def put(request: SeatedRequest, innovation: Innovation, values: dict[str, Any]) -> None:
    """Prepare the file outside the transaction, then put it into the profile."""
    seat, at = request.seat, now()
    prepared = prepare_from_form(
        seat=seat,
        upload=values["file"],
        upload_key=values["upload"],
        target=request.path,
        allowed=KINDS,
        limit_bytes=settings.PRAKARSA_UPLOAD_BYTES,
        at=at,
    )
    caption = values["caption"]
    add_attachment(
        seat=seat, innovation=innovation, prepared=prepared, caption=caption, at=at,
        version=posted_version(request.POST),
    )  # fmt: skip


@require_POST
@roles(*CREATORS)
def remove(request: SeatedRequest, key: str, file_key: str) -> HttpResponse:
    """Take a file out of the profile."""
    rows = editable(request, key).attachments.select_related("file")
    attachment, version = rows.filter(file__key=file_key).first(), posted_version(request.POST)
    try:
        if attachment is not None:
            remove_attachment(seat=request.seat, attachment=attachment, version=version, at=now())
            messages.success(request, _("%s dihapus dari lampiran.") % attachment.file.name)
    except StaleInnovation as refusal:
        messages.error(request, explain_refusal(refusal))
    return redirect("registry:attachments", key=key)


@require_safe
@roles(*READERS)
def attachment(request: SeatedRequest, key: str, file_key: str) -> HttpResponseBase:
    """Send one attachment to be saved."""
    innovation = innovation_for(request.seat, key)
    return send_file(attachment_for(innovation, file_key).file)
