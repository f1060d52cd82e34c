"""The queue of a verifier: reports of quarters and final measures, and one report to decide."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prakarsa.contracts.actions.verdicts import decide_realisation
from prakarsa.contracts.forms.delivery import DecideForm
from prakarsa.contracts.models import Realisation
from prakarsa.contracts.permissions import VERIFIERS
from prakarsa.contracts.queries.waiting import (
    report_for,
    waiting_outcomes,
    waiting_realisations,
)
from prakarsa.contracts.showing.realisations import outcome_line, report_page, waiting_line
from prakarsa.contracts.states import Step
from prakarsa.foundation.filters import page_of
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, roles


@require_safe
@roles(*VERIFIERS)
def queue(request: SeatedRequest) -> HttpResponse:
    """List what waits for this verifier, longest first."""
    today = request.seat.today(now())
    page = page_of(waiting_realisations(request.seat), request.GET)
    outcomes = [outcome_line(each, today) for each in waiting_outcomes(request.seat)]
    context = {
        "page": page,
        "lines": [waiting_line(each, today) for each in page],
        "outcomes": outcomes,
        "total": page.paginator.count + len(outcomes),
    }
    return render(request, "contracts/queue.html", context)


@require_http_methods(["GET", "POST"])
@roles(*VERIFIERS)
def verify(request: SeatedRequest, key: str) -> HttpResponse:
    """Show a report beside its proof, and decide on it."""
    at, report = now(), report_for(request.seat, key)
    form = DecideForm(request.POST or None, initial={"version": report.version})
    if form.runs(
        lambda terms: decide_realisation(
            seat=request.seat, realisation=report, at=at, **{**terms, "step": Step(terms["step"])}
        )
    ):
        messages.success(request, _done(form.result))
        following = waiting_realisations(request.seat).first()
        return (
            redirect("contracts:verify", following.key)
            if following
            else redirect("contracts:queue")
        )
    page = report_page(request.seat, report.target, at)
    return render(request, "contracts/verify.html", {"page": page, "form": form})


def _done(report: Realisation) -> str:
    if report.state == Realisation.State.VERIFIED:
        return _("Capaian diterima.")
    return _("Capaian dikembalikan dengan alasan.")
