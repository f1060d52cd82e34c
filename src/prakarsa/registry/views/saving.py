"""Save one part of a profile, or say what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _

from prakarsa.foundation.time import now
from prakarsa.organisations.access import SeatedRequest
from prakarsa.registry.actions import NameTaken, StaleInnovation, change_innovation
from prakarsa.registry.forms.pages import PartPage
from prakarsa.registry.models import Innovation
from prakarsa.registry.queries.conflicts import Conflict, conflict_of
from prakarsa.registry.states import Act, transition


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of saving: the innovation as it is now, or why it was not saved."""

    version: int
    saved: Innovation | None = None
    conflict: Conflict | None = None


def posted_version(request: SeatedRequest, innovation: Innovation) -> int:
    """Return the version the page showed; raise BadRequest when it is no number."""
    text = request.POST.get("version", str(innovation.version))
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise BadRequest
    return int(text)


def save_part(request: SeatedRequest, innovation: Innovation, page: PartPage) -> Attempt:
    """Save what was sent, when anything was."""
    is_closed = transition(innovation.state, Act.CHANGE) is None
    if request.method != "POST" or not page.is_valid() or is_closed:
        return Attempt(posted_version(request, innovation))
    try:
        saved = change_innovation(
            seat=request.seat,
            innovation=innovation,
            part=page.part,
            values=page.values(),
            at=now(),
            version=posted_version(request, innovation),
        )
    except StaleInnovation as stale:
        # Saving once more means: I have compared, mine shall stand.
        return Attempt(stale.current.version, conflict=conflict_of(stale.latest, page.values()))
    except NameTaken:
        page.refuse("name", _("Unit ini sudah mencatat inovasi bernama itu. Pilih nama lain."))
        return Attempt(posted_version(request, innovation))
    return Attempt(saved.version, saved=saved)
