"""The files of a lot: the page to add and remove them, and each to be saved."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prakarsa.auctions.actions.lot_files import KINDS, add_lot_file, remove_lot_file
from prakarsa.auctions.forms.lot_parts import LotFileForm
from prakarsa.auctions.models import Lot
from prakarsa.auctions.permissions import FOLLOWERS
from prakarsa.auctions.queries.lots import lot_file_for
from prakarsa.auctions.states import MAKERS
from prakarsa.auctions.views.making import about, draft_for
from prakarsa.files.actions import prepare_from_form
from prakarsa.files.receiving import Prepared
from prakarsa.files.responses import send_file
from prakarsa.formats.explaining import explain
from prakarsa.formats.reasons import Refused
from prakarsa.foundation.limits import UPLOADS, limited
from prakarsa.foundation.time import now
from prakarsa.foundation.versions import posted_version
from prakarsa.organisations.access import SeatedRequest, roles


@require_http_methods(["GET", "POST"])
@roles(*MAKERS)
@limited(UPLOADS, method="POST")
def lot_files(request: SeatedRequest, key: str) -> HttpResponse:
    """List the files of a draft and add one."""
    lot = draft_for(request, key)
    form = LotFileForm(
        request.POST or None, request.FILES or None, initial={"version": lot.version}
    )
    if _is_kept(request, lot, form):
        messages.success(request, _("Berkas tersimpan."))
        return redirect("auctions:lot-files", key=key)
    files = lot.files.filter(removed_at=None).select_related("file")
    context = about(lot) | {"form": form, "files": files, "limit": settings.PRAKARSA_UPLOAD_BYTES}
    return render(request, "auctions/files.html", context)


@require_POST
@roles(*MAKERS)
def lot_file_remove(request: SeatedRequest, key: str) -> HttpResponse:
    """Take a file away from a draft."""
    file = lot_file_for(request.seat, key)
    draft_for(request, file.lot.key)
    try:
        version = posted_version(request.POST)
        remove_lot_file(seat=request.seat, file=file, version=version, at=now())
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("%s dicabut. Riwayatnya tetap ada.") % file.file.name)
    return redirect("auctions:lot-files", key=file.lot.key)


@require_safe
@roles(*FOLLOWERS)
def lot_file(request: SeatedRequest, key: str) -> HttpResponseBase:
    """Send one file to be saved, to whoever follows its lot."""
    return send_file(lot_file_for(request.seat, key).file)


def _is_kept(request: SeatedRequest, lot: Lot, form: LotFileForm) -> bool:
    """Prepare the file outside the transaction, then keep it; say beside the field why not."""
    try:
        return form.runs(lambda _terms: _keep(request, lot, form))
    except Refused as refusal:
        form.add_error("file", explain(refusal))
        return False


def _keep(request: SeatedRequest, lot: Lot, form: LotFileForm) -> None:
    prepared = _prepared(request, form)
    typed = {name: form.cleaned_data[name] for name in ("kind", "caption", "version")}
    try:
        add_lot_file(seat=request.seat, lot=lot, prepared=prepared, at=now(), **typed)
    except Exception:
        prepared.discard()
        raise


def _prepared(request: SeatedRequest, form: LotFileForm) -> Prepared:
    return prepare_from_form(
        seat=request.seat,
        upload=form.cleaned_data["file"],
        upload_key=form.cleaned_data["upload"],
        target=request.path,
        allowed=KINDS,
        limit_bytes=settings.PRAKARSA_UPLOAD_BYTES,
        at=now(),
    )
