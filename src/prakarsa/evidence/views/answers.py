"""One indicator: the claim, its files and links."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from prakarsa.evidence import actions
from prakarsa.evidence.forms import ClaimForm, ProofForm
from prakarsa.evidence.permissions import CLAIMERS
from prakarsa.evidence.queries import allowed_kinds, answer_for, key_of, proof_for
from prakarsa.evidence.refusals import CannotAct, Stale
from prakarsa.evidence.showing.cases import Case
from prakarsa.evidence.showing.sheets import Sheet
from prakarsa.files.actions import prepare_from_form
from prakarsa.files.receiving import Prepared
from prakarsa.formats.explaining import explain
from prakarsa.formats.reasons import Refused
from prakarsa.foundation.limits import UPLOADS, limited
from prakarsa.foundation.time import now
from prakarsa.foundation.versions import posted_version
from prakarsa.foundation.writing import enumeration
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.registry.permissions import READERS


@require_http_methods(["GET", "POST"])
@roles(*READERS)
def answer(request: SeatedRequest, key: str, indicator: str) -> HttpResponse:
    """Show one indicator, and claim its level."""
    case = Case(request.seat, answer_for(request.seat, key, indicator, at=(at := now())), at)
    form = ClaimForm(request.POST or None, answer=case.answer, indicator=case.indicator)

    def claim() -> None:
        version = posted_version(request.POST)
        actions.claim_level(
            seat=request.seat, answer=case.answer, claim=form.claim, version=version, at=at
        )

    if request.method == "POST" and is_done(form, claim):
        messages.success(request, _("Klaim No. %s disimpan.") % indicator)
        return redirect("evidence:answer", key, indicator)
    return show(request, case, form=form)


@require_POST
@roles(*CLAIMERS)
@limited(UPLOADS)
def add_proof(request: SeatedRequest, key: str, indicator: str) -> HttpResponse:
    """Put a file or a link under an indicator."""
    case = Case(request.seat, answer_for(request.seat, key, indicator, at=(at := now())), at)
    form = ProofForm(request.POST, request.FILES, answer=case.answer)
    if is_done(form, lambda: keep(request, case, form)):
        messages.success(request, _("Bukti No. %s ditambahkan.") % indicator)
        return redirect("evidence:answer", key, indicator)
    return show(request, case, proof_form=form)


@require_POST
@roles(*CLAIMERS)
def remove_proof(request: SeatedRequest, key: str) -> HttpResponse:
    """Take a file or link away."""
    proof = proof_for(request.seat, key)
    try:
        version = posted_version(request.POST)
        actions.remove_proof(seat=request.seat, proof=proof, version=version, at=now())
    except CannotAct as problem:
        messages.error(request, problem.sentence)
    else:
        messages.success(request, _("%s dicabut. Riwayatnya tetap ada.") % proof)
    return redirect("evidence:answer", key_of(proof.answer), proof.answer.indicator)


def keep(request: SeatedRequest, case: Case, form: ProofForm) -> None:
    """Prepare the file outside the transaction, then put it or the link under the answer."""
    prepared = prepare(request, case, form) if form.has_file else None
    values = form.cleaned_data
    actions.add_proof(
        seat=request.seat,
        answer=case.answer,
        version=posted_version(request.POST),
        prepared=prepared,
        link="" if prepared else values.get("link", ""),
        caption=values["caption"],
        year=values["year"],
        at=case.at,
    )


def prepare(request: SeatedRequest, case: Case, form: ProofForm) -> Prepared:
    """Inspect the file in the form, or the one that came in pieces before."""
    return prepare_from_form(
        seat=request.seat,
        upload=form.cleaned_data["file"],
        upload_key=form.cleaned_data["upload"],
        target=request.path,
        allowed=allowed_kinds(case.answer),
        limit_bytes=settings.PRAKARSA_UPLOAD_BYTES,
        at=case.at,
    )


def is_done(form: forms.Form, act: Callable[[], None]) -> bool:
    """Do the act when the form is valid; say in the form why it could not be done."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as refusal:
        form.add_error("file", explain(refusal))
    except CannotAct as problem:
        form.add_error(None, problem.sentence)
        vars(form)["is_stale"] = isinstance(problem, Stale)
    return not form.errors


def show(
    request: SeatedRequest,
    case: Case,
    *,
    form: ClaimForm | None = None,
    proof_form: ProofForm | None = None,
) -> HttpResponse:
    """Draw the page of one indicator."""
    claim_form = form or ClaimForm(answer=case.answer, indicator=case.indicator)
    context = {
        **about_claim(case, claim_form),
        **about_proof(case, proof_form or ProofForm(answer=case.answer)),
        "case": case,
        "version": shown_version(request, case, form or proof_form),
        "is_htmx": "HX-Request" in request.headers,
    }
    if case.answer.submission is not None:
        context["sheet"] = Sheet(case.seat, case.answer.submission, case.at)
    return render(request, "evidence/answer.html", context)


def shown_version(request: SeatedRequest, case: Case, form: forms.Form | None) -> int:
    """Return the version the page speaks of: who corrects a slip has seen no other yet.

    After a refusal as stale the page shows both values, and saving again means: mine shall stand.
    """
    if form is None or not form.is_bound or vars(form).get("is_stale"):
        return case.answer.version
    return posted_version(request.POST)


def about_claim(case: Case, form: ClaimForm) -> dict[str, Any]:
    """Return the claim's form with what there is to choose from."""
    return {
        "form": form,
        "picks": case.picks(form["level"].value() if "level" in form.fields else None),
        "bases": case.basis_picks(form["basis"].value() if "basis" in form.fields else None),
    }


def about_proof(case: Case, form: ProofForm) -> dict[str, Any]:
    """Return the form for a file or link with the kinds and sizes that are taken."""
    kinds = allowed_kinds(case.answer)
    form.accept_only(kinds)
    return {
        "proof_form": form,
        "kinds": enumeration(sorted(kind.label for kind in kinds)),
        "limit": settings.PRAKARSA_UPLOAD_BYTES,
    }
