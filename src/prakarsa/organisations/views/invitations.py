"""Pages of invitations: those a seat has sent, and those that wait for one's own answer."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prakarsa.foundation.filters import page_of
from prakarsa.foundation.time import now
from prakarsa.organisations import actions
from prakarsa.organisations.access import SeatedRequest, asks_again, roles, signed_in
from prakarsa.organisations.exporting import export_table
from prakarsa.organisations.forms import InviteForm
from prakarsa.organisations.models import Invitation
from prakarsa.organisations.queries import has_expired, offers_to, visible_invitations
from prakarsa.organisations.tables import invitation_columns, invitation_rows
from prakarsa.organisations.views.people import MANAGERS


@require_safe
@roles(*MANAGERS)
def invitation_list(request: SeatedRequest) -> HttpResponse:
    """List the invitations that nobody has accepted yet."""
    at = now()
    rows = visible_invitations(request.seat)
    page = page_of(rows, request.GET)
    shown = [(row, has_expired(row, at=at)) for row in page]
    return render(request, "organisations/invitations.html", {"page": page, "shown": shown})


@require_safe
@roles(*MANAGERS)
def invitation_export(request: SeatedRequest, kind: str) -> HttpResponseBase:
    """Send the invitations of the list."""
    return export_table(
        request,
        kind,
        name=_("undangan"),
        title=_("Undangan terbuka"),
        columns=invitation_columns(),
        rows=invitation_rows(visible_invitations(request.seat), at=now()),
    )


@asks_again
@require_http_methods(["GET", "POST"])
@roles(*MANAGERS)
def invite(request: SeatedRequest) -> HttpResponse:
    """Offer a role to whoever reads an address."""
    at = now()
    form = InviteForm(
        request.POST or None, seat=request.seat, initial={"valid_from": request.seat.today(at)}
    )
    if form.runs(lambda values: actions.invite_member(seat=request.seat, at=at, **values)):
        messages.success(
            request, _("Undangan untuk %s dikirim.") % form.cleaned_data["person_name"]
        )
        return redirect("organisations:invitations")
    lead = _("Peran berlaku setelah orangnya menerima undangan. Undangan berlaku tujuh hari.")
    context = {
        "form": form, "title": _("Undang orang"), "lead": lead, "button": _("Kirim undangan"),
        "back_url": reverse("organisations:people"),
    }  # fmt: skip
    return render(request, "organisations/form.html", context)


@asks_again
@require_POST
@roles(*MANAGERS)
def invitation_resend(request: SeatedRequest, key: str) -> HttpResponse:
    """Send an invitation again."""
    row = get_object_or_404(visible_invitations(request.seat), key=key)
    try:
        actions.resend_invitation(seat=request.seat, invitation=row, at=now())
        messages.success(request, _("Undangan untuk %s dikirim lagi.") % row.name)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("organisations:invitations")


@require_POST
@roles(*MANAGERS)
def invitation_withdraw(request: SeatedRequest, key: str) -> HttpResponse:
    """Take an invitation back."""
    row = get_object_or_404(visible_invitations(request.seat), key=key)
    try:
        actions.withdraw_invitation(seat=request.seat, invitation=row, at=now())
        messages.success(request, _("Undangan untuk %s ditarik.") % row.name)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("organisations:invitations")


@require_safe
@signed_in
def offers(request: SeatedRequest) -> HttpResponse:
    """List the roles that were offered to oneself."""
    person, at = request.seat.person, now()
    rows = offers_to(person) if person else Invitation.objects.none()
    context = {"shown": [(row, has_expired(row, at=at)) for row in rows]}
    return render(request, "organisations/offers.html", context)


@require_POST
@signed_in
def offer_accept(request: SeatedRequest, key: str) -> HttpResponse:
    """Take an offered role."""
    row = _own_offer(request, key)
    try:
        actions.accept_invitation(seat=request.seat, invitation=row, at=now())
        messages.success(request, _("Anda sekarang memegang peran %s.") % row.get_role_display())
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("organisations:offers")
    return redirect("dashboards:home")


@require_POST
@signed_in
def offer_decline(request: SeatedRequest, key: str) -> HttpResponse:
    """Refuse an offered role."""
    row = _own_offer(request, key)
    actions.decline_invitation(seat=request.seat, invitation=row, at=now())
    messages.success(request, _("Undangan sebagai %s ditolak.") % row.get_role_display())
    return redirect("organisations:offers")


def _own_offer(request: SeatedRequest, key: str) -> Invitation:
    person = request.seat.person
    assert person is not None
    return get_object_or_404(offers_to(person), key=key)
