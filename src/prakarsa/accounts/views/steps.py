"""The page of the second step: at signing in, and again before dangerous acts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from prakarsa.accounts import steps
from prakarsa.accounts.forms import CredentialForm
from prakarsa.accounts.lockout import answer_lockout, is_exhausted
from prakarsa.accounts.models import Credential, Person
from prakarsa.accounts.passkeys import ask_for_known, can_have_passkeys, site_address
from prakarsa.accounts.providers import Provider, provider
from prakarsa.accounts.views.languages import keep_language
from prakarsa.foundation.access import open_to_held, public
from prakarsa.foundation.redirects import own_path
from prakarsa.foundation.time import now

WRONG = {
    Credential.APPLICATION: _("Kode tidak cocok atau sudah dipakai. Tunggu kode berikutnya."),
    Credential.RECOVERY: _("Kode tidak cocok atau sudah dipakai."),
    Credential.PASSKEY: _("Kunci sandi tidak terbaca. Coba sekali lagi, atau pakai cara lain."),
    Credential.PASSWORD: _("Kata sandi tidak cocok."),
}


@open_to_held
@public
@sensitive_post_parameters("answer")
@never_cache
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask whoever took the first step, or is signed in, to prove who they are."""
    at = now()
    signed_in = request.user if isinstance(request.user, Person) else None
    person = signed_in or steps.waiting_person(request, at=at)
    if person is None:
        return redirect("accounts:sign-in")
    forms = [
        CredentialForm(request.POST or None, credential=credential)
        for credential in steps.credentials_of(person)
    ]
    posted = next((form for form in forms if form.is_bound), None)
    target = own_path(request.POST.get("next") or request.GET.get("next"))
    target = target or steps.waiting_target(request) or settings.LOGIN_REDIRECT_URL
    if posted is not None:
        if is_exhausted(request, username=person.email, at=at):
            return answer_lockout(request)
        if _proves(request, person, posted):
            return keep_language(redirect(target), person)
    return render(request, "accounts/second_step.html", _context(request, person, forms, target))


def _proves(request: HttpRequest, person: Person, form: CredentialForm) -> bool:
    if not form.is_valid():
        return False
    answer = steps.Answer(form.way, form.cleaned_data["answer"])
    is_right = steps.prove(request, person, answer, at=now())
    if not is_right:
        form.add_error("answer", WRONG[form.way])
    return is_right


def _provider_of(request: HttpRequest, person: Person) -> Provider | None:
    """Return the institution where a signed-in person without a second factor can prove again."""
    found = provider()
    if found is None or person.has_second_factor or not request.user.is_authenticated:
        return None
    return found if person.identities.filter(issuer=found.issuer).exists() else None


def _context(
    request: HttpRequest, person: Person, forms: list[CredentialForm], target: str
) -> dict[str, Any]:
    by_way = {form.way.value: form for form in forms}
    site = site_address(request)
    context: dict[str, Any] = {
        "ways": by_way,
        "target": target,
        "form": next((form for form in forms if form.is_bound), None),
        "is_again": request.user.is_authenticated,
        "provider": _provider_of(request, person),
    }
    if Credential.PASSKEY in by_way and can_have_passkeys(site):
        question = ask_for_known(person, site=site)
        steps.remember_question(request, question, at=now())
        context["question"] = question.options
    return context
