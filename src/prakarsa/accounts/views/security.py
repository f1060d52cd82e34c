"""The pages of one's own security: second factors, passkeys, recovery codes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from prakarsa.accounts import actions, enrolment, sessions, steps
from prakarsa.accounts.codes import RECOVERY_CODES, application_address
from prakarsa.accounts.forms import ApplicationForm, PasskeyForm
from prakarsa.accounts.models import Credential, Factor
from prakarsa.accounts.passkeys import ask_for_new, can_have_passkeys, read_new, site_address
from prakarsa.accounts.pictures import square_code
from prakarsa.accounts.providers import provider
from prakarsa.accounts.queries import devices_of
from prakarsa.accounts.views.settings import OwnRequest
from prakarsa.foundation.access import asks_again, enrols, signed_in
from prakarsa.foundation.addresses import client_address
from prakarsa.foundation.time import now

ISSUER = "Prakarsa"


@enrols
@signed_in
@require_safe
def overview(request: OwnRequest) -> HttpResponse:
    """Show how the account is kept safe, and what is still missing."""
    person = request.user
    factors = list(person.factors.order_by("kind", "created_at", "pk"))
    context = {
        "application": next(
            (each for each in factors if each.kind == Credential.APPLICATION), None
        ),
        "passkeys": [each for each in factors if each.kind == Credential.PASSKEY],
        "codes_left": person.recovery_codes.filter(used_at=None).count(),
        "codes_total": RECOVERY_CODES,
        "devices": devices_of(person, at=now()).count(),
        "provider": provider(),
        "identity": person.identities.order_by("-created_at").first(),
        "can_have_passkeys": can_have_passkeys(site_address(request)),
    }
    return render(request, "accounts/security.html", context)


@asks_again
@enrols
@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def application(request: OwnRequest) -> HttpResponse:
    """Connect an authenticator application: show its secret, ask for the code it makes."""
    at, person = now(), request.user
    secret = enrolment.secret_for(request, at=at)
    form = ApplicationForm(request.POST or None)
    if form.is_valid():
        codes = actions.add_application(
            person=person, secret=secret, code=form.cleaned_data["code"], **_own(request)
        )
        if codes is not None:
            messages.success(request, _("Aplikasi autentikator terpasang."))
            return _added(request, Credential.APPLICATION, codes)
        form.add_error("code", _("Kode tidak cocok. Tunggu kode berikutnya, lalu ketik lagi."))
    address = application_address(secret=secret, account=person.email, issuer=ISSUER)
    context = {"form": form, "picture": square_code(address), "secret": _in_groups(secret)}
    return render(request, "accounts/application.html", {**context, "address": address})


@asks_again
@enrols
@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def passkey_new(request: OwnRequest) -> HttpResponse:
    """Add a passkey of this device or of a key."""
    site = site_address(request)
    if not can_have_passkeys(site):
        raise Http404
    if actions.has_most_passkeys(request.user):
        messages.error(request, _("Anda sudah punya sepuluh kunci sandi. Hapus satu dulu."))
        return redirect("accounts:security")
    form = PasskeyForm(request.POST or None)
    if form.is_valid():
        codes = _keep_passkey(request, site, **form.cleaned_data)
        if codes is not None:
            messages.success(request, _("Kunci sandi tersimpan."))
            return _added(request, Credential.PASSKEY, codes)
        form.add_error(None, _("Kunci sandi tidak terbaca. Coba sekali lagi."))
    question = ask_for_new(request.user, site=site)
    steps.remember_question(request, question, at=now())
    context = {"form": form, "question": question.options}
    return render(request, "accounts/passkey_new.html", context)


def _keep_passkey(request: OwnRequest, site: str, *, name: str, answer: str) -> list[str] | None:
    state = steps.take_question(request, at=now())
    passkey = read_new(answer, state=state, site=site) if state else None
    if passkey is None:
        return None
    return actions.add_passkey(person=request.user, passkey=passkey, name=name, **_own(request))


@asks_again
@signed_in
@require_http_methods(["GET", "POST"])
def factor_remove(request: OwnRequest, pk: int) -> HttpResponse:
    """Remove one of one's own factors."""
    factor = get_object_or_404(Factor, person=request.user, pk=pk)
    if request.method == "POST":
        actions.remove_factor(person=request.user, factor=factor, **_own(request))
        request.user.refresh_from_db()
        sessions.renew(request, request.user)
        messages.success(request, _("%s dihapus.") % factor)
        return redirect("accounts:security")
    is_last = not request.user.factors.exclude(pk=pk).exists()
    return render(request, "accounts/factor_remove.html", {"factor": factor, "is_last": is_last})


@asks_again
@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def recovery(request: OwnRequest) -> HttpResponse:
    """Show recovery codes for ten minutes after they were made, or make new ones."""
    at, person = now(), request.user
    if not person.has_second_factor:
        return redirect("accounts:security")
    if request.method == "POST":
        address = client_address(request)
        codes = actions.renew_recovery_codes(person=person, at=at, address=address)
        enrolment.show_codes(request, codes, at=at)
        return redirect("accounts:recovery")
    context = {
        "codes": enrolment.shown_codes(request, at=at),
        "codes_left": person.recovery_codes.filter(used_at=None).count(),
    }
    return render(request, "accounts/recovery.html", context)


@signed_in
@never_cache
@require_safe
def recovery_file(request: OwnRequest) -> HttpResponse:
    """Send the codes that are shown now as a plain text."""
    codes = enrolment.shown_codes(request, at=now())
    if not codes:
        raise Http404
    text = _("Kode pemulihan Prakarsa. Simpan di tempat aman; setiap kode berlaku sekali.")
    body = "\r\n".join((text, "", *codes, ""))
    response = HttpResponse(body, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="kode-pemulihan.txt"'
    return response


def _own(request: OwnRequest) -> dict[str, Any]:
    """Return what the acts on one's own factors ask of the request."""
    key = request.session.session_key or ""
    return {"at": now(), "address": client_address(request), "keep": key}


def _added(request: OwnRequest, credential: Credential, codes: list[str]) -> HttpResponse:
    """Go on with a session that has passed the second step; first show the recovery codes."""
    at = now()
    request.user.refresh_from_db()
    enrolment.forget_secret(request)
    sessions.confirm(request, request.user, credential=credential, at=at)
    if not codes:
        return redirect("accounts:security")
    enrolment.show_codes(request, codes, at=at)
    return redirect("accounts:recovery")


def _in_groups(secret: str) -> str:
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
