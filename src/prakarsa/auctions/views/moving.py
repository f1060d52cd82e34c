"""Move a lot on: submit it, test its data, set its day, withdraw it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prakarsa.auctions.actions import lots as actions
from prakarsa.auctions.actions.testing import test_baseline
from prakarsa.auctions.forms.lots import ReasonForm, ScheduleForm, SubmitForm, TestForm
from prakarsa.auctions.models import Lot
from prakarsa.auctions.permissions import may_try
from prakarsa.auctions.queries import lot_for
from prakarsa.auctions.queries.testing import is_entangled, waiting_lots
from prakarsa.auctions.showing.lot import lot_page_for
from prakarsa.auctions.showing.lots import lot_lines
from prakarsa.auctions.states import Act, roles_for
from prakarsa.auctions.views.making import about
from prakarsa.foundation.filters import page_of
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, roles


@require_http_methods(["GET", "POST"])
@roles(*roles_for(Act.SUBMIT))
def lot_submit(request: SeatedRequest, key: str) -> HttpResponse:
    """Submit a draft for the test of its data, or say what it lacks."""
    lot, at = lot_for(request.seat, key), now()
    form = SubmitForm(request.POST or None, initial={"version": lot.version})
    if form.runs(lambda terms: actions.submit_lot(seat=request.seat, lot=lot, at=at, **terms)):
        return _done(request, lot, _("Lot %s diajukan untuk uji data."))
    _refuse(request, lot, Act.SUBMIT)
    context = about(lot) | {"form": form, "shown": lot_page_for(request.seat, key, at)}
    return render(request, "auctions/submit.html", context)


@require_safe
@roles(*roles_for(Act.PASS))
def tests(request: SeatedRequest) -> HttpResponse:
    """List the lots whose data wait for a test, the longest waiting first."""
    page = page_of(waiting_lots(request.seat), request.GET)
    context = {"page": page, "lines": lot_lines(page.object_list)}
    return render(request, "auctions/tests.html", context)


@require_http_methods(["GET", "POST"])
@roles(*roles_for(Act.PASS))
def lot_test(request: SeatedRequest, key: str) -> HttpResponse:
    """Accept or reject the data of a lot, with what is known beside it."""
    lot, at = lot_for(request.seat, key), now()
    form = TestForm(request.POST or None, initial={"version": lot.version})
    if form.runs(lambda terms: test_baseline(seat=request.seat, lot=lot, at=at, **terms)):
        texts = {True: _("Data lot %s diterima."), False: _("Data lot %s ditolak.")}
        return _done(request, lot, texts[form.result.is_accepted])
    if is_entangled(request.seat, lot, on=request.seat.today(at)):
        raise PermissionDenied
    _refuse(request, lot, Act.PASS)
    context = about(lot) | {"form": form, "shown": lot_page_for(request.seat, key, at)}
    return render(request, "auctions/test.html", context)


@require_http_methods(["GET", "POST"])
@roles(*roles_for(Act.SCHEDULE))
def lot_schedule(request: SeatedRequest, key: str) -> HttpResponse:
    """Set a lot for a round that is still to come."""
    lot, at = lot_for(request.seat, key), now()
    rounds = lot.period.rounds.filter(held_on__gte=request.seat.today(at))
    start = {"version": lot.version, "round": lot.round_id}
    form = ScheduleForm(request.POST or None, rounds=rounds, initial=start)
    if form.runs(
        lambda terms: actions.schedule_lot(
            seat=request.seat, lot=lot, held=terms["round"], version=terms["version"], at=at
        )
    ):
        return _done(request, lot, _("Lot %s dijadwalkan."))
    _refuse(request, lot, Act.SCHEDULE)
    context: dict[str, Any] = about(lot) | {"form": form, "has_rounds": rounds.exists()}
    return render(request, "auctions/schedule.html", context)


@require_http_methods(["GET", "POST"])
@roles(*roles_for(Act.WITHDRAW))
def lot_withdraw(request: SeatedRequest, key: str) -> HttpResponse:
    """Withdraw an open lot, after saying what that changes."""
    lot, at = lot_for(request.seat, key), now()
    form = ReasonForm(request.POST or None, initial={"version": lot.version})
    if form.runs(lambda terms: actions.withdraw_lot(seat=request.seat, lot=lot, at=at, **terms)):
        return _done(request, lot, _("Lot %s ditarik. Riwayatnya tetap ada."))
    _refuse(request, lot, Act.WITHDRAW)
    return render(request, "auctions/withdraw.html", about(lot) | {"form": form})


def _refuse(request: SeatedRequest, lot: Lot, act: Act) -> None:
    """Show no page for an act that this seat cannot do with the lot, as it stands, at all."""
    if request.method != "POST" and not may_try(request.seat, lot, act):
        raise PermissionDenied


def _done(request: SeatedRequest, lot: Lot, text: str) -> HttpResponse:
    messages.success(request, text % lot.title)
    return redirect("auctions:lot", key=lot.key)
