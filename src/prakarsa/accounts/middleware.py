"""End a session that was idle too long, is too old, or belongs to a closed account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from prakarsa.foundation.time import now

SEEN, BEGAN = "seen_at", "began_at"


class SessionLimitsMiddleware:
    """Idle 30 minutes, absolute 12 hours; both from settings."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            at = now()
            if _is_over(request, at):
                logout(request)
                request.session["ended_idle"] = True
            elif _needs_touch(request, at):
                request.session.setdefault(BEGAN, at.timestamp())
                request.session[SEEN] = at.timestamp()
        return self.get_response(request)


def _is_over(request: HttpRequest, at: datetime) -> bool:
    seen = float(request.session.get(SEEN, at.timestamp()))
    began = float(request.session.get(BEGAN, at.timestamp()))
    idle = at.timestamp() - seen > settings.PRAKARSA_IDLE_SECONDS
    return idle or at.timestamp() - began > settings.SESSION_COOKIE_AGE


def _needs_touch(request: HttpRequest, at: datetime) -> bool:
    """Write at most once a minute, so that reading pages stays cheap."""
    return at.timestamp() - float(request.session.get(SEEN, 0)) > 60
