"""All addresses. Each package writes its whole Indonesian paths itself: path("inovasi/", …)."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from prakarsa.site import views

handler400 = "prakarsa.site.errors.bad_request"
handler403 = "prakarsa.site.errors.permission_denied"
handler404 = "prakarsa.site.errors.not_found"
handler500 = "prakarsa.site.errors.server_error"


def addresses_of(package: str) -> list[URLPattern | URLResolver]:
    """Return the addresses of one package, when it has any."""
    if package == "site" or not find_spec(f"prakarsa.{package}.urls"):
        return []
    return [path("", include(f"prakarsa.{package}.urls"))]


urlpatterns: list[URLPattern | URLResolver] = [
    path("menu/", views.menu, name="menu"),
    path("tentang/", views.about, name="about"),
    path("bahasa/", views.change_language, name="language"),
    path("tema/", views.change_theme, name="theme"),
    path("robots.txt", views.robots, name="robots"),
    *(pattern for package in settings.OUR_PACKAGES for pattern in addresses_of(package)),
]
