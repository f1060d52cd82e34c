"""Who may open a view. A view that does not say so is refused to everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from prakarsa.foundation.roles import Role

View = TypeVar("View", bound=Callable[..., Any])
SIGNED_IN = frozenset(Role) - {Role.PUBLIC}


@dataclass(frozen=True, slots=True)
class Access:
    """The declared answer of a view."""

    roles: frozenset[Role]
    needs_account: bool


def _declare(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        vars(view)["access"] = access
        return view

    return mark


def public(view: View) -> View:
    """Open to everybody, signed in or not."""
    return _declare(Access(frozenset(Role), needs_account=False))(view)


def signed_in(view: View) -> View:
    """Open to every signed-in person, also one whose membership has ended."""
    return _declare(Access(frozenset(Role), needs_account=True))(view)


def roles(*allowed: Role) -> Callable[[View], View]:
    """Open to people who sit in one of these roles."""
    return _declare(Access(frozenset(allowed), needs_account=True))
