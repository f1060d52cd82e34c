"""Make a contract, and change one: addendum, transfer, taking back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prakarsa.auctions.queries import lot_for
from prakarsa.contracts.actions import changing
from prakarsa.contracts.actions.making import make_contract
from prakarsa.contracts.forms.contracts import AmendForm, MakingForm, TakeBackForm
from prakarsa.contracts.models import PerformanceContract
from prakarsa.contracts.permissions import PLANNERS, may_try
from prakarsa.contracts.queries import contract_for
from prakarsa.contracts.showing.making import making_page_for
from prakarsa.contracts.states import Act
from prakarsa.contracts.transfers import TransferForm
from prakarsa.foundation.time import now
from prakarsa.foundation.versions import posted_version
from prakarsa.organisations.access import SeatedRequest, roles


@require_http_methods(["GET", "POST"])
@roles(*PLANNERS)
def new(request: SeatedRequest, key: str) -> HttpResponse:
    """Make the contract of a decided lot."""
    lot, at = lot_for(request.seat, key), now()
    form = MakingForm(request.POST or None, initial={"version": lot.version})
    if form.runs(
        lambda making: make_contract(
            seat=request.seat, lot=lot, making=making, version=form.cleaned_data["version"], at=at
        )
    ):
        messages.success(request, _("Kontrak %s dibuat.") % form.result.number)
        return redirect("contracts:detail", key=form.result.key)
    page = making_page_for(request.seat, lot)
    if page is None:
        return _existing(key)
    return render(request, "contracts/new.html", {"page": page, "lot": lot, "form": form})


def _existing(key: str) -> HttpResponse:
    """Lead to the contract that the lot has already; without one nothing can be made of it."""
    known = PerformanceContract.objects.filter(lot__key=key).first()
    if known is None:
        raise PermissionDenied
    return redirect("contracts:detail", key=known.key)


@require_http_methods(["GET", "POST"])
@roles(*PLANNERS)
def amend(request: SeatedRequest, key: str) -> HttpResponse:
    """Write an addendum for both sides to sign."""
    contract, at = contract_for(request.seat, key), now()
    form = AmendForm(request.POST or None, contract=contract)
    if form.runs(
        lambda amendment: changing.amend_contract(
            seat=request.seat, contract=contract, amendment=amendment, at=at,
            version=form.cleaned_data["version"],
        )
    ):  # fmt: skip
        messages.success(request, _("Adendum kontrak %s dibuat.") % contract.number)
        return redirect("contracts:detail", key=key)
    _refuse_closed(request, contract, Act.AMEND)
    return render(request, "contracts/amend.html", {"form": form, "contract": contract})


@require_http_methods(["GET", "POST"])
@roles(*PLANNERS)
def transfer(request: SeatedRequest, key: str) -> HttpResponse:
    """Write the transfer to the heirs of an agency, for them and the regional head to sign."""
    contract, at = contract_for(request.seat, key), now()
    form = TransferForm(request.POST or None, contract=contract)
    if form.runs(
        lambda wanted: changing.transfer_contract(
            seat=request.seat, contract=contract, transfer=wanted, at=at,
            version=form.cleaned_data["version"],
        )
    ):  # fmt: skip
        messages.success(request, _("Pengalihan kontrak %s dibuat.") % contract.number)
        return redirect("contracts:detail", key=key)
    _refuse_closed(request, contract, Act.TRANSFER)
    return render(request, "contracts/transfer.html", {"form": form, "contract": contract})


@require_http_methods(["GET", "POST"])
@roles(*PLANNERS)
def take_back(request: SeatedRequest, key: str) -> HttpResponse:
    """End a text that not everybody has signed."""
    contract = contract_for(request.seat, key)
    form = TakeBackForm(request.POST or None)
    version = posted_version(request.POST) if request.method == "POST" else 0
    if form.runs(
        lambda values: changing.take_back(
            seat=request.seat, contract=contract, reason=values["reason"], version=version, at=now()
        )
    ):
        messages.success(request, _("Naskah yang menunggu tanda tangan dibatalkan."))
        return redirect("contracts:detail", key=key)
    _refuse_closed(request, contract, Act.TAKE_BACK)
    return render(request, "contracts/take_back.html", {"form": form, "contract": contract})


def _refuse_closed(request: SeatedRequest, contract: PerformanceContract, act: Act) -> None:
    """Refuse the page of an act that the table does not allow; a refused form stays to be read."""
    is_posted = request.method == "POST"
    if not is_posted and not may_try(request.seat, contract, act, on=request.seat.today(now())):
        raise PermissionDenied
