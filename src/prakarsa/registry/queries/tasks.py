"""The task list of a profile: each part, whether it is done, and what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from prakarsa.registry.models import Innovation, Submission
from prakarsa.registry.parts import CONTENTS, Part
from prakarsa.registry.queries.history import WrittenNote
from prakarsa.registry.queries.readiness import Gap
from prakarsa.registry.snapshots import label_of, readable, take_snapshot


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a part as people read it; empty when nothing was entered."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Task:
    """One part: its fields, what is missing, notes of the verifier, whether to renew it."""

    part: Part
    lines: list[Line]
    gaps: list[Gap]
    notes: list[WrittenNote]
    is_stale: bool

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was entered."""
        return not any(line.value for line in self.lines)


def tasks_of(
    innovation: Innovation,
    *,
    submission: Submission | None,
    gaps: Sequence[Gap],
    notes: Sequence[WrittenNote],
) -> list[Task]:
    """Return the parts of a profile in order; `innovation` should come from `with_profile`."""
    snapshot = take_snapshot(innovation)
    to_renew = submission.to_renew if submission else []
    return [
        Task(
            part=part,
            lines=lines_of(part, snapshot),
            gaps=[gap for gap in gaps if gap.part == part],
            notes=[each for each in notes if each.note.about == part],
            is_stale=part.value in to_renew,
        )
        for part in Part
    ]


def lines_of(part: Part, snapshot: dict[str, Any]) -> list[Line]:
    """Return the fields of one part in reading order."""
    contents = CONTENTS[part]
    names = [*contents.fields, *filter(None, [contents.rows])]
    return [Line(label_of(name), _shown(name, snapshot)) for name in names]


def _shown(name: str, snapshot: dict[str, Any]) -> str:
    text = readable(name, snapshot)
    return "" if snapshot.get(name) == "unknown" else text
