"""One's own account: profile, password, address, devices."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prakarsa.accounts import actions, sessions
from prakarsa.accounts.forms import AddressForm, ChangePasswordForm, ProfileForm
from prakarsa.accounts.lockout import answer_lockout, count_failure, is_exhausted
from prakarsa.accounts.models import Person
from prakarsa.accounts.queries import devices_of, is_password_stale
from prakarsa.accounts.views.languages import keep_language
from prakarsa.foundation.access import asks_factor_again, signed_in
from prakarsa.foundation.addresses import client_address
from prakarsa.foundation.limits import LETTERS, limited
from prakarsa.foundation.time import now


class OwnRequest(HttpRequest):
    """A request that has passed `signed_in`."""

    user: Person


@signed_in
@require_http_methods(["GET", "POST"])
def own_settings(request: OwnRequest) -> HttpResponse:
    """Show and change name, language and theme."""
    person = request.user
    values = {"name": person.name, "language": person.language, "theme": person.theme}
    form = ProfileForm(request.POST or None, initial=values)
    if form.is_valid():
        stored = actions.change_profile(
            person=person, **form.cleaned_data, at=now(), address=client_address(request)
        )
        with override(stored.language):
            messages.success(request, _("Pengaturan akun tersimpan."))
        return keep_language(redirect("accounts:settings"), stored)
    context = {"form": form, "devices": devices_of(person, at=now()).count()}
    return render(request, "accounts/settings.html", context)


@asks_factor_again
@signed_in
@sensitive_post_parameters("current", "password")
@require_http_methods(["GET", "POST"])
def password(request: OwnRequest) -> HttpResponse:
    """Change the password; all other sessions end."""
    at = now()
    if request.method == "POST" and is_exhausted(request, username=request.user.email, at=at):
        return answer_lockout(request)
    form = ChangePasswordForm(request.POST or None, person=request.user)
    if is_right(request, form, "current"):
        actions.change_password(
            person=request.user,
            password=form.cleaned_data["password"],
            at=at,
            address=client_address(request),
            keep=request.session.session_key or "",
        )
        sessions.stay(request, request.user)
        messages.success(request, _("Kata sandi diubah. Sesi di perangkat lain diakhiri."))
        return redirect("accounts:settings")
    context = {"form": form, "is_stale": is_password_stale(request.user, at=at)}
    return render(request, "accounts/password.html", context)


@asks_factor_again
@signed_in
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@limited(LETTERS, method="POST")
def address(request: OwnRequest) -> HttpResponse:
    """Ask to change the address; it changes when the letter to the new one is opened."""
    if request.method == "POST" and is_exhausted(request, username=request.user.email, at=now()):
        return answer_lockout(request)
    form = AddressForm(request.POST or None, person=request.user)
    if is_right(request, form, "password"):
        actions.request_address(
            person=request.user,
            new_email=form.cleaned_data["email"],
            at=now(),
            address=client_address(request),
        )
        messages.success(request, _("Tautan konfirmasi dikirim ke alamat baru."))
        return redirect("accounts:settings")
    return render(request, "accounts/address.html", {"form": form})


def is_right(request: OwnRequest, form: Form, field: str) -> bool:
    """Say whether a form is right; a wrong present password counts as one at signing in does.

    Else whoever finds an open session could try passwords here without end.
    """
    if form.is_valid():
        return True
    if form.data.get(field) and field in form.errors:
        count_failure(request, username=request.user.email)
        sessions.record_own(request, request.user, "accounts.session.code_failed", now())
    return False


@signed_in
@require_safe
def devices(request: OwnRequest) -> HttpResponse:
    """List the devices on which one is signed in."""
    context = {
        "devices": devices_of(request.user, at=now()),
        "own_key": request.session.session_key,
    }
    return render(request, "accounts/sessions.html", context)


@signed_in
@require_POST
def device_end(request: OwnRequest, pk: int) -> HttpResponse:
    """End one of one's own devices."""
    device = get_object_or_404(devices_of(request.user, at=now()), pk=pk)
    actions.end_device(
        person=request.user, device=device, at=now(), address=client_address(request)
    )
    name = device.device or _("perangkat tak dikenal")
    messages.success(request, _("Sesi %s diakhiri.") % name)
    return redirect("accounts:sessions")


@signed_in
@require_POST
def devices_end(request: OwnRequest) -> HttpResponse:
    """End all devices but this one."""
    count = actions.end_other_devices(
        person=request.user,
        keep=request.session.session_key or "",
        at=now(),
        address=client_address(request),
    )
    text = ngettext("%d sesi lain diakhiri.", "%d sesi lain diakhiri.", count)
    messages.success(request, text % count)
    return redirect("accounts:sessions")
