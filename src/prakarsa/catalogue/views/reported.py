"""The targets that public sources report, for everybody."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from prakarsa.catalogue.reported import reported_board, reported_lines
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, public


@require_safe
@public
def reported_list(request: SeatedRequest) -> HttpResponse:
    """List the reported targets, by region."""
    return render(request, "catalogue/reported_list.html", {"lines": reported_lines(now())})


@require_safe
@public
def reported(request: SeatedRequest, key: str) -> HttpResponse:
    """Show one reported target; what is not reported is not found."""
    board = reported_board(key, now())
    region = board.campaign.region
    context = {"board": board, "sample_region": region if region.is_example else None}
    return render(request, "catalogue/reported.html", context)
