"""The board of deliveries, its table and paper, and those of one contract."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prakarsa.contracts.permissions import FOLLOWERS
from prakarsa.contracts.queries.delivery import delivery_for
from prakarsa.contracts.showing.board import NAMES, Board, BoardFilter, board_for, column_heads
from prakarsa.contracts.showing.standing import ROMAN
from prakarsa.contracts.tables import (
    board_paper,
    quarter_columns,
    quarter_rows,
    quarters_paper,
)
from prakarsa.foundation.filters import asked
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.organisations.exporting import export_paper, export_table


@require_safe
@roles(*FOLLOWERS)
def board(request: SeatedRequest) -> HttpResponse:
    """Show agencies, missions and quarters of a year: a heat map that is a table."""
    context = {
        "board": _board(request),
        "quarters": list(zip(ROMAN.values(), column_heads(), strict=True)),
    }
    return render(request, "contracts/board.html", context)


@require_safe
@roles(*FOLLOWERS)
def board_table(request: SeatedRequest, kind: str) -> HttpResponseBase:
    """Send the quarters of the board."""
    shown, today = _board(request), request.seat.today(now())
    return export_table(
        request,
        kind,
        name=_("papan-kontrak"),
        title=_("Papan kontrak"),
        columns=quarter_columns(),
        rows=quarter_rows([row.delivery for row in shown.rows], today, year=shown.year),
        filters=NAMES,
    )


@require_safe
@roles(*FOLLOWERS)
def board_print(request: SeatedRequest) -> HttpResponseBase:
    """Send the board to print."""
    shown, region = _board(request), request.seat.region
    if region is None:
        raise Http404
    return export_paper(
        request,
        name=_("papan-kontrak"),
        rows=len(shown.rows),
        make=lambda: board_paper(shown, region, now()),
    )


@require_safe
@roles(*FOLLOWERS)
def quarters_table(request: SeatedRequest, key: str, kind: str) -> HttpResponseBase:
    """Send the quarters of one contract."""
    found = delivery_for(request.seat, key)
    return export_table(
        request,
        kind,
        name=_("capaian-kontrak"),
        title=_("Capaian"),
        columns=quarter_columns(),
        rows=quarter_rows([found], request.seat.today(now())),
    )


@require_safe
@roles(*FOLLOWERS)
def quarters_print(request: SeatedRequest, key: str) -> HttpResponseBase:
    """Send the quarters of one contract to print."""
    asked(request.GET)
    found, at = delivery_for(request.seat, key), now()
    return export_paper(
        request,
        name=_("capaian-kontrak"),
        rows=len(found.targets),
        make=lambda: quarters_paper(found, request.seat.today(at), at),
    )


def _board(request: SeatedRequest) -> Board:
    chosen = BoardFilter.from_query(request.GET)
    return board_for(request.seat, chosen, request.seat.today(now()))
