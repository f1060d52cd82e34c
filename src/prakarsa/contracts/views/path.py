"""The page of a lot's path, from its first offer to its result."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from prakarsa.contracts.permissions import FOLLOWERS
from prakarsa.contracts.queries.path import path_for
from prakarsa.contracts.showing.path import path_page
from prakarsa.organisations.access import SeatedRequest, roles


@require_safe
@roles(*FOLLOWERS)
def path(request: SeatedRequest, key: str) -> HttpResponse:
    """Show what was offered, agreed, signed, delivered and found, as a picture and a table."""
    page = path_page(path_for(request.seat, key))
    return render(request, "contracts/path.html", {"page": page})
