"""Where a visitor is led before a page opens: to sign in, to prove again, to add a factor."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from prakarsa.accounts.kept import keep_form
from prakarsa.accounts.models import Person
from prakarsa.foundation.problems import asks_as_program, problem
from prakarsa.foundation.redirects import own_path


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in page; a program is told to sign in."""
    if asks_as_program(request):
        return problem(401, _("Masuk lebih dahulu."))
    return _whole_page(request, redirect_to_login(page_of(request)).url)


def ask_to_prove(request: HttpRequest) -> HttpResponse:
    """Lead to the page of the second step, which also asks again."""
    if asks_as_program(request):
        return problem(401, _("Buktikan diri Anda sekali lagi."), proof="second-step")
    step = resolve_url("accounts:second-step")
    return _whole_page(request, redirect_to_login(page_of(request), step).url)


def ask_for_second_step(request: HttpRequest, person: Person) -> HttpResponse:
    """Lead somebody who owes the second step to it, or to adding one."""
    if person.has_second_factor or asks_as_program(request):
        return ask_to_prove(request)
    return _whole_page(request, redirect("accounts:security").url)


def page_of(request: HttpRequest) -> str:
    """Return where to go afterwards: a form's address may take no visitors, its page does.

    What was typed into the form is kept, and shown first.
    """
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    page = form_page_of(request)
    return resolve_url("accounts:kept") if keep_form(request, page=page) else page


def form_page_of(request: HttpRequest) -> str:
    """Return the page a form was sent from, when it is one of ours."""
    page = urlsplit(request.headers.get("Referer", ""))
    is_own = page.netloc == request.get_host()
    path = own_path(page._replace(scheme="", netloc="").geturl()) if is_own else None
    return path or resolve_url(settings.LOGIN_REDIRECT_URL)


def _whole_page(request: HttpRequest, url: str) -> HttpResponse:
    """Redirect; a part of a page that asks for itself leads the whole page."""
    is_part = "HX-Request" in request.headers
    return HttpResponseClientRedirect(url) if is_part else redirect(url)
