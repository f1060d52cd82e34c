"""The page on which a text is read and signed."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prakarsa.accounts.sessions import PROVED
from prakarsa.contracts.actions.signing import Shown, sign_contract
from prakarsa.contracts.forms.contracts import SignForm
from prakarsa.contracts.models import PerformanceContract
from prakarsa.contracts.permissions import SIGNERS
from prakarsa.contracts.queries import contract_for
from prakarsa.contracts.showing.signing import signing_page_for
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, asks_again, roles


@require_http_methods(["GET", "POST"])
@asks_again
@roles(*SIGNERS)
def sign(request: SeatedRequest, key: str) -> HttpResponse:
    """Show the text that waits, and sign the one that was shown."""
    contract = contract_for(request.seat, key)
    form = SignForm(request.POST or None)
    if form.runs(lambda shown: _sign(request, contract, shown)):
        messages.success(request, _("Kontrak %s ditandatangani.") % contract.number)
        return redirect("contracts:detail", key=key)
    page = signing_page_for(request.seat, contract_for(request.seat, key))
    if page is None:
        messages.info(request, _("Tidak ada naskah yang menunggu tanda tangan."))
        return redirect("contracts:detail", key=key)
    context = {"page": page, "contract": page.contract, "form": form}
    return render(request, "contracts/sign.html", context)


def _sign(request: SeatedRequest, contract: PerformanceContract, shown: Shown) -> object:
    """Sign with the moment at which the browser's session was last proved."""
    proved_at = datetime.fromtimestamp(float(request.session.get(PROVED, 0)), tz=UTC)
    return sign_contract(
        seat=request.seat, contract=contract, shown=shown, proved_at=proved_at, at=now()
    )
