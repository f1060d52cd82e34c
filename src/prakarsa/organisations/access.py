"""The request that views are typed with, beside the declarations of who may open them."""

from __future__ import annotations

from django.http import HttpRequest

from prakarsa.foundation.access import (
    SIGNED_IN,
    Access,
    asks_again,
    open_to_held,
    public,
    roles,
    signed_in,
)
from prakarsa.organisations.seats import Seat

__all__ = [
    "SIGNED_IN",
    "Access",
    "SeatedRequest",
    "asks_again",
    "open_to_held",
    "public",
    "roles",
    "signed_in",
]


class SeatedRequest(HttpRequest):
    """A request after the seat middleware: views are typed with it."""

    seat: Seat
