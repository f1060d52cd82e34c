"""Pages of one target's coverage: the board, its units, one unit, tables and paper."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from prakarsa.foundation.filters import page_of
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.organisations.exporting import export_paper, export_table
from prakarsa.targets.permissions import FOLLOWERS, OVERSEERS
from prakarsa.targets.queries import answer_for, campaign_for
from prakarsa.targets.showing.board import NAME, MissFilter, unit_lines
from prakarsa.targets.showing.pages import board_for, denominator_for, unit_page_for
from prakarsa.targets.tables import coverage_paper, unit_columns, unit_rows

BOARD, MISSES = "papan", "belum"


@require_safe
@roles(*FOLLOWERS)
def board(request: SeatedRequest, key: str) -> HttpResponse:
    """Show how many units met a target, and to those who help, which did not."""
    chosen = MissFilter.from_query(request.GET)
    shown = board_for(request.seat, key, chosen, now())
    page = page_of(shown.listed, request.GET, [NAME])
    return render(request, "targets/board.html", {"board": shown, "page": page})


@require_safe
@roles(*FOLLOWERS)
def units(request: SeatedRequest, key: str) -> HttpResponse:
    """List the units that owe the target: the denominator."""
    shown = denominator_for(request.seat, key, now())
    page = page_of(shown.lines, request.GET)
    return render(request, "targets/units.html", {"shown": shown, "page": page})


@require_safe
@roles(*FOLLOWERS)
def unit(request: SeatedRequest, key: str, agency: str) -> HttpResponse:
    """Show one unit: what it owes, which innovations count, which do not and why."""
    shown = unit_page_for(request.seat, key, agency, now())
    return render(request, "targets/unit.html", {"shown": shown})


@require_safe
@roles(*FOLLOWERS)
def table(request: SeatedRequest, key: str, what: str, kind: str) -> HttpResponseBase:
    """Send the units a seat may see, all of them or those that miss."""
    if what not in (BOARD, MISSES):
        raise Http404
    at = now()
    lines = unit_lines(request.seat, answer_for(campaign_for(request.seat, key), at), at)
    if what == MISSES:
        lines = [line for line in lines if not line.is_met]
    title = _("Belum memenuhi") if what == MISSES else _("Cakupan target")
    name = _("target-belum-memenuhi") if what == MISSES else _("cakupan-target")
    columns = unit_columns(lines)
    rows = unit_rows(lines)
    return export_table(request, kind, name=name, title=title, columns=columns, rows=rows)


@require_safe
@roles(*OVERSEERS)
def paper(request: SeatedRequest, key: str) -> HttpResponse | HttpResponseBase:
    """Send the board and the list of units that miss, to print."""
    at = now()
    answer = answer_for(campaign_for(request.seat, key), at)
    misses = [line for line in unit_lines(request.seat, answer, at) if not line.is_met]
    return export_paper(
        request,
        name=_("cakupan-target"),
        rows=len(misses),
        make=lambda: coverage_paper(answer, misses, at),
    )
