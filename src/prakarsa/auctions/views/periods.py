"""The periods of a region, one of them with its lots, and those lots to take away."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prakarsa.auctions.models import AuctionPeriod
from prakarsa.auctions.permissions import FOLLOWERS
from prakarsa.auctions.queries import period_for, visible_lots
from prakarsa.auctions.queries.filters import NAMES, LotFilters, agencies_in, state_chips
from prakarsa.auctions.showing.lots import LotLine, lot_lines
from prakarsa.auctions.showing.periods import calendar_for, period_page_for
from prakarsa.auctions.tables import lot_columns, lot_rows, lots_paper
from prakarsa.foundation.filters import page_of
from prakarsa.foundation.limits import SEARCHES, limited
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.organisations.exporting import export_paper, export_table


@require_safe
@roles(*FOLLOWERS)
def period_list(request: SeatedRequest) -> HttpResponse:
    """List the periods of the region, those that are open in front."""
    calendar = calendar_for(request.seat)
    context = {"calendar": calendar, "page": page_of(calendar.lines, request.GET)}
    return render(request, "auctions/periods.html", context)


@require_safe
@roles(*FOLLOWERS)
@limited(SEARCHES, parameter="cari")
def period(request: SeatedRequest, key: str) -> HttpResponse:
    """Show one period: missions, calendar, panel, and the lots the seat follows."""
    shown = period_page_for(request.seat, key, now())
    if shown.period.is_reported:
        return redirect("auctions:reported", key=key)
    filters = LotFilters.from_query(request.GET)
    visible = visible_lots(request.seat).filter(period=shown.period)
    page = page_of(filters.apply(visible), request.GET, NAMES.values())
    context = {
        "shown": shown,
        "filters": filters,
        "chips": state_chips(visible, filters),
        "agencies": agencies_in(visible),
        "page": page,
        "lines": lot_lines(page.object_list),
        "query": filters.address(),
    }
    return render(request, "auctions/period.html", context)


@require_safe
@roles(*FOLLOWERS)
def table(request: SeatedRequest, key: str, kind: str) -> HttpResponseBase:
    """Send the lots of a period that the seat follows, with what the negotiation won."""
    lines = _lines(request, period_for(request.seat, key))
    return export_table(
        request,
        kind,
        name=_("lot-lelang-kinerja"),
        title=_("Lot"),
        columns=lot_columns(),
        rows=lot_rows(lines),
        filters=NAMES.values(),
    )


@require_safe
@roles(*FOLLOWERS)
def paper(request: SeatedRequest, key: str) -> HttpResponseBase:
    """Send the same lots to print."""
    shown = period_for(request.seat, key)
    lines = _lines(request, shown)
    return export_paper(
        request,
        name=_("lot-lelang-kinerja"),
        rows=len(lines),
        make=lambda: lots_paper(shown, lines, now()),
    )


def _lines(request: SeatedRequest, shown: AuctionPeriod) -> list[LotLine]:
    filters = LotFilters.from_query(request.GET)
    return lot_lines(filters.apply(visible_lots(request.seat).filter(period=shown)))
