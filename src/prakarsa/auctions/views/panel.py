"""The panel of a period: its members, their ties, and who is there in each round."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prakarsa.auctions.actions.panel import (
    add_member,
    add_tie,
    end_membership,
    end_tie,
    record_presence,
)
from prakarsa.auctions.forms.panel import MemberForm, PresenceForm, TieForm
from prakarsa.auctions.models import PanelMember
from prakarsa.auctions.permissions import (
    FOLLOWERS,
    PLANNERS,
    can_add_tie,
    can_change_period,
    can_end_tie,
)
from prakarsa.auctions.queries.panel import candidates_of, member_for, round_for, tie_for
from prakarsa.auctions.queries.periods import period_for
from prakarsa.auctions.showing.panel import panel_page_for
from prakarsa.auctions.states import PANEL
from prakarsa.foundation.components import Confirmation
from prakarsa.foundation.redirects import own_path
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.organisations.queries import visible_agencies

RECORDERS = (*PLANNERS, *sorted(PANEL))


@require_safe
@roles(*FOLLOWERS)
def panel(request: SeatedRequest, key: str) -> HttpResponse:
    """Show the panel of a period, with ties only for who may read them."""
    shown = panel_page_for(request.seat, key, now())
    return render(request, "auctions/panel.html", {"shown": shown})


@require_http_methods(["GET", "POST"])
@roles(*PLANNERS)
def member_new(request: SeatedRequest, key: str) -> HttpResponse:
    """Seat somebody on the panel."""
    seat, at, period = request.seat, now(), period_for(request.seat, key)
    if not can_change_period(seat, period):
        raise PermissionDenied
    people = candidates_of(period, on=seat.today(at))
    form = MemberForm(request.POST or None, people=people)
    if form.runs(lambda values: add_member(seat=seat, period=period, at=at, **values)):
        messages.success(request, _("%s duduk dalam panel.") % form.result.person.name)
        return redirect("auctions:panel", key)
    context = {"form": form, "title": _("Tambah anggota panel"), "back_url": panel_url(key)}
    return render(request, "auctions/form.html", {**context, "period": period})


@require_http_methods(["GET", "POST"])
@roles(*PLANNERS)
def member_leave(request: SeatedRequest, key: str) -> HttpResponse:
    """Let a member leave, after saying what that changes."""
    member = member_for(request.seat, key)
    back_url = panel_url(member.period.key)
    if request.method == "POST":
        end_membership(seat=request.seat, member=member, at=now())
        messages.success(request, _("%s keluar dari panel.") % member.person.name)
        return redirect(back_url)
    if not can_change_period(request.seat, member.period):
        raise PermissionDenied
    context = {"confirmation": leaving(member, back_url)}
    return render(request, "auctions/confirm.html", context)


def leaving(member: PanelMember, back_url: str) -> Confirmation:
    """Return what ending a membership changes."""
    return Confirmation(
        title=_("Keluarkan %s dari panel") % member.person.name,
        changes=(
            _("Ia tidak lagi menjawab lot periode ini dan tidak dihitung dalam kuorum."),
            _("Tawaran dan keputusan yang sudah ia sampaikan tetap berlaku."),
        ),
        undo=_("Ia dapat ditambahkan lagi kapan saja."),
        action=_("Keluarkan dari panel"),
        back_url=back_url,
    )


@require_http_methods(["GET", "POST"])
@roles(*RECORDERS)
def tie_new(request: SeatedRequest, key: str) -> HttpResponse:
    """Record what ties a member to an agency."""
    seat, member = request.seat, member_for(request.seat, key)
    if not can_add_tie(seat, member):
        raise PermissionDenied
    form = TieForm(request.POST or None, agencies=visible_agencies(seat).order_by("name"))
    if form.runs(lambda terms: add_tie(seat=seat, member=member, terms=terms, at=now())):
        messages.success(request, _("Hubungan dengan %s dicatat.") % form.result.agency.name)
        return redirect("auctions:panel", member.period.key)
    title = _("Catat hubungan %s") % member.person.name
    context = {"form": form, "title": title, "back_url": panel_url(member.period.key)}
    return render(request, "auctions/form.html", {**context, "period": member.period})


@require_http_methods(["GET", "POST"])
@roles(*PLANNERS)
def tie_end(request: SeatedRequest, key: str) -> HttpResponse:
    """Let a tie end today, after saying what that changes."""
    tie = tie_for(request.seat, key)
    back_url = panel_url(tie.member.period.key)
    if request.method == "POST":
        end_tie(seat=request.seat, tie=tie, at=now())
        messages.success(request, _("Hubungan dengan %s diakhiri.") % tie.agency.name)
        return redirect(back_url)
    if not can_end_tie(request.seat, tie.member):
        raise PermissionDenied
    names = {"name": tie.member.person.name, "agency": tie.agency.name}
    confirmation = Confirmation(
        title=_("Akhiri hubungan %(name)s dengan %(agency)s") % names,
        changes=(_("Mulai hari ini ia boleh menjawab lot perangkat daerah itu lagi."),),
        undo=_("Hubungan yang lama tetap tercatat. Yang baru dapat dicatat kapan saja."),
        action=_("Akhiri hubungan"),
        back_url=back_url,
    )
    return render(request, "auctions/confirm.html", {"confirmation": confirmation})


@require_POST
@roles(*RECORDERS)
def presence(request: SeatedRequest, key: str) -> HttpResponse:
    """Note that a member is there in a round, or is not."""
    member, form = member_for(request.seat, key), PresenceForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    held = round_for(member.period, form.cleaned_data["round"])
    is_present = form.cleaned_data["present"]
    try:
        record_presence(
            seat=request.seat, round_held=held, member=member, is_present=is_present, at=now()
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(own_path(form.cleaned_data["back"]) or panel_url(member.period.key))


def panel_url(key: str) -> str:
    """Return the address of the panel of a period."""
    return reverse("auctions:panel", args=[key])
