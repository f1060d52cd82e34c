"""Plan a period: a new one, its terms, missions and calendar, and its end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prakarsa.auctions.actions import periods as actions
from prakarsa.auctions.forms.periods import MissionsForm, PeriodForm, RoundsForm
from prakarsa.auctions.models import AuctionPeriod
from prakarsa.auctions.permissions import PLANNERS, can_change_period
from prakarsa.auctions.queries import period_for
from prakarsa.foundation.components import Confirmation
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, roles


@require_http_methods(["GET", "POST"])
@roles(*PLANNERS)
def period_new(request: SeatedRequest) -> HttpResponse:
    """Plan a period."""
    form, at = PeriodForm(request.POST or None), now()
    if form.runs(lambda terms: actions.create_period(seat=request.seat, terms=terms, at=at)):
        text = _("Periode %s direncanakan. Isi misi, kalender, dan panelnya.")
        messages.success(request, text % form.result.name)
        return redirect("auctions:period", key=form.result.key)
    title, back_url = _("Rencanakan periode"), reverse("auctions:list")
    return render(
        request, "auctions/form.html", {"form": form, "title": title, "back_url": back_url}
    )


@require_http_methods(["GET", "POST"])
@roles(*PLANNERS)
def period_edit(request: SeatedRequest, key: str) -> HttpResponse:
    """Change the terms of an open period."""
    period, at = changeable(request, key), now()
    form = PeriodForm(request.POST or None, period=period)
    if form.runs(
        lambda terms: actions.change_period(
            seat=request.seat,
            period=period,
            terms=terms,
            version=form.cleaned_data["version"] or 0,
            at=at,
        )
    ):
        messages.success(request, _("Periode %s disimpan.") % form.result.name)
        return redirect("auctions:period", key=key)
    context = about(period) | {"form": form, "title": _("Ubah periode")}
    return render(request, "auctions/form.html", context)


@require_http_methods(["GET", "POST"])
@roles(*PLANNERS)
def missions(request: SeatedRequest, key: str) -> HttpResponse:
    """Change the missions of a period."""
    period, at = changeable(request, key), now()
    stored = [{"number": each.number, "text": each.text} for each in period.missions.all()]
    form = MissionsForm(request.POST or None, stored=stored, version=period.version)
    if form.runs(
        lambda terms: actions.set_missions(
            seat=request.seat,
            period=period,
            missions=terms,
            version=form.cleaned_data["version"],
            at=at,
        )
    ):
        messages.success(request, _("Misi disimpan."))
        return redirect("auctions:period", key=key)
    lead = _("Misi RPJMD yang didukung lot. Kosongkan satu baris untuk menghapusnya.")
    context = about(period) | {"form": form, "title": _("Misi RPJMD"), "lead": lead}
    return render(request, "auctions/rows_form.html", context)


@require_http_methods(["GET", "POST"])
@roles(*PLANNERS)
def rounds(request: SeatedRequest, key: str) -> HttpResponse:
    """Change the calendar of a period."""
    period, at = changeable(request, key), now()
    form = RoundsForm(request.POST or None, stored=_calendar(period), version=period.version)
    if form.runs(
        lambda terms: actions.set_rounds(
            seat=request.seat,
            period=period,
            rounds=terms,
            version=form.cleaned_data["version"],
            at=at,
        )
    ):
        messages.success(request, _("Kalender disimpan."))
        return redirect("auctions:period", key=key)
    lead = _("Satu baris untuk tiap putaran. Kosongkan baris yang harinya belum pasti.")
    context = about(period) | {"form": form, "title": _("Kalender putaran"), "lead": lead}
    return render(request, "auctions/rows_form.html", context)


@require_http_methods(["GET", "POST"])
@roles(*PLANNERS)
def period_close(request: SeatedRequest, key: str) -> HttpResponse:
    """Close a period, after saying what that changes."""
    period, url = period_for(request.seat, key), reverse("auctions:period", args=[key])
    if request.method == "POST":
        _close(request, period)
        return redirect(url)
    if not can_change_period(request.seat, period):
        raise PermissionDenied
    confirmation = Confirmation(
        title=_("Tutup periode %s") % period.name,
        changes=(
            _("Lot tidak dapat dibuat, ditawar, atau diubah lagi."),
            _("Lot, tawaran, dan kontraknya tetap dapat dibuka."),
        ),
        undo=_("Periode yang sudah ditutup tidak dapat dibuka lagi."),
        action=_("Tutup periode"),
        back_url=url,
    )
    return render(request, "auctions/confirm.html", {"confirmation": confirmation})


def _close(request: SeatedRequest, period: AuctionPeriod) -> None:
    """Close a period, or say why it stays open."""
    try:
        actions.close_period(seat=request.seat, period=period, at=now())
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("Periode %s ditutup.") % period.name)


def changeable(request: SeatedRequest, key: str) -> AuctionPeriod:
    """Return a period that the seat may change; raise Http404 or PermissionDenied."""
    period = period_for(request.seat, key)
    if not can_change_period(request.seat, period):
        raise PermissionDenied
    return period


def about(period: AuctionPeriod) -> dict[str, Any]:
    """Return what every page below a period shows around its form."""
    back_url = reverse("auctions:period", args=[period.key])
    return {"period": period, "back_url": back_url, "action": _("Simpan")}


def _calendar(period: AuctionPeriod) -> list[dict[str, Any]]:
    known = {each.number: each for each in period.rounds.all()}
    rows: list[dict[str, Any]] = []
    for number in range(1, period.round_count + 1):
        each = known.get(number)
        names = ("held_on", "starts_at", "place")
        rows.append({name: getattr(each, name) for name in names} if each else {})
    return rows
