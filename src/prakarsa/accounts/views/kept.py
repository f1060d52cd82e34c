"""The forms that were sent after the session had ended: send them again, or throw them away."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from prakarsa.accounts.kept import KeptForm, forget_form, kept_forms
from prakarsa.accounts.models import Person
from prakarsa.foundation.access import signed_in
from prakarsa.foundation.time import now

TEMPORARY_REDIRECT = 307


@require_safe
@signed_in
def overview(request: HttpRequest) -> HttpResponse:
    """Show what was typed and not saved; without any, go on as after any signing in."""
    forms = own_forms(request)
    if not forms:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/kept.html", {"forms": forms})


@require_POST
@signed_in
def send(request: HttpRequest, place: int) -> HttpResponse:
    """Pass a kept form on: the browser sends the same fields to where they were going."""
    form = form_at(request, place)
    if form is None:
        return redirect("accounts:kept")
    forget_form(request, form.path)
    answer = redirect(form.path)
    answer.status_code = TEMPORARY_REDIRECT
    return answer


@require_POST
@signed_in
def discard(request: HttpRequest, place: int) -> HttpResponse:
    """Throw a kept form away."""
    form = form_at(request, place)
    if form is not None:
        forget_form(request, form.path)
        messages.success(request, _("Isian itu dibuang."))
    return redirect("accounts:kept")


def own_forms(request: HttpRequest) -> list[KeptForm]:
    """Return what was kept for whoever is signed in."""
    person = request.user
    return kept_forms(request, person, at=now()) if isinstance(person, Person) else []


def form_at(request: HttpRequest, place: int) -> KeptForm | None:
    """Return one of the kept forms by its place on the page."""
    forms = own_forms(request)
    return forms[place] if place < len(forms) else None
