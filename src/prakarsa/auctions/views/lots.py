"""The page of one lot."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from prakarsa.auctions.permissions import FOLLOWERS
from prakarsa.auctions.showing.lot import lot_page_for
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, roles


@require_safe
@roles(*FOLLOWERS)
def lot(request: SeatedRequest, key: str) -> HttpResponse:
    """Show one lot: what it promises, its parts, its test and what happened to it."""
    return render(request, "auctions/lot.html", {"shown": lot_page_for(request.seat, key, now())})
