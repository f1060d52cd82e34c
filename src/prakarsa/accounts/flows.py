"""A visit to the identity provider, as the browser session remembers it: once, for ten minutes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from prakarsa.accounts.holding import is_still_held
from prakarsa.accounts.models import Person
from prakarsa.accounts.providers import Proven, Provider, Question, address_to_ask, new_question
from prakarsa.accounts.sealing import Unreadable, seal, unseal
from prakarsa.foundation.addresses import full_address

ASKED, HELD = "identity_asked", "identity_held"
MOST_AT_ONCE = 3


class Purpose(StrEnum):
    """What the visit is for; an answer is taken for nothing else."""

    SIGN_IN = "sign_in"
    CONFIRM = "confirm"
    LINK = "link"
    INVITATION = "invitation"


@dataclass(frozen=True, slots=True)
class Flow:
    """One visit: its purpose, who was signed in, where it leads, the invitation it redeems."""

    purpose: Purpose
    at: float
    person: int | None = None
    target: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class HeldIdentity:
    """An identity that was proven and waits for its owner to say yes."""

    flow: Flow
    issuer: str
    subject: str


def callback_address() -> str:
    """Return where the provider sends the browser back to: the configured address."""
    return full_address(reverse("accounts:identity-answered"))


def start(request: HttpRequest, provider: Provider, flow: Flow) -> str:
    """Remember a visit and return where it begins."""
    question = new_question()
    address = address_to_ask(
        provider,
        question,
        callback=callback_address(),
        is_again=flow.purpose is Purpose.CONFIRM,
    )
    asked = dict(list(request.session.get(ASKED, {}).items())[1 - MOST_AT_ONCE :])
    asked[question.state] = seal(json.dumps([asdict(flow), asdict(question)]))
    request.session[ASKED] = asked
    return address


def take(request: HttpRequest, state: str, *, at: datetime) -> tuple[Flow, Question] | None:
    """Return the visit that an answer belongs to; each answers once, and not too late."""
    asked = dict(request.session.get(ASKED, {}))
    sealed = asked.pop(state, None)
    if sealed is None:
        return None
    request.session[ASKED] = asked
    opened = _open(sealed)
    if opened is None:
        return None
    flow, question = _flow(opened[0]), Question(**opened[1])
    return (flow, question) if is_still_held(flow.at, at=at) else None


def hold(request: HttpRequest, flow: Flow, proven: Proven) -> None:
    """Keep a proven identity until its owner says yes."""
    request.session[HELD] = seal(json.dumps([asdict(flow), proven.issuer, proven.subject]))


def held(request: HttpRequest, *, at: datetime) -> HeldIdentity | None:
    """Return the identity that waits, if it was proven in this session within ten minutes."""
    opened = _open(request.session.get(HELD, ""))
    if opened is None:
        return None
    flow = _flow(opened[0])
    if not is_still_held(flow.at, at=at):
        return None
    person = request.user.pk if isinstance(request.user, Person) else None
    return HeldIdentity(flow, opened[1], opened[2]) if flow.person == person else None


def forget(request: HttpRequest) -> None:
    """Let go of the identity that waits."""
    request.session.pop(HELD, None)


def _open(sealed: str) -> list[Any] | None:
    try:
        opened: list[Any] = json.loads(unseal(sealed))
    except Unreadable:
        return None
    return opened


def _flow(values: dict[str, Any]) -> Flow:
    return Flow(**{**values, "purpose": Purpose(values["purpose"])})
