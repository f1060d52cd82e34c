"""The page of one contract, and of one of its texts."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from prakarsa.contracts.permissions import FOLLOWERS
from prakarsa.contracts.showing.contract import contract_page_for
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, roles


@require_safe
@roles(*FOLLOWERS)
def contract(request: SeatedRequest, key: str) -> HttpResponse:
    """Show one contract: what it says now, who holds it, and its texts."""
    page = contract_page_for(request.seat, key, now())
    context = {"page": page, "contract": page.contract}
    return render(request, "contracts/contract.html", context)
