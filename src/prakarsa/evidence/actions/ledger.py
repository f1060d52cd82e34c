"""The one way a level changes: an entry in the ledger, then the column that repeats it."""

from __future__ import annotations

from datetime import datetime

from prakarsa.audit.actors import Actor
from prakarsa.evidence.models import Answer, LevelEntry
from prakarsa.rules.index.edition import require_edition

Kind = LevelEntry.Kind
LONGEST_REASON = 1000


def points_of_level(answer: Answer, level: int | None) -> int:
    """Return the points of a level of this answer in hundredths; none for no level."""
    if level is None:
        return 0
    return (
        require_edition(answer.edition_year).indicators[answer.indicator].points_hundredths(level)
    )


def append_entry(
    *,
    answer: Answer,
    kind: LevelEntry.Kind,
    level: int | None,
    reason: str,
    actor: Actor,
    at: datetime,
) -> LevelEntry:
    """Add an entry and let the answer's level and points follow it.

    The answer must be locked by the caller; `level` None takes a level back.
    """
    entry = LevelEntry.objects.create(
        answer=answer,
        kind=kind,
        level_before=getattr(answer, f"{kind}_level"),
        level_after=level,
        reason=reason[:LONGEST_REASON],
        actor_key=actor.key,
        role=actor.role,
        at=at,
    )
    columns = {f"{kind}_level": level, f"{kind}_points_hundredths": points_of_level(answer, level)}
    Answer.objects.filter(pk=answer.pk).update(**columns)
    for name, value in columns.items():
        setattr(answer, name, value)
    return entry
