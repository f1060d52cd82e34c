"""The page of a lot's path, from its first offer to its result."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prakarsa.contracts.permissions import FOLLOWERS
from prakarsa.contracts.queries.path import path_for
from prakarsa.contracts.showing.path import path_page
from prakarsa.contracts.tables import path_columns, path_paper, path_rows
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.organisations.exporting import export_paper, export_table


@require_safe
@roles(*FOLLOWERS)
def path(request: SeatedRequest, key: str) -> HttpResponse:
    """Show what was offered, agreed, signed, delivered and found, as a picture and a table."""
    page = path_page(path_for(request.seat, key))
    return render(request, "contracts/path.html", {"page": page})


@require_safe
@roles(*FOLLOWERS)
def path_table(request: SeatedRequest, key: str, kind: str) -> HttpResponseBase:
    """Send what happened to a lot."""
    page = path_page(path_for(request.seat, key))
    return export_table(
        request,
        kind,
        name=_("jejak-lot"),
        title=_("Jejak"),
        columns=path_columns(),
        rows=path_rows(page),
    )


@require_safe
@roles(*FOLLOWERS)
def path_print(request: SeatedRequest, key: str) -> HttpResponseBase:
    """Send what happened to a lot, to print."""
    page = path_page(path_for(request.seat, key))
    return export_paper(
        request,
        name=_("jejak-lot"),
        rows=len(page.stations),
        make=lambda: path_paper(page, now()),
    )
