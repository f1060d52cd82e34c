"""The report of one quarter: what was reached, its proof, and handing it in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prakarsa.contracts.actions.realisations import (
    add_proof,
    remove_proof,
    save_realisation,
    submit_realisation,
)
from prakarsa.contracts.forms.delivery import ReportForm, ReportProofForm, SubmitForm
from prakarsa.contracts.models import QuarterTarget, Realisation, RealisationProof
from prakarsa.contracts.permissions import FOLLOWERS, REPORTERS
from prakarsa.contracts.queries.delivery import (
    proof_for,
    realisation_of,
    target_for,
    unit_of,
)
from prakarsa.contracts.showing.realisations import PROOF_KINDS, report_page
from prakarsa.files.actions import prepare_from_form
from prakarsa.files.responses import send_file, send_preview
from prakarsa.formats.explaining import explain
from prakarsa.formats.reasons import Refused
from prakarsa.foundation.limits import UPLOADS, limited
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, roles


@require_http_methods(["GET", "POST"])
@roles(*FOLLOWERS)
def realisation(request: SeatedRequest, key: str, year: int, quarter: int) -> HttpResponse:
    """Show what a quarter reached with its history, and keep it as a draft."""
    at, target = now(), target_for(request.seat, key, year, quarter)
    unit = unit_of(target.contract)
    form = ReportForm(request.POST or None, report=realisation_of(target), unit=unit)
    if form.runs(
        lambda terms: save_realisation(seat=request.seat, target=target, at=at, **terms)
    ):  # fmt: skip
        messages.success(request, _("Capaian disimpan sebagai draf."))
        return redirect("contracts:realisation", key, year, quarter)
    return _show(request, target, form=form)


@require_POST
@roles(*REPORTERS)
@limited(UPLOADS)
def report_proof(request: SeatedRequest, key: str, year: int, quarter: int) -> HttpResponse:
    """Put a file under a report."""
    target = target_for(request.seat, key, year, quarter)
    form = ReportProofForm(request.POST, request.FILES)
    if _keeps(request, _report(target), form):
        messages.success(request, _("Berkas bukti ditambahkan."))
        return redirect("contracts:realisation", key, year, quarter)
    return _show(request, target, proof_form=form)


@require_POST
@roles(*REPORTERS)
def submit(request: SeatedRequest, key: str, year: int, quarter: int) -> HttpResponse:
    """Hand a report to the verifiers."""
    at, target = now(), target_for(request.seat, key, year, quarter)
    report, form = _report(target), SubmitForm(request.POST)
    if form.runs(
        lambda terms: submit_realisation(seat=request.seat, realisation=report, at=at, **terms)
    ):
        messages.success(request, _("Capaian diajukan untuk diverifikasi."))
        return redirect("contracts:delivery", key=key)
    return _show(request, target, submit_form=form)


@require_POST
@roles(*REPORTERS)
def take_proof(request: SeatedRequest, key: str) -> HttpResponse:
    """Take a file away; its history stays."""
    proof = shown_proof(request, key)
    target = proof.realisation.target
    try:
        remove_proof(seat=request.seat, proof=proof, at=now())
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("%s dicabut. Riwayatnya tetap ada.") % proof.file.name)
    return redirect("contracts:realisation", target.contract.key, target.year, target.quarter)


@require_safe
@roles(*FOLLOWERS)
def proof_file(request: SeatedRequest, key: str) -> HttpResponseBase:
    """Send a proof to be saved."""
    return send_file(shown_proof(request, key).file)


@require_safe
@roles(*FOLLOWERS)
def proof_preview(request: SeatedRequest, key: str) -> HttpResponseBase:
    """Show an image as a picture we encoded ourselves."""
    return send_preview(shown_proof(request, key).file)


def shown_proof(request: SeatedRequest, key: str) -> RealisationProof:
    """Return a file that the seat may read today; raise Http404."""
    return proof_for(request.seat, key, on=request.seat.today(now()))


def _report(target: QuarterTarget) -> Realisation:
    found = realisation_of(target)
    if found is None:
        raise Http404
    return found


def _keeps(request: SeatedRequest, report: Realisation, form: ReportProofForm) -> bool:
    """Prepare the file outside the transaction, then keep it; say in the form why not."""
    try:
        return form.runs(lambda values: _keep(request, report, values))
    except Refused as refusal:
        form.add_error("file", explain(refusal))
        return False


def _keep(request: SeatedRequest, report: Realisation, values: dict[str, Any]) -> RealisationProof:
    at = now()
    prepared = prepare_from_form(
        seat=request.seat,
        upload=values["file"],
        upload_key=values["upload"],
        target=request.path,
        allowed=PROOF_KINDS,
        limit_bytes=settings.PRAKARSA_UPLOAD_BYTES,
        at=at,
    )
    return add_proof(
        seat=request.seat, realisation=report, prepared=prepared, caption=values["caption"], at=at
    )


def _show(request: SeatedRequest, target: QuarterTarget, **forms: Any) -> HttpResponse:
    """Draw the page of one quarter, with the forms a seat may use."""
    report = realisation_of(target)
    context = {
        "form": ReportForm(None, report=report, unit=unit_of(target.contract)),
        "proof_form": ReportProofForm(),
        "submit_form": SubmitForm(initial={"version": report.version if report else 0}),
        **forms,
        "page": report_page(request.seat, target, now()),
        "limit": settings.PRAKARSA_UPLOAD_BYTES,
    }
    return render(request, "contracts/realisation.html", context)
