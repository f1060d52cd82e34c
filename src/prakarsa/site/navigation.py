"""The frame of every page: where the visitor may go, in the order of the guide."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what the base template needs."""
    return {"seat": getattr(request, "seat", None)}
