"""The auctions that public sources report, for everybody."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from prakarsa.auctions.showing.reported import reported_lines, reported_page
from prakarsa.organisations.access import SeatedRequest, public


@require_safe
@public
def reported_list(request: SeatedRequest) -> HttpResponse:
    """List the reported auctions, by region."""
    return render(request, "auctions/reported_list.html", {"lines": reported_lines()})


@require_safe
@public
def reported(request: SeatedRequest, key: str) -> HttpResponse:
    """Show one reported auction; what is not reported is not found."""
    page = reported_page(key)
    region = page.period.region
    context = {"page": page, "sample_region": region if region.is_example else None}
    return render(request, "auctions/reported.html", context)
