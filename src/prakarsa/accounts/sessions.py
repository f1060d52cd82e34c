"""Begin and end the session of a browser, and record it."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth import authenticate, login, logout
from django.db import transaction
from django.http import HttpRequest

from prakarsa.accounts.devices import describe_device
from prakarsa.accounts.models import DeviceSession, Person
from prakarsa.accounts.queries import account_actor, person_with_address, region_code_of
from prakarsa.audit.actions import record
from prakarsa.audit.actors import ANONYMOUS, Actor, Target
from prakarsa.foundation.addresses import client_address

SEEN, BEGAN, ENDED_IDLE = "seen_at", "began_at", "ended_idle"
UNKNOWN = Target(kind="accounts.person")


def try_to_begin(
    request: HttpRequest, *, username: str, password: str, at: datetime
) -> Person | None:
    """Sign a person in when the password is right; record the try either way."""
    person = authenticate(request, username=username, password=password)
    if not isinstance(person, Person):
        _record_failure(request, username, at)
        return None
    begin(request, person, at=at)
    return person


@transaction.atomic
def begin(request: HttpRequest, person: Person, *, at: datetime) -> None:
    """Give the browser a new session id and remember the device."""
    login(request, person)
    request.session[BEGAN] = request.session[SEEN] = at.timestamp()
    request.session.save()
    address = client_address(request)
    DeviceSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "person": person,
            "device": describe_device(request.META.get("HTTP_USER_AGENT", "")),
            "address": address or None,
            "created_at": at,
            "last_seen_at": at,
        },
    )
    record(
        actor=account_actor(person, address=address),
        act="accounts.session.begun",
        target=person,
        at=at,
        region_code=region_code_of(person),
    )


@transaction.atomic
def end(request: HttpRequest, *, at: datetime, act: str = "accounts.session.ended") -> None:
    """End the browser's session; its cookie is worthless from the next request on."""
    person = request.user
    DeviceSession.objects.filter(session_key=request.session.session_key or "").delete()
    logout(request)
    if isinstance(person, Person):
        record(
            actor=account_actor(person, address=client_address(request)),
            act=act,
            target=person,
            at=at,
            region_code=region_code_of(person),
        )


def is_over(request: HttpRequest, *, at: datetime, idle: float, absolute: float) -> bool:
    """Say whether a session was idle too long or began too long ago (both in seconds)."""
    seen = float(request.session.get(SEEN, at.timestamp()))
    began = float(request.session.get(BEGAN, at.timestamp()))
    return at.timestamp() - seen > idle or at.timestamp() - began > absolute


def touch(request: HttpRequest, *, at: datetime) -> None:
    """Remember that the session is in use, at most once a minute so that reading stays cheap."""
    if at.timestamp() - float(request.session.get(SEEN, 0)) <= 60:
        return
    request.session.setdefault(BEGAN, at.timestamp())
    request.session[SEEN] = at.timestamp()
    key = request.session.session_key or ""
    DeviceSession.objects.filter(session_key=key).update(last_seen_at=at)


@transaction.atomic
def _record_failure(request: HttpRequest, username: str, at: datetime) -> None:
    """Record a failed try; the first of a lock-out says so. What was typed is not kept."""
    failures = getattr(request, "axes_failures_since_start", None)
    is_locked = getattr(request, "axes_locked_out", False)
    if is_locked and failures is None:
        return
    person = person_with_address(username)
    record(
        actor=Actor(ANONYMOUS, "public", client_address(request)),
        act="accounts.session.locked" if is_locked else "accounts.session.failed",
        target=person or UNKNOWN,
        at=at,
        region_code=region_code_of(person) if person else "",
    )
