"""What somebody typed when their session had ended: kept for them until they signed in again.

It waits in the session of the browser, which lies on the server: never in an address or in the
browser's own storage, only so much, and only for the person who typed it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

from prakarsa.accounts.models import Person
from prakarsa.foundation.redirects import own_path
from prakarsa.foundation.time import now

OWNER, FORMS = "kept_for", "kept_forms"
MOST_FORMS, MOST_CHARACTERS = 3, 60_000
LASTS = timedelta(hours=12)
_FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
# Not typed by anybody, and of no use to the next session.
_OURS = frozenset({"csrfmiddlewaretoken"})


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form that was sent too late: where it was going, what stood in it, where it stood."""

    path: str
    page: str
    fields: list[tuple[str, str]]
    had_files: bool
    at: float

    @property
    def texts(self) -> list[str]:
        """Return what reads like typed text, for its writer to recognise the form by."""
        return [text for _name, text in self.fields if " " in text.strip()]


def remember_owner(request: HttpRequest, person: Person) -> None:
    """Note in the new session of a browser whose session has just ended."""
    request.session[OWNER] = str(person.key)


def keep_form(request: HttpRequest, *, page: str) -> bool:
    """Keep the form of a request that must wait for its person; say whether it was kept.

    Forms of one's own account hold passwords and codes: those are never kept.
    """
    owner = _owner_of(request)
    match = request.resolver_match
    if request.method != "POST" or not owner or match is None or match.app_name == "accounts":
        return False
    if request.content_type not in _FORM_TYPES or own_path(request.path) is None:
        return False
    fields = [(name, text) for name, texts in request.POST.lists() for text in texts]
    fields = [(name, text) for name, text in fields if name not in _OURS]
    if sum(len(name) + len(text) for name, text in fields) > MOST_CHARACTERS:
        return False
    kept = KeptForm(request.path, page, fields, bool(request.FILES), now().timestamp())
    others = [each for each in request.session.get(FORMS, []) if each["path"] != kept.path]
    request.session[OWNER] = owner
    request.session[FORMS] = [*others, asdict(kept)][-MOST_FORMS:]
    return True


def _owner_of(request: HttpRequest) -> str:
    if isinstance(request.user, Person):
        return str(request.user.key)
    return str(request.session.get(OWNER, ""))


def kept_forms(request: HttpRequest, person: Person, *, at: datetime) -> list[KeptForm]:
    """Return what was kept for a person in this browser; another person's is thrown away."""
    if request.session.get(OWNER) != str(person.key):
        forget_forms(request)
        return []
    found = [_read(each) for each in request.session.get(FORMS, [])]
    return [each for each in found if each.at >= (at - LASTS).timestamp()]


def _read(kept: dict[str, object]) -> KeptForm:
    pairs = kept["fields"]
    assert isinstance(pairs, list)
    return KeptForm(
        path=str(kept["path"]),
        page=str(kept["page"]),
        fields=[(str(name), str(text)) for name, text in pairs],
        had_files=bool(kept["had_files"]),
        at=float(str(kept["at"])),
    )


def forget_form(request: HttpRequest, path: str) -> None:
    """Throw one kept form away: it is on its way again, or not wanted any more."""
    rest = [each for each in request.session.get(FORMS, []) if each["path"] != path]
    request.session[FORMS] = rest
    if not rest:
        forget_forms(request)


def forget_forms(request: HttpRequest) -> None:
    """Throw everything away that was kept in this browser."""
    request.session.pop(FORMS, None)
    request.session.pop(OWNER, None)
