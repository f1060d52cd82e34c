"""Pages of the texts: one of them, two side by side, its paper, its bytes, certified files."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prakarsa.contracts.actions.attaching import KINDS, attach_external
from prakarsa.contracts.forms.contracts import ExternalForm
from prakarsa.contracts.models import ContractVersion, ExternalSignature
from prakarsa.contracts.papers import contract_paper, paper_name
from prakarsa.contracts.permissions import ATTACHERS, FOLLOWERS
from prakarsa.contracts.queries import contract_for, version_for
from prakarsa.contracts.showing.versions import comparison_for, version_page_for
from prakarsa.files.receiving import prepare_upload
from prakarsa.files.responses import send_file
from prakarsa.formats.explaining import explain
from prakarsa.formats.reasons import Refused
from prakarsa.formats.responses import confined
from prakarsa.foundation.filters import asked
from prakarsa.foundation.limits import UPLOADS, limited
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.organisations.exporting import export_paper

LEFT, RIGHT = "kiri", "kanan"


@require_safe
@roles(*FOLLOWERS)
def version(request: SeatedRequest, key: str, number: int) -> HttpResponse:
    """Show one text with its signatures."""
    page = version_page_for(request.seat, key, number, now())
    return render(request, "contracts/version.html", {"page": page, "contract": page.contract})


@require_safe
@roles(*FOLLOWERS)
def compare(request: SeatedRequest, key: str) -> HttpResponse:
    """Show two texts side by side."""
    given = asked(request.GET, (LEFT, RIGHT))
    if not all(value.isdecimal() and len(value) < 6 for value in given.values() if value):
        raise Http404
    left, right = (int(given[name] or 0) for name in (LEFT, RIGHT))
    page = comparison_for(request.seat, key, left, right)
    return render(request, "contracts/compare.html", {"page": page, "contract": page.contract})


@require_safe
@roles(*FOLLOWERS)
def paper(request: SeatedRequest, key: str, number: int) -> HttpResponseBase:
    """Send a text as a paper with the integrity pact and the signatures."""
    found = version_for(contract_for(request.seat, key), number)
    return export_paper(request, name=paper_name(found), rows=1, make=lambda: contract_paper(found))


@require_safe
@roles(*FOLLOWERS)
def content(request: SeatedRequest, key: str, number: int) -> HttpResponseBase:
    """Send the very bytes whose hash is signed."""
    found = version_for(contract_for(request.seat, key), number)
    answer = HttpResponse(found.content.encode(), content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.sha256[:16]}.json"'
    return confined(answer)


@require_safe
@roles(*FOLLOWERS)
def external(request: SeatedRequest, key: str, file_key: str) -> HttpResponseBase:
    """Send a certified file to be saved."""
    contract = contract_for(request.seat, key)
    rows = ExternalSignature.objects.filter(version__contract=contract, key=file_key)
    found = rows.select_related("file").first()
    if found is None:
        raise Http404
    return send_file(found.file)


@require_http_methods(["GET", "POST"])
@roles(*ATTACHERS)
@limited(UPLOADS, method="POST")
def attach(request: SeatedRequest, key: str, number: int) -> HttpResponse:
    """Put a certified file beside a text."""
    page = version_page_for(request.seat, key, number, now())
    if not page.may_attach:
        raise PermissionDenied
    form = ExternalForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid() and _keep(request, page.line.version, form):
        messages.success(request, _("Berkas tersertifikasi tersimpan."))
        return redirect("contracts:version", key=key, number=number)
    context = {"page": page, "contract": page.contract, "form": form}
    return render(request, "contracts/attach.html", context)


def _keep(request: SeatedRequest, version: ContractVersion, form: ExternalForm) -> bool:
    """Prepare the file outside the transaction, then keep it; say beside the field why not."""
    values, limit = form.cleaned_data, settings.PRAKARSA_UPLOAD_BYTES
    try:
        prepared = prepare_upload(values["file"], allowed=KINDS, limit_bytes=limit)
    except Refused as refusal:
        form.add_error("file", explain(refusal))
        return False
    try:
        attach_external(
            seat=request.seat, version=version, prepared=prepared, note=values["note"], at=now()
        )
    except (Refused, ValidationError) as problem:
        prepared.discard()
        words = explain(problem) if isinstance(problem, Refused) else problem
        form.add_error("file", words)
    return not form.errors
