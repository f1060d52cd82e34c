"""The readable history of an innovation: each act, who did it, and what it changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page
from django.utils.translation import gettext as _

from prakarsa.foundation.filters import page_of
from prakarsa.organisations.queries import names_of
from prakarsa.organisations.roles import Role
from prakarsa.registry.models import Innovation, ReturnNote, Revision
from prakarsa.registry.parts import Part
from prakarsa.registry.snapshots import Difference, differences
from prakarsa.registry.states import DONE, Act

SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: its words, who did it in which role, and each field before and after."""

    number: int
    title: str
    who: str
    role: str
    at: datetime
    differences: list[Difference]


@dataclass(frozen=True, slots=True)
class WrittenNote:
    """A note of a return, with the name of who wrote it."""

    note: ReturnNote
    who: str

    @property
    def about(self) -> str:
        """Return the words of the part it is about; nothing when it is about the whole."""
        return str(Part(self.note.about).label) if self.note.about in Part.values else ""


def history_of(
    innovation: Innovation, query: Mapping[str, str]
) -> tuple[list[Entry], Page[Revision]]:
    """Return the entries an address asks for, newest first, and the page they stand on."""
    rows = Revision.objects.filter(innovation=innovation).order_by("-number")
    shown = page_of(rows, query)
    revisions = list(shown.object_list)
    older = rows.filter(number=revisions[-1].number - 1).first() if revisions else None
    names = names_of([revision.actor_key for revision in revisions])
    entries = [
        _entry(revision, before, names)
        for revision, before in zip(revisions, [*revisions[1:], older], strict=True)
    ]
    return entries, shown


def _entry(revision: Revision, before: Revision | None, names: dict[str, str]) -> Entry:
    return Entry(
        number=revision.number,
        title=str(DONE[Act(revision.act)]),
        who=who(revision.actor_key, names),
        role=role_label(revision.role),
        at=revision.at,
        differences=differences(before.snapshot, revision.snapshot) if before else [],
    )


def notes_of(innovation: Innovation) -> list[WrittenNote]:
    """Return the open notes of the last return, oldest first."""
    notes = list(innovation.notes.filter(resolved_at=None).order_by("at", "pk"))
    names = names_of([note.author_key for note in notes]) if notes else {}
    return [WrittenNote(note, who(note.author_key, names)) for note in notes]


def who(key: str, names: dict[str, str]) -> str:
    """Return a name for an opaque key; parts of the system are the system."""
    if key.startswith(f"{SYSTEM}:"):
        return _("Sistem")
    return names.get(key, _("Akun yang sudah dihapus"))


def role_label(role: str) -> str:
    """Return a role's words; what the system does has none."""
    return str(Role(role).label) if role in Role.values else ""
