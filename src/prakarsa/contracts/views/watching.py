"""The page of signals: what people should look at and ask about."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from prakarsa.contracts.permissions import WATCHERS
from prakarsa.contracts.showing.watching import KIND, kind_in, watch_for
from prakarsa.foundation.filters import page_of
from prakarsa.organisations.access import SeatedRequest, roles


@require_safe
@roles(*WATCHERS)
def watching(request: SeatedRequest) -> HttpResponse:
    """List the contracts that show a signal, each with its reason in words."""
    watch = watch_for(request.seat, kind_in(request.GET))
    context = {"watch": watch, "page": page_of(watch.lines, request.GET, [KIND])}
    return render(request, "contracts/watching.html", context)
