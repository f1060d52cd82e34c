"""A round: the page of its lots, and the same for the wall of the command centre."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from prakarsa.auctions.permissions import FOLLOWERS
from prakarsa.auctions.showing.rounds import round_page_for
from prakarsa.auctions.views.live import show_live
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, roles


@require_safe
@roles(*FOLLOWERS)
def round_held(request: SeatedRequest, key: str, number: int) -> HttpResponse:
    """Show the lots of a round in order with where each stands."""
    return show_live(request, round_page_for(request.seat, key, number, now()), "round")


@require_safe
@roles(*FOLLOWERS)
def round_screen(request: SeatedRequest, key: str, number: int) -> HttpResponse:
    """Show the round large and dark, without links."""
    return show_live(request, round_page_for(request.seat, key, number, now()), "round_screen")
