"""Who acts, and on what: opaque keys, never names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from django.http import HttpRequest

ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Actor:
    """An opaque key, never a name: the names live with the accounts and can be erased."""

    key: str
    role: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What an act was done to when it is not one record: a page, a list, an unknown account."""

    kind: str
    key: str = "-"


def system_actor(name: str) -> Actor:
    """Return the actor for a command or a job, such as `system:migrate`."""
    return Actor(key=f"system:{name}", role="system")


class CodedRegion(Protocol):
    """A region as far as the audit knows one."""

    @property
    def code(self) -> str: ...


class ActingSeat(Protocol):
    """What the audit asks of the seat a visitor sits in; the seat itself is defined above us."""

    @property
    def actor(self) -> Actor: ...

    @property
    def region(self) -> CodedRegion | None: ...


class ActingRequest(HttpRequest):
    """A request after the seat middleware, for views that lie below the seats."""

    seat: ActingSeat
