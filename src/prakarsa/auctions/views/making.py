"""Make a lot and fill it in: its facts, agencies, segments and values known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prakarsa.auctions.actions import lot_parts
from prakarsa.auctions.actions.lots import change_lot, create_lot
from prakarsa.auctions.forms.lot_parts import (
    AgenciesForm,
    SegmentsForm,
    ValuesForm,
    stored_shares,
    stored_values,
)
from prakarsa.auctions.forms.lots import LotForm, NewLotForm, agencies_of
from prakarsa.auctions.models import Lot
from prakarsa.auctions.permissions import can_make_lot, may_try
from prakarsa.auctions.queries import lot_for, period_for
from prakarsa.auctions.showing.values import figure
from prakarsa.auctions.states import MAKERS, Act
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, roles


@require_http_methods(["GET", "POST"])
@roles(*MAKERS)
def lot_new(request: SeatedRequest, key: str) -> HttpResponse:
    """Make a lot."""
    period, at = period_for(request.seat, key), now()
    if not can_make_lot(request.seat, period):
        raise PermissionDenied
    form = NewLotForm(request.POST or None, seat=request.seat, period=period, at=at)
    if form.runs(
        lambda terms: create_lot(
            seat=request.seat,
            period=period,
            terms=terms,
            at=at,
            **form.about(),
        )
    ):
        messages.success(request, _("Lot %s dibuat sebagai draf.") % form.result.title)
        return redirect("auctions:lot", key=form.result.key)
    lead = _("Yang belum diketahui boleh dikosongkan; lot disimpan sebagai draf.")
    context = {"form": form, "period": period, "title": _("Buat lot"), "lead": lead}
    back_url = reverse("auctions:period", args=[key])
    return render(request, "auctions/form.html", context | {"back_url": back_url})


@require_http_methods(["GET", "POST"])
@roles(*MAKERS)
def lot_edit(request: SeatedRequest, key: str) -> HttpResponse:
    """Change the facts of a draft."""
    lot, at = draft_for(request, key), now()
    form = LotForm(request.POST or None, seat=request.seat, period=lot.period, lot=lot)
    if form.runs(
        lambda terms: change_lot(
            seat=request.seat,
            lot=lot,
            terms=terms,
            version=form.cleaned_data["version"] or 0,
            at=at,
        )
    ):
        return saved(request, lot)
    context = about(lot) | {"form": form, "title": _("Ubah lot")}
    return render(request, "auctions/form.html", context)


@require_http_methods(["GET", "POST"])
@roles(*MAKERS)
def lot_agencies(request: SeatedRequest, key: str) -> HttpResponse:
    """Say which agencies answer for a draft, and with which shares."""
    lot, at = draft_for(request, key), now()
    form = AgenciesForm(
        request.POST or None,
        stored=stored_shares(lot),
        version=lot.version,
        agencies=agencies_of(request.seat, lot, at),
    )

    def put(shares: Sequence[lot_parts.Share]) -> Lot:
        version = form.cleaned_data["version"]
        return lot_parts.set_agencies(
            seat=request.seat, lot=lot, shares=shares, version=version, at=at
        )

    if form.runs(put):
        return saved(request, lot)
    lead = _("Baris pertama adalah penanggung jawab. Jumlah bagian harus 100%.")
    context = about(lot) | {"form": form, "title": _("Perangkat daerah"), "lead": lead}
    return render(request, "auctions/rows_form.html", context)


@require_http_methods(["GET", "POST"])
@roles(*MAKERS)
def lot_segments(request: SeatedRequest, key: str) -> HttpResponse:
    """Divide the baseline of a draft."""
    lot, at = draft_for(request, key), now()
    form = SegmentsForm.of(lot, request.POST or None)

    def put(segments: Sequence[lot_parts.SegmentTerms]) -> Lot:
        typed = {name: form.cleaned_data[name] for name in ("note", "version")}
        return lot_parts.set_segments(seat=request.seat, lot=lot, segments=segments, at=at, **typed)

    if form.runs(put):
        return saved(request, lot)
    lead = _("Bagian titik nol menurut wilayah atau kelompok. Jumlahnya harus %s.")
    lead %= figure(lot.baseline, lot.unit)
    context = about(lot) | {"form": form, "title": _("Segmen"), "lead": lead}
    return render(request, "auctions/rows_form.html", context)


@require_http_methods(["GET", "POST"])
@roles(*MAKERS)
def lot_values(request: SeatedRequest, key: str) -> HttpResponse:
    """Write down what is known of own past years and of peers."""
    lot, at = draft_for(request, key), now()
    form = ValuesForm(request.POST or None, stored=stored_values(lot), version=lot.version)
    if form.runs(
        lambda terms: lot_parts.set_known_values(
            seat=request.seat,
            lot=lot,
            values=terms,
            version=form.cleaned_data["version"],
            at=at,
        )
    ):
        return saved(request, lot)
    lead = _("Nilai indikator ini pada tahun-tahun lalu, dan milik daerah atau unit lain.")
    context = about(lot) | {"form": form, "title": _("Nilai pembanding"), "lead": lead}
    return render(request, "auctions/rows_form.html", context)


def draft_for(request: SeatedRequest, key: str) -> Lot:
    """Return a lot whose parts the seat may change now; raise Http404 or PermissionDenied."""
    lot = lot_for(request.seat, key)
    if not may_try(request.seat, lot, Act.CHANGE):
        raise PermissionDenied
    return lot


def saved(request: SeatedRequest, lot: Lot) -> HttpResponse:
    """Say that a lot was saved and go back to it."""
    messages.success(request, _("Lot %s disimpan.") % lot.title)
    return redirect("auctions:lot", key=lot.key)


def about(lot: Lot) -> dict[str, Any]:
    """Return what every page below a lot shows around its form."""
    return {
        "lot": lot,
        "period": lot.period,
        "back_url": reverse("auctions:lot", args=[lot.key]),
        "action": _("Simpan"),
    }
