"""Pages of the end of a contract: the result, the measure, the verdict, the mark, the closing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prakarsa.contracts.actions.closing import (
    close_contract,
    give_measure,
    judge_measure,
    return_measure,
    shield_failure,
)
from prakarsa.contracts.forms.delivery import JudgeForm, MeasureForm, ShieldForm, SubmitForm
from prakarsa.contracts.models import Outcome
from prakarsa.contracts.permissions import FOLLOWERS
from prakarsa.contracts.queries.delivery import delivery_for
from prakarsa.contracts.showing.outcome import OutcomePage, outcome_page
from prakarsa.contracts.states import Act, roles_for
from prakarsa.foundation.components import Confirmation
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, roles


@require_safe
@roles(*FOLLOWERS)
def outcome(request: SeatedRequest, key: str) -> HttpResponse:
    """Show what came of a contract, by whose limits, and what is proposed."""
    return render(request, "contracts/outcome.html", {"page": _page(request, key)})


@require_http_methods(["GET", "POST"])
@roles(*roles_for(Act.MEASURE))
def measure(request: SeatedRequest, key: str) -> HttpResponse:
    """Report the final measure."""
    page, at = _page(request, key), now()
    form = MeasureForm(request.POST or None, initial={"version": page.contract.version})
    if form.runs(
        lambda terms: give_measure(
            seat=request.seat,
            contract=page.contract,
            measure=terms,
            version=form.cleaned_data["version"],
            at=at,
        )
    ):
        messages.success(request, _("Ukuran akhir dilaporkan untuk diverifikasi."))
        return redirect("contracts:outcome", key=key)
    return _form(request, page, form, Act.MEASURE)


@require_http_methods(["GET", "POST"])
@roles(*roles_for(Act.JUDGE))
def judge(request: SeatedRequest, key: str) -> HttpResponse:
    """Verify the final measure, or give it back."""
    page, at = _page(request, key), now()
    form = JudgeForm(request.POST or None, initial={"version": page.contract.version})

    def decide(terms: dict[str, Any]) -> Outcome:
        act = judge_measure if terms["step"] == Act.JUDGE else return_measure
        return act(
            seat=request.seat,
            contract=page.contract,
            reason=terms["reason"],
            version=terms["version"],
            at=at,
        )

    if form.runs(decide):
        messages.success(request, _("Putusan atas ukuran akhir dicatat."))
        return redirect("contracts:outcome", key=key)
    return render(request, "contracts/judge.html", {"page": page, "form": form})


@require_http_methods(["GET", "POST"])
@roles(*roles_for(Act.SHIELD))
def shield(request: SeatedRequest, key: str) -> HttpResponse:
    """Mark an honest failure, as the regional head."""
    page, at = _page(request, key), now()
    form = ShieldForm(request.POST or None, initial={"version": page.contract.version})
    if form.runs(
        lambda terms: shield_failure(seat=request.seat, contract=page.contract, at=at, **terms)
    ):
        messages.success(
            request, _("Ditandai gagal secara jujur; tidak ada telaah yang diusulkan.")
        )
        return redirect("contracts:outcome", key=key)
    return _form(request, page, form, Act.SHIELD)


@require_http_methods(["GET", "POST"])
@roles(*roles_for(Act.CLOSE))
def close(request: SeatedRequest, key: str) -> HttpResponse:
    """Close a judged contract, after saying what that changes."""
    page, at = _page(request, key), now()
    form = SubmitForm(request.POST or None, initial={"version": page.contract.version})
    if form.runs(
        lambda terms: close_contract(seat=request.seat, contract=page.contract, at=at, **terms)
    ):
        messages.success(request, _("Kontrak %s ditutup.") % page.contract.number)
        return redirect("contracts:outcome", key=key)
    _refuse(request, page, Act.CLOSE)
    context = {"page": page, "form": form, "confirmation": _closing(page)}
    return render(request, "contracts/close.html", context)


def _closing(page: OutcomePage) -> Confirmation:
    """Say what closing a contract changes."""
    return Confirmation(
        title=_("Tutup kontrak %s") % page.contract.number,
        changes=(
            _("Kontrak, capaian, dan hasilnya tidak dapat diubah lagi."),
            _("Semuanya tetap dapat dibaca oleh yang berhak."),
        ),
        undo=_("Kontrak yang ditutup tidak dapat dibuka lagi."),
        action=_("Tutup kontrak"),
        back_url=reverse("contracts:outcome", args=[page.contract.key]),
    )


def _page(request: SeatedRequest, key: str) -> OutcomePage:
    return outcome_page(request.seat, delivery_for(request.seat, key), now())


def _form(request: SeatedRequest, page: OutcomePage, form: Any, act: Act) -> HttpResponse:
    _refuse(request, page, act)
    context = {"page": page, "contract": page.contract, "form": form, "title": act.label}
    return render(request, "contracts/end.html", context)


def _refuse(request: SeatedRequest, page: OutcomePage, act: Act) -> None:
    """Refuse the form of an act that is not this seat's now; a stale one still says why."""
    if request.method != "POST" and act not in {step.act for step in page.steps}:
        raise PermissionDenied
