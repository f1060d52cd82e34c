"""Pages of the targets themselves: the list, a new one, a change, the end."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prakarsa.foundation.components import Confirmation
from prakarsa.foundation.filters import page_of
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, roles
from prakarsa.organisations.exporting import export_table
from prakarsa.targets import actions
from prakarsa.targets.forms import CampaignForm
from prakarsa.targets.permissions import FOLLOWERS, SETTERS, can_change, can_set_targets
from prakarsa.targets.queries import answers_for, campaign_for
from prakarsa.targets.showing.campaigns import outlook_for
from prakarsa.targets.tables import campaign_columns, campaign_rows


@require_safe
@roles(*FOLLOWERS)
def campaign_list(request: SeatedRequest) -> HttpResponse:
    """List the targets of the region, those that run now in front."""
    outlook = outlook_for(request.seat, now())
    context = {
        "outlook": outlook,
        "page": page_of(outlook.lines, request.GET),
        "can_set": can_set_targets(request.seat),
    }
    return render(request, "targets/list.html", context)


@require_safe
@roles(*FOLLOWERS)
def campaign_table(request: SeatedRequest, kind: str) -> HttpResponseBase:
    """Send the list of targets."""
    answers = answers_for(request.seat, now())
    return export_table(
        request,
        kind,
        name=_("target"),
        title=_("Target"),
        columns=campaign_columns(),
        rows=campaign_rows(answers),
    )


@require_http_methods(["GET", "POST"])
@roles(*SETTERS)
def campaign_new(request: SeatedRequest) -> HttpResponse:
    """Set a target."""
    form, at = CampaignForm(request.POST or None), now()
    if form.runs(lambda terms: actions.create_campaign(seat=request.seat, terms=terms, at=at)):
        messages.success(request, _("Target %s ditetapkan.") % form.result.name)
        return redirect("targets:board", key=form.result.key)
    context = {"form": form, "title": _("Tetapkan target"), "back_url": reverse("targets:list")}
    return render(request, "targets/form.html", context)


@require_http_methods(["GET", "POST"])
@roles(*SETTERS)
def campaign_edit(request: SeatedRequest, key: str) -> HttpResponse:
    """Change a target that is not closed."""
    campaign, at = campaign_for(request.seat, key), now()
    if not can_change(request.seat, campaign):
        raise PermissionDenied
    form = CampaignForm(request.POST or None, campaign=campaign)
    if form.runs(
        lambda terms: actions.change_campaign(
            seat=request.seat,
            campaign=campaign,
            terms=terms,
            version=form.cleaned_data["version"] or 0,
            at=at,
        )
    ):
        messages.success(request, _("Target %s disimpan.") % form.result.name)
        return redirect("targets:board", key=key)
    back_url = reverse("targets:board", args=[key])
    context = {"form": form, "title": _("Ubah target"), "back_url": back_url}
    return render(request, "targets/form.html", context)


@require_http_methods(["GET", "POST"])
@roles(*SETTERS)
def campaign_close(request: SeatedRequest, key: str) -> HttpResponse:
    """Close a target, after saying what that changes."""
    campaign, board = campaign_for(request.seat, key), reverse("targets:board", args=[key])
    if request.method == "POST":
        actions.close_campaign(seat=request.seat, campaign=campaign, at=now())
        messages.success(request, _("Target %s ditutup.") % campaign.name)
        return redirect(board)
    if not can_change(request.seat, campaign):
        raise PermissionDenied
    confirmation = Confirmation(
        title=_("Tutup target %s") % campaign.name,
        changes=(
            _("Target tidak dapat diubah lagi dan pengingat tidak dikirim lagi."),
            _("Papan cakupan, daftar unit, dan riwayatnya tetap dapat dibuka."),
        ),
        undo=_("Target yang sudah ditutup tidak dapat dibuka lagi."),
        action=_("Tutup target"),
        back_url=board,
    )
    return render(request, "targets/close.html", {"confirmation": confirmation})
