"""End a session that was idle too long or is too old; hold one whose password is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from prakarsa.accounts import sessions
from prakarsa.accounts.kept import remember_owner
from prakarsa.accounts.models import Person
from prakarsa.accounts.queries import is_password_stale
from prakarsa.foundation.time import now

# A page that looks again by itself says so: nobody is there just because it asks. A screen on a
# wall does not say it, for it is there to be looked at; the absolute limit ends it.
BY_ITSELF = "X-By-Itself"


class SessionLimitsMiddleware:
    """Idle 30 minutes, absolute 12 hours; both from settings.

    A closed account and a changed password need nothing here: the person behind the session is
    looked up at every request and is then no longer found.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if isinstance(person, Person):
            at = now()
            if _is_over(request, at):
                sessions.end(request, at=at, act="accounts.session.expired")
                request.session[sessions.ENDED_IDLE] = True
                remember_owner(request, person)
            else:
                if BY_ITSELF not in request.headers:
                    sessions.touch(request, at=at)
                if is_password_stale(person, at=at) and request.path not in _ways_out():
                    return HttpResponseRedirect(reverse("accounts:password"))
        return self.get_response(request)


def _is_over(request: HttpRequest, at: datetime) -> bool:
    return sessions.is_over(
        request,
        at=at,
        idle=settings.PRAKARSA_IDLE_SECONDS,
        absolute=settings.SESSION_COOKIE_AGE,
    )


def _ways_out() -> set[str]:
    """Return what opens to somebody whose password is due: changing it, and the second step."""
    names = (
        "password", "sign-out", "second-step", "identity-start", "identity-answered", "security",
        "application", "passkey-new",
    )  # fmt: skip
    return {reverse(f"accounts:{name}") for name in names}
