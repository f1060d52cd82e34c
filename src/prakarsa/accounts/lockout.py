"""Too many wrong passwords or codes: how many, from where, and what the visitor then reads."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from prakarsa.foundation.addresses import client_address

MINUTES = 60


def is_address_exhausted(*, address: str, at: datetime) -> bool:
    """Say whether one network address failed too often, whichever accounts it tried."""
    since = at - timedelta(hours=settings.AXES_COOLOFF_TIME)
    attempts = AccessAttempt.objects.filter(ip_address=address or None, attempt_time__gte=since)
    failures = attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0
    return bool(failures >= settings.PRAKARSA_ADDRESS_FAILURES)


def may_try(request: HttpRequest, *, username: str) -> bool:
    """Say whether an account may be tried again; codes count together with passwords."""
    return bool(AxesProxyHandler.is_allowed(request, {"username": username}))


def is_exhausted(request: HttpRequest, *, username: str, at: datetime) -> bool:
    """Say whether this account or this network address was tried too often."""
    is_tired = is_address_exhausted(address=client_address(request), at=at)
    return is_tired or not may_try(request, username=username)


def count_failure(request: HttpRequest, *, username: str) -> None:
    """Count a wrong code as a wrong password counts."""
    user_login_failed.send(sender=__name__, credentials={"username": username}, request=request)


def forget_attempts(username: str) -> None:
    """Let a person try again at once: they proved by mail that the account is theirs."""
    AccessAttempt.objects.filter(username=username).delete()


def answer_lockout(
    request: HttpRequest, _response: HttpResponse | None = None, *_args: Any, **_credentials: Any
) -> HttpResponse:
    """Answer alike for known and unknown accounts, and say when to come back."""
    minutes = int(settings.AXES_COOLOFF_TIME * MINUTES)
    response = render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(minutes * MINUTES)
    return response


def describe_visitor(*_details: object) -> str:
    """Return what the library's log lines say of a visitor: neither name nor address."""
    return "a visitor"
