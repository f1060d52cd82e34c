"""What a visitor reads after too many wrong passwords."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

MINUTES = 60


def answer_lockout(
    request: HttpRequest, _response: HttpResponse | None = None, *_args: Any, **_credentials: Any
) -> HttpResponse:
    """Answer alike for known and unknown accounts, and say when to come back."""
    minutes = int(settings.AXES_COOLOFF_TIME * MINUTES)
    response = render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(minutes * MINUTES)
    return response
