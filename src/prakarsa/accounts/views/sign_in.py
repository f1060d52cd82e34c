"""Sign in with address and password, and sign out."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from prakarsa.accounts import sessions, steps
from prakarsa.accounts.forms import SignInForm
from prakarsa.accounts.lockout import answer_lockout, is_address_exhausted
from prakarsa.accounts.models import Person
from prakarsa.accounts.providers import provider
from prakarsa.accounts.views.languages import keep_language
from prakarsa.foundation.access import open_to_held, public
from prakarsa.foundation.addresses import client_address
from prakarsa.foundation.redirects import own_path
from prakarsa.foundation.time import now


@public
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for address and password; the answer never tells whether the account exists."""
    target = own_path(request.POST.get("next") or request.GET.get("next"))
    if request.user.is_authenticated:
        return redirect(target or settings.LOGIN_REDIRECT_URL)
    form = SignInForm(request.POST or None)
    if request.method == "POST":
        if is_address_exhausted(address=client_address(request), at=now()):
            return answer_lockout(request)
        person = _try(request, form, target or "")
        if person:
            return after_first_step(request, person, target or "")
    context = {
        "form": form,
        "next": target or "",
        "provider": provider(),
        "ended_idle": request.session.pop(sessions.ENDED_IDLE, False),
    }
    return render(request, "accounts/sign_in.html", context)


def after_first_step(request: HttpRequest, person: Person, target: str) -> HttpResponse:
    """Lead on to the target, or to the second step when the session has not begun."""
    is_in = request.user.is_authenticated
    return keep_language(
        redirect(target or settings.LOGIN_REDIRECT_URL if is_in else "accounts:second-step"), person
    )


def _try(request: HttpRequest, form: SignInForm, target: str) -> Person | None:
    if not form.is_valid():
        return None
    person = steps.try_password(request, **form.cleaned_data, target=target, at=now())
    if person is None:
        form.add_error(None, _("Alamat atau kata sandi tidak cocok. Periksa, lalu coba lagi."))
    return person


@open_to_held
@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; drafts that this browser kept go with it."""
    sessions.end(request, at=now())
    messages.success(request, _("Anda sudah keluar."))
    response = redirect("accounts:sign-in")
    response["Clear-Site-Data"] = '"storage"'
    return response
