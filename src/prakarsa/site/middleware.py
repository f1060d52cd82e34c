"""Speak the visitor's language, keep the region's time, and keep private pages out of caches."""

from __future__ import annotations

import logging
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from prakarsa.foundation.fullness import is_disk_full
from prakarsa.foundation.limits import TooMany
from prakarsa.organisations.seats import Seat
from prakarsa.site.errors import (
    bad_request,
    is_database_away,
    method_not_allowed,
    no_room,
    too_many,
    unavailable,
)

log = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]
# The site asks for no sensor and no payment; a foreign script could not ask in its name.
PERMISSIONS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"


class FrameMiddleware:
    """Set language and zone from the seat; Indonesian is the default, whatever the browser says."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seat: Seat = vars(request)["seat"]
        zone = ZoneInfo(seat.region.zone if seat.region else settings.TIME_ZONE)
        # Put back afterwards: the next visitor's request may fail before it comes to this line.
        with translation.override(language_of(request, seat)), timezone.override(zone):
            vars(request)["LANGUAGE_CODE"] = translation.get_language()
            response = self.get_response(request)
            if isinstance(response, HttpResponseNotAllowed) and not response.content:
                response = method_not_allowed(request, response)
            response.headers.setdefault("Content-Language", translation.get_language() or "id")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a flood and a busy or missing database with "come back"; the rest is our fault.

        PostgreSQL keeps no NUL in texts: whoever sends one in an address reads that it is no such.
        """
        if isinstance(exception, TooMany):
            return too_many(request, exception)
        if isinstance(exception, DatabaseError | ValueError) and says_nul(str(exception)):
            return bad_request(request)
        if is_disk_full(exception):
            log.exception("A disk is full.")
            return no_room(request)
        if not is_database_away(exception):
            return None
        log.exception("The database did not answer.")
        return unavailable(request)


def says_nul(text: str) -> bool:
    """Tell the driver's refusal of a NUL character from other refusals."""
    return "NUL (0x00)" in text


def language_of(request: HttpRequest, seat: Seat) -> str:
    """Return the person's language, else the browser's chosen one, else Indonesian."""
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    wanted = seat.person.language if seat.person else cookie
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class PrivacyMiddleware:
    """Mark what a cache may keep: nothing of a signed-in person."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        return response
