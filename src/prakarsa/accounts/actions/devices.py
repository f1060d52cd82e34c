"""Acts on signed-in devices."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from prakarsa.accounts.actions.issuing import call_back
from prakarsa.accounts.models import DeviceSession, Person
from prakarsa.accounts.queries import account_actor, region_code_of
from prakarsa.audit.actions import record
from prakarsa.audit.actors import Actor


def forget_devices(person: Person, *, keep: str = "") -> int:
    """End the sessions of all devices but one; part of an act that records it."""
    devices = DeviceSession.objects.filter(person=person).exclude(session_key=keep or None)
    keys = list(devices.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    DeviceSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


@transaction.atomic
def end_device(*, person: Person, device: DeviceSession, at: datetime, address: str = "") -> None:
    """End one device of one's own; its cookie is refused on the very next request."""
    Session.objects.filter(session_key=device.session_key).delete()
    device.delete()
    _record(account_actor(person, address=address), person, 1, at)


@transaction.atomic
def end_other_devices(*, person: Person, keep: str, at: datetime, address: str = "") -> int:
    """End all devices of one's own but the present one; returns how many."""
    count = forget_devices(person, keep=keep)
    _record(account_actor(person, address=address), person, count, at)
    return count


@transaction.atomic
def end_all_sessions(*, actor: Actor, person: Person, at: datetime) -> int:
    """End every session of another person, and the links that somebody asked for in one.

    Whoever calls has checked that the actor may.
    """
    call_back(person, at=at)
    count = forget_devices(person)
    _record(actor, person, count, at)
    return count


def _record(actor: Actor, person: Person, count: int, at: datetime) -> None:
    record(
        actor=actor,
        act="accounts.devices.ended",
        target=person,
        at=at,
        region_code=region_code_of(person),
        after={"count": count},
    )
