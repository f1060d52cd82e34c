"""Who may open a view. A view that does not say so is refused to everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from prakarsa.foundation.roles import Role

View = TypeVar("View", bound=Callable[..., Any])
SIGNED_IN = frozenset(Role) - {Role.PUBLIC}


class Held(Enum):
    """What a view answers to somebody who still owes the second step of signing in."""

    REFUSED = "refused"
    ENROLS = "enrols"
    OPEN = "open"


class Again(Enum):
    """Whether a view asks to prove again who one is when that was more than five minutes ago."""

    NEVER = "never"
    FACTOR = "factor"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Access:
    """The declared answer of a view."""

    roles: frozenset[Role]
    needs_account: bool
    held: Held = Held.REFUSED
    again: Again = Again.NEVER


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


def _change(**changes: Any) -> Callable[[View], View]:
    def mark(view: View) -> View:
        access: Access = vars(view)["access"]
        return _declare(replace(access, **changes))(view)

    return mark


def open_to_held(view: View) -> View:
    """Open also before the second step; stands above the declaration of who may open the view."""
    return _change(held=Held.OPEN)(view)


def enrols(view: View) -> View:
    """Open also to somebody whose role demands a second factor and who has none yet."""
    return _change(held=Held.ENROLS)(view)


def asks_again(view: View) -> View:
    """Ask for a proof first when the last is older than five minutes: for dangerous acts."""
    return _change(again=Again.ALWAYS)(view)


def asks_factor_again(view: View) -> View:
    """As `asks_again`, for forms that ask for a password that is there: for all other proofs."""
    return _change(again=Again.FACTOR)(view)
