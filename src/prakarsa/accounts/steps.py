"""The steps of signing in: first who, then the second factor, through one door for every way.

A password and an institution's account are first steps, so neither goes round the second.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import authenticate
from django.db import transaction
from django.http import HttpRequest

from prakarsa.accounts import sessions
from prakarsa.accounts.actions.factors import (
    use_application_code,
    use_passkey,
    use_recovery_code,
)
from prakarsa.accounts.holding import is_still_held
from prakarsa.accounts.letters import ask_for
from prakarsa.accounts.lockout import count_failure
from prakarsa.accounts.models import Credential, Person
from prakarsa.accounts.passkeys import Question, site_address
from prakarsa.accounts.queries import account_stamp, person_with_address, region_code_of
from prakarsa.audit.actions import record
from prakarsa.audit.actors import ANONYMOUS, Actor, Target
from prakarsa.audit.models import AuditEntry
from prakarsa.foundation.addresses import client_address

UNKNOWN = Target(kind="accounts.person")
WAITING, ASKED = "waiting", "asked"
CODE_FAILED = "accounts.session.code_failed"
# How often people mistype a code before it looks like somebody else.
SLIPS = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody shows to prove who they are: a code, a password, a passkey's signature."""

    credential: Credential
    text: str


def try_password(
    request: HttpRequest, *, username: str, password: str, target: str, at: datetime
) -> Person | None:
    """Take the first step when the password is right; record the try either way."""
    person = authenticate(request, username=username, password=password)
    if not isinstance(person, Person):
        _record_failure(request, person_with_address(username), "accounts.session.failed", at)
        return None
    take_first_step(request, person, credential=Credential.PASSWORD, target=target, at=at)
    return person


@transaction.atomic
def take_first_step(
    request: HttpRequest, person: Person, *, credential: Credential, target: str, at: datetime
) -> None:
    """Begin the session, or let a person with a second factor wait for it under a new id."""
    request.session.pop(WAITING, None)
    if not person.has_second_factor:
        sessions.begin(request, person, credential=credential, at=at)
        return
    request.session.cycle_key()
    request.session[WAITING] = {
        "person": person.pk,
        "stamp": account_stamp(person),
        "target": target,
        "at": at.timestamp(),
    }
    sessions.record_own(request, person, "accounts.session.halfway", at, credential)


def waiting_person(request: HttpRequest, *, at: datetime) -> Person | None:
    """Return who has taken the first step here within ten minutes and nothing changed since."""
    waiting = request.session.get(WAITING)
    if not waiting or not is_still_held(waiting["at"], at=at):
        return None
    person = Person.objects.filter(pk=waiting["person"], is_active=True).first()
    return person if person and account_stamp(person) == waiting["stamp"] else None


def waiting_target(request: HttpRequest) -> str:
    """Return where the first step was to lead."""
    return str(request.session.get(WAITING, {}).get("target", ""))


def credentials_of(person: Person) -> list[Credential]:
    """Return what a person can prove with: their factors, or the password when they have none."""
    if not person.has_second_factor:
        return [Credential.PASSWORD] if person.has_usable_password() else []
    kinds = set(person.factors.values_list("kind", flat=True))
    return [
        credential
        for credential in (Credential.PASSKEY, Credential.APPLICATION)
        if credential in kinds
    ] + [Credential.RECOVERY]


def remember_question(request: HttpRequest, question: Question, *, at: datetime) -> None:
    """Keep what the browser was asked, for one answer within ten minutes."""
    request.session[ASKED] = {"state": question.state, "at": at.timestamp()}


def take_question(request: HttpRequest, *, at: datetime) -> dict[str, Any] | None:
    """Return what the browser was asked, once; nothing when that was too long ago."""
    asked = request.session.pop(ASKED, None)
    if not asked or not is_still_held(asked["at"], at=at):
        return None
    state: dict[str, Any] = asked["state"]
    return state


@transaction.atomic
def prove(request: HttpRequest, person: Person, answer: Answer, *, at: datetime) -> bool:
    """Check an answer; begin or confirm the session when it is right, count it when it is not."""
    is_right = answer.credential in credentials_of(person) and _is_right(
        request, person, answer, at
    )
    if not is_right:
        count_failure(request, username=person.email)
        _record_failure(request, person, CODE_FAILED, at)
        _warn_owner(request, person, at)
    elif request.user.is_authenticated:
        sessions.confirm(request, person, credential=answer.credential, at=at)
    else:
        request.session.pop(WAITING, None)
        sessions.begin(request, person, credential=answer.credential, at=at)
    return is_right


def _warn_owner(request: HttpRequest, person: Person, at: datetime) -> None:
    """Tell the owner once a day that somebody has the password: a first step was right."""
    if request.user.is_authenticated or not person.has_second_factor:
        return
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    failures = AuditEntry.objects.filter(
        act=CODE_FAILED, at__gte=day, target_kind=UNKNOWN.kind, target_key=str(person.key)
    )
    if failures.count() == SLIPS:
        ask_for("codes_failed", to=person.email, person=person, at=at)


def _is_right(request: HttpRequest, person: Person, answer: Answer, at: datetime) -> bool:
    match answer.credential:
        case Credential.APPLICATION:
            return use_application_code(person=person, code=answer.text, at=at)
        case Credential.RECOVERY:
            address = client_address(request)
            return use_recovery_code(person=person, code=answer.text, at=at, address=address)
        case Credential.PASSKEY:
            state = take_question(request, at=at)
            site = site_address(request)
            return state is not None and use_passkey(
                person=person, answer=answer.text, state=state, site=site, at=at
            )
        case _:
            return person.check_password(answer.text)


@transaction.atomic
def _record_failure(request: HttpRequest, person: Person | None, act: str, at: datetime) -> None:
    """Record a failed try; the first of a lock-out says so. What was typed is not kept."""
    failures = getattr(request, "axes_failures_since_start", None)
    is_locked = getattr(request, "axes_locked_out", False)
    if is_locked and failures is None:
        return
    record(
        actor=Actor(ANONYMOUS, "public", client_address(request)),
        act="accounts.session.locked" if is_locked else act,
        target=person or UNKNOWN,
        at=at,
        region_code=region_code_of(person) if person else "",
    )
