"""Ways to have a letter sent, for tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from prakarsa.accounts import actions
from prakarsa.accounts.models import Letter, Person
from prakarsa.audit.actors import system_actor
from prakarsa.foundation.time import now

NEW = "angin laut membawa layar biru"
ACTOR = system_actor("t")
Purpose = Letter.Purpose
Send = Callable[[Callable[[], Any]], str]


def invite(email: str = "baru@contoh.invalid") -> Person:
    person = actions.open_account(actor=ACTOR, email=email, name="Baru", at=now())
    actions.send_invitation(actor=ACTOR, person=person, at=now())
    return person


def ask_reset(person: Person) -> Callable[[], Any]:
    return lambda: actions.request_reset(email=person.email, at=now())


def ask_address(person: Person, new: str = "rini.baru@contoh.invalid") -> Callable[[], Any]:
    return lambda: actions.request_address(person=person, new_email=new, at=now())


def token_of(path: str) -> str:
    return path.rstrip("/").rsplit("/", 1)[-1]
