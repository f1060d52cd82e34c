"""Who acts: a person in a role, or a named part of the system."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """An opaque key, never a name: the names live with the accounts and can be erased."""

    key: str
    role: str
    address: str = ""


def system_actor(name: str) -> Actor:
    """Return the actor for a command or a job, such as `system:migrate`."""
    return Actor(key=f"system:{name}", role="system")
