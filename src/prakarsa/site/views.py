"""The menu, the licences, the switches of language and theme, robots.txt."""

from __future__ import annotations

from importlib.metadata import version

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from prakarsa.accounts.actions import change_profile
from prakarsa.foundation.addresses import client_address, full_address
from prakarsa.foundation.redirects import own_path
from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest, open_to_held, public
from prakarsa.site.vendored import works_of_others

# A dollar ends an address: the catalogue's first page, not everything below it.
PUBLIC_PATHS = ("/$", "/katalog/", "/data-terbuka/", "/tentang/", "/sitemap.xml", "/static/")
YEAR = 365 * 24 * 60 * 60


@public
@require_safe
def menu(request: SeatedRequest) -> HttpResponse:
    """Show every place the seat may open, and the personal switches."""
    return render(request, "site/menu.html")


@public
@require_safe
def about(request: SeatedRequest) -> HttpResponse:
    """Name the licence of the product and of the work of others in its pages."""
    context = {"version": version("prakarsa"), "works": works_of_others()}
    return render(request, "site/about.html", context)


@open_to_held
@public
@require_POST
def change_language(request: SeatedRequest) -> HttpResponse:
    """Keep the chosen language, for the person or for the browser."""
    chosen = request.POST.get("language")
    response = _back(request)
    if chosen in dict(settings.LANGUAGES):
        _keep(request, response, "language", str(chosen), settings.LANGUAGE_COOKIE_NAME)
    return response


@open_to_held
@public
@require_POST
def change_theme(request: SeatedRequest) -> HttpResponse:
    """Keep the chosen theme, for the person or for the browser."""
    chosen = request.POST.get("theme")
    response = _back(request)
    if chosen in {"system", "light", "dark"}:
        _keep(request, response, "theme", str(chosen), settings.PRAKARSA_THEME_COOKIE)
    return response


def _keep(
    request: SeatedRequest, response: HttpResponse, field: str, value: str, cookie: str
) -> None:
    response.set_cookie(
        cookie,
        value,
        max_age=YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    person = request.seat.person
    if person and getattr(person, field) != value:
        profile = {"name": person.name, "language": person.language, "theme": person.theme}
        change_profile(
            person=person, **{**profile, field: value}, at=now(), address=client_address(request)
        )


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """Return to the page the form stood on, never to another site."""
    return HttpResponseRedirect(own_path(request.POST.get("next")) or reverse("menu"))


@public
@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Let search engines read the public side and nothing else."""
    sitemap = full_address(reverse("catalogue:sitemap"))
    lines = [
        "User-agent: *",
        *(f"Allow: {path}" for path in PUBLIC_PATHS),
        "Disallow: /",
        f"Sitemap: {sitemap}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
