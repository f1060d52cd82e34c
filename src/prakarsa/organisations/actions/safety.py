"""Acts that keep another person's account safe: sessions ended, lost factors taken away."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from prakarsa.accounts import actions as accounts
from prakarsa.accounts.models import Person
from prakarsa.organisations.permissions import can_secure
from prakarsa.organisations.seats import Seat


@transaction.atomic
def reset_second_step(*, seat: Seat, person: Person, reason: str, at: datetime) -> None:
    """Take all factors and recovery codes from a person who lost them; they enrol anew."""
    if not can_secure(seat, person, on=seat.today(at)):
        raise PermissionDenied
    accounts.reset_factors(actor=seat.actor, person=person, reason=reason, at=at)


@transaction.atomic
def end_sessions(*, seat: Seat, person: Person, at: datetime) -> int:
    """End every session of a person; returns how many."""
    if not can_secure(seat, person, on=seat.today(at)):
        raise PermissionDenied
    return accounts.end_all_sessions(actor=seat.actor, person=person, at=at)
