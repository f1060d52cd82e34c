"""Save one part of a profile, or say what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from prakarsa.foundation.time import now
from prakarsa.foundation.versions import posted_version
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


def save_part(request: SeatedRequest, innovation: Innovation, page: PartPage) -> Attempt:
    """Save what was sent, when anything was."""
    if request.method != "POST":
        return Attempt(innovation.version)
    version = posted_version(request.POST)
    if not page.is_valid() or transition(innovation.state, Act.CHANGE) is None:
        return Attempt(version)
    try:
        saved = change_innovation(
            seat=request.seat, innovation=innovation, part=page.part, values=page.values(),
            at=now(), version=version,
        )  # fmt: skip
    except StaleInnovation as stale:
        # Saving once more means: I have compared, mine shall stand.
        return Attempt(stale.current.version, conflict=conflict_of(stale.latest, page.values()))
    except NameTaken:
        page.refuse("name", _("Unit ini sudah mencatat inovasi bernama itu. Pilih nama lain."))
        return Attempt(version)
    return Attempt(saved.version, saved=saved)
