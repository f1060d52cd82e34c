"""Who may see what leaves the outbox."""

from __future__ import annotations

from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat


def can_see_outgoing(seat: Seat) -> bool:
    """See whether mails leave, and try again; never to whom they go or what they say."""
    return seat.role is Role.PLATFORM_ADMIN
