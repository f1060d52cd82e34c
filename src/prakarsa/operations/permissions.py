"""Who may read the numbers, and who answers what people ask about their own data."""

from __future__ import annotations

import hmac
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat

BEARER = "Bearer "


def can_answer_requests(seat: Seat) -> bool:
    """Record and answer requests about personal data: the administrators of the installation."""
    return seat.role is Role.PLATFORM_ADMIN


def may_read_metrics(request: HttpRequest) -> bool:
    """Say whether the request shows the token, or comes straight from this machine."""
    return _shows_token(request) or (settings.PRAKARSA_METRICS_LOOPBACK and _is_local(request))


def _shows_token(request: HttpRequest) -> bool:
    wanted: str = settings.PRAKARSA_METRICS_TOKEN
    given = request.headers.get("Authorization", "")
    if not wanted or not given.startswith(BEARER):
        return False
    return hmac.compare_digest(given.removeprefix(BEARER).encode(), wanted.encode())


def _is_local(request: HttpRequest) -> bool:
    """A request that passed a proxy comes from elsewhere, although the proxy is local.

    Not every proxy says that it is one; where the settings count any, nothing is local.
    """
    if settings.PRAKARSA_PROXIES > 0:
        return False
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
