"""The room of a lot: the page that looks again by itself, its screen, and the acts in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prakarsa.auctions.actions.negotiation import (
    OfferTerms,
    accept_offer,
    impose,
    let_lapse,
    make_offer,
    postpone_lot,
)
from prakarsa.auctions.forms.room import AcceptForm, OfferForm, ReasonForm, RoomForm, TermsForm
from prakarsa.auctions.models import Offer
from prakarsa.auctions.permissions import FOLLOWERS
from prakarsa.auctions.showing.acting import acting_on
from prakarsa.auctions.showing.room import Room, room_for
from prakarsa.auctions.states import Act, roles_for
from prakarsa.auctions.views.attaching import prepared_files
from prakarsa.auctions.views.live import show_live
from prakarsa.foundation.limits import UPLOADS, limited
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.organisations.roles import AGENCY_ROLES

OFFERERS = tuple(dict.fromkeys([*roles_for(Act.OFFER), *roles_for(Act.COUNTER)]))


@require_safe
@roles(*FOLLOWERS)
def room(request: SeatedRequest, key: str) -> HttpResponse:
    """Show the room; a page that looks again gets the moving part, or nothing if nothing moved."""
    return show_live(request, room_for(request.seat, key, now()), "room")


@require_safe
@roles(*FOLLOWERS)
def screen(request: SeatedRequest, key: str) -> HttpResponse:
    """Show the room large and dark, without buttons, for the wall of the command centre."""
    return show_live(request, room_for(request.seat, key, now()), "screen")


@require_http_methods(["GET", "POST"])
@roles(*OFFERERS)
@limited(UPLOADS, method="POST")
def offer(request: SeatedRequest, key: str) -> HttpResponse:
    """Name a value and a day for one's side, with reason and files."""
    shown = room_for(request.seat, key, now())
    act = Act.OFFER if request.seat.role in AGENCY_ROLES else Act.COUNTER
    initial = {"version": shown.lot.version}
    unit = shown.lot.unit
    form = OfferForm(request.POST or None, request.FILES or None, unit=unit, initial=initial)

    def name(terms: OfferTerms) -> Offer:
        with prepared_files(form) as files:
            return make_offer(**about(request, shown, form), terms=terms, files=files)

    return act_in(request, shown, act, form, name)


@require_http_methods(["GET", "POST"])
@roles(*roles_for(Act.ACCEPT))
def accept(request: SeatedRequest, key: str) -> HttpResponse:
    """Accept the offer that the page showed, after saying what that binds."""
    shown = room_for(request.seat, key, now())
    number = shown.last.number if shown.last else None
    form = AcceptForm(
        request.POST or None, initial={"version": shown.lot.version, "number": number}
    )
    return act_in(
        request, shown, Act.ACCEPT, form,
        lambda number: accept_offer(**about(request, shown, form), number=number),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@roles(*roles_for(Act.POSTPONE))
def postpone(request: SeatedRequest, key: str) -> HttpResponse:
    """Say that a lot is not ready, and why."""
    return act_with_reason(request, key, Act.POSTPONE, postpone_lot)


@require_http_methods(["GET", "POST"])
@roles(*roles_for(Act.LAPSE))
def lapse(request: SeatedRequest, key: str) -> HttpResponse:
    """End a deadlock without a promise."""
    return act_with_reason(request, key, Act.LAPSE, let_lapse)


@require_http_methods(["GET", "POST"])
@roles(*roles_for(Act.IMPOSE))
def impose_terms(request: SeatedRequest, key: str) -> HttpResponse:
    """End a deadlock with a value and a day of the regional head."""
    shown = room_for(request.seat, key, now())
    initial = {"version": shown.lot.version}
    form = TermsForm(request.POST or None, unit=shown.lot.unit, initial=initial)
    return act_in(
        request, shown, Act.IMPOSE, form,
        lambda terms: impose(**about(request, shown, form), terms=terms),
    )  # fmt: skip


def act_with_reason(
    request: SeatedRequest, key: str, act: Act, do: Callable[..., Any]
) -> HttpResponse:
    """Run an act that takes nothing but a reason."""
    shown = room_for(request.seat, key, now())
    form = ReasonForm(request.POST or None, initial={"version": shown.lot.version})
    return act_in(
        request, shown, act, form,
        lambda reason: do(**about(request, shown, form), reason=reason),
    )  # fmt: skip


def about(request: SeatedRequest, shown: Room, form: RoomForm) -> dict[str, Any]:
    """Return what every act of the room is told: who, on what, as which page showed it, when."""
    version = form.cleaned_data["version"]
    return {"seat": request.seat, "lot": shown.lot, "version": version, "at": shown.at}


def act_in(
    request: SeatedRequest, shown: Room, act: Act, form: RoomForm, do: Callable[[Any], object]
) -> HttpResponse:
    """Run an act and go back to the room; refused, show the form beside the room as it is now."""
    if form.runs(do):
        messages.success(request, acting_on(shown, act).done)
        return redirect(shown.url)
    if refused := turned_away(request, shown, act, form):
        return refused
    if form.has_error(NON_FIELD_ERRORS, code="stale"):
        shown = room_for(request.seat, shown.lot.key, shown.at)
        form.go_on_from(shown.lot.version)
    context = {"shown": shown, "form": form, "acting": acting_on(shown, act)}
    return render(request, "auctions/room_act.html", context)


def turned_away(
    request: SeatedRequest, shown: Room, act: Act, form: RoomForm
) -> HttpResponse | None:
    """Lead back to the room whoever cannot act now, or accepted what their page did not show."""
    if form.is_bound and act is Act.ACCEPT:
        messages.error(request, " ".join(map(str, form.non_field_errors())))
    elif not form.is_bound and not shown.doings.may(act):
        why = shown.doings.why_silent or _("Giliran atau keadaan lot sudah berubah.")
        messages.info(request, why)
    else:
        return None
    return redirect(shown.url)
