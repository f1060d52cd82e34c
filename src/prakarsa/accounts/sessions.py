"""Begin, confirm and end the session of a browser, and record it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest

from prakarsa.accounts.devices import describe_device
from prakarsa.accounts.models import Credential, DeviceSession, Person
from prakarsa.accounts.queries import account_actor, region_code_of
from prakarsa.audit.actions import record
from prakarsa.foundation.addresses import client_address

log = logging.getLogger(__name__)
# How long SQLite waits for another writer, in milliseconds: now, and as the settings say.
MOMENT, ORDINARY = "PRAGMA busy_timeout = 200", "PRAGMA busy_timeout = 20000"
SEEN, BEGAN, ENDED_IDLE = "seen_at", "began_at", "ended_idle"
# When the person last proved who they are, and with which second factor if with one.
PROVED, SECOND = "proved_at", "second_step"
BACKEND = "prakarsa.accounts.backends.AddressBackend"
SECOND_CREDENTIALS = frozenset({Credential.APPLICATION, Credential.PASSKEY, Credential.RECOVERY})


@transaction.atomic
def begin(request: HttpRequest, person: Person, *, credential: Credential, at: datetime) -> None:
    """Give the browser a new session id and remember the device."""
    login(request, person, backend=BACKEND)
    request.session[BEGAN] = request.session[SEEN] = at.timestamp()
    _note_credential(request, credential, at)
    address = client_address(request)
    DeviceSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "person": person,
            "device": describe_device(request.META.get("HTTP_USER_AGENT", "")),
            "proof": credential,
            "address": address or None,
            "created_at": at,
            "last_seen_at": at,
        },
    )
    record_own(request, person, "accounts.session.begun", at, credential)


@transaction.atomic
def confirm(request: HttpRequest, person: Person, *, credential: Credential, at: datetime) -> None:
    """Note that the signed-in person proved again who they are; the session gets a new id."""
    renew(request, person)
    _note_credential(request, credential, at)
    key = request.session.session_key or ""
    DeviceSession.objects.filter(session_key=key).update(proof=credential)
    record_own(request, person, "accounts.session.confirmed", at, credential)


@transaction.atomic
def stay(request: HttpRequest, person: Person) -> None:
    """Take a new session id for a new password, and keep this device in the list."""
    old = request.session.session_key or ""
    update_session_auth_hash(request, person)
    new = request.session.session_key or old
    DeviceSession.objects.filter(session_key=old).update(session_key=new)


@transaction.atomic
def renew(request: HttpRequest, person: Person) -> None:
    """Take a new session id; without any factor left, the session owes the second step again."""
    if not person.has_second_factor:
        request.session.pop(SECOND, None)
    old = request.session.session_key or ""
    request.session.cycle_key()
    new = request.session.session_key or old
    DeviceSession.objects.filter(session_key=old).update(session_key=new)


@transaction.atomic
def end(request: HttpRequest, *, at: datetime, act: str = "accounts.session.ended") -> None:
    """End the browser's session; its cookie is worthless from the next request on."""
    person = request.user
    DeviceSession.objects.filter(session_key=request.session.session_key or "").delete()
    logout(request)
    if isinstance(person, Person):
        record_own(request, person, act, at)


def is_over(request: HttpRequest, *, at: datetime, idle: float, absolute: float) -> bool:
    """Say whether a session was idle too long or began too long ago (both in seconds)."""
    seen = float(request.session.get(SEEN, at.timestamp()))
    began = float(request.session.get(BEGAN, at.timestamp()))
    return at.timestamp() - seen > idle or at.timestamp() - began > absolute


def touch(request: HttpRequest, *, at: datetime) -> None:
    """Remember that the session is in use, at most once a minute so that reading stays cheap.

    It is only a convenience: while the database is busy or full it is left for the next request,
    for nobody should wait for it or be kept from reading.
    """
    session = request.session
    seen, was_modified = float(session.get(SEEN, 0)), session.modified
    if at.timestamp() - seen <= 60:
        return
    session.setdefault(BEGAN, at.timestamp())
    session[SEEN] = at.timestamp()
    try:
        with _in_a_hurry(), transaction.atomic():
            session.save()
            key = session.session_key or ""
            DeviceSession.objects.filter(session_key=key).update(last_seen_at=at)
    except (OperationalError, UpdateError) as problem:
        if isinstance(problem, UpdateError) and not isinstance(
            problem.__context__, OperationalError
        ):
            # Its row is gone: signed out elsewhere. What is modified is looked at once more.
            return
        session[SEEN] = seen
        log.info("The database takes nothing; a session is not marked as used.")
    session.modified = was_modified


@contextmanager
def _in_a_hurry() -> Iterator[None]:
    """Wait only a moment for a writer; on PostgreSQL nobody else writes the rows of a session."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(MOMENT)
        try:
            yield
        finally:
            cursor.execute(ORDINARY)


def is_recently_proved(request: HttpRequest, *, at: datetime) -> bool:
    """Say whether the person proved who they are so recently that a dangerous act may follow.

    A clock that was set back makes no proof recent.
    """
    age = at.timestamp() - float(request.session.get(PROVED, 0))
    return 0 <= age <= float(settings.PRAKARSA_PROOF_SECONDS)


def owes_second_step(request: HttpRequest, person: Person, *, is_demanded: bool) -> bool:
    """Say whether this session still lacks the second step that the person or the role asks for."""
    return (is_demanded or person.has_second_factor) and SECOND not in request.session


def record_own(
    request: HttpRequest,
    person: Person,
    act: str,
    at: datetime,
    credential: Credential | None = None,
) -> None:
    """Record what happened to the browser session of a person."""
    record(
        actor=account_actor(person, address=client_address(request)),
        act=act,
        target=person,
        at=at,
        region_code=region_code_of(person),
        after={"proof": credential.value} if credential else {},
    )


def _note_credential(request: HttpRequest, credential: Credential, at: datetime) -> None:
    request.session[PROVED] = at.timestamp()
    if credential in SECOND_CREDENTIALS:
        request.session[SECOND] = credential.value
    request.session.save()
