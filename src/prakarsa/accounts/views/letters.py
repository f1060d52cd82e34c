"""Pages that ask for a one-time letter or are opened by one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from prakarsa.accounts import actions
from prakarsa.accounts.forms import InvitationForm, NewPasswordForm, ResetForm
from prakarsa.accounts.models import Letter
from prakarsa.accounts.providers import provider
from prakarsa.accounts.queries import living_letter
from prakarsa.foundation.access import public
from prakarsa.foundation.addresses import client_address
from prakarsa.foundation.limits import LETTERS, limited
from prakarsa.foundation.time import now


@public
@require_http_methods(["GET", "POST"])
@limited(LETTERS, method="POST")
def reset(request: HttpRequest) -> HttpResponse:
    """Ask for a reset letter; the answer is the same whether or not the account exists."""
    form = ResetForm(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"]
        actions.request_reset(email=email, at=now(), address=client_address(request))
        return redirect("accounts:reset-sent")
    return render(request, "accounts/reset.html", {"form": form})


@public
def reset_sent(request: HttpRequest) -> HttpResponse:
    """Say what happens now, without naming the address."""
    return render(request, "accounts/reset_sent.html")


@public
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def reset_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Set a new password by a reset letter."""
    at = now()
    letter = living_letter(token=token, purpose=Letter.Purpose.RESET, at=at)
    if letter is None:
        return _dead(request)
    form = NewPasswordForm(request.POST or None, person=letter.person)
    if form.is_valid():
        if not actions.reset_password(
            token=token, **form.cleaned_data, at=at, address=client_address(request)
        ):
            return _dead(request)
        messages.success(request, _("Kata sandi baru tersimpan. Semua sesi lama diakhiri."))
        return redirect("accounts:sign-in")
    return render(request, "accounts/reset_confirm.html", {"form": form})


@public
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation: check the name, choose the first password."""
    at = now()
    letter = living_letter(token=token, purpose=Letter.Purpose.INVITATION, at=at)
    if letter is None:
        return _dead(request)
    form = InvitationForm(
        request.POST or None, person=letter.person, initial={"name": letter.person.name}
    )
    if form.is_valid():
        if not actions.accept_invitation(
            token=token, **form.cleaned_data, at=at, address=client_address(request)
        ):
            return _dead(request)
        messages.success(request, _("Akun Anda siap. Masuk dengan kata sandi yang baru."))
        return redirect("accounts:sign-in")
    context = {"form": form, "shown": letter.person, "token": token, "provider": provider()}
    return render(request, "accounts/invitation.html", context)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def address_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm a new address: whoever holds the letter reads that mailbox."""
    at = now()
    letter = living_letter(token=token, purpose=Letter.Purpose.ADDRESS, at=at)
    if letter is None:
        return _dead(request)
    if request.method == "POST":
        if not actions.confirm_address(token=token, at=at, address=client_address(request)):
            return _dead(request)
        messages.success(request, _("Alamat surel Anda berganti. Masuk dengan alamat baru."))
        return redirect("accounts:settings")
    return render(request, "accounts/address_confirm.html", {"letter": letter})


def _dead(request: HttpRequest) -> HttpResponse:
    """Answer alike for a used, an expired and an invented letter."""
    return render(request, "accounts/dead_letter.html", status=410)
