"""The one way a level changes: an entry in the ledger, then the column that repeats it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from prakarsa.audit.actors import Actor
from prakarsa.evidence.models import Answer, LevelEntry
from prakarsa.evidence.refusals import CannotAct
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

    The answer must be locked by the caller; `level` None takes a level back. Raises CannotAct for
    a reason the ledger cannot keep whole.
    """
    if len(reason) > LONGEST_REASON:
        text = _("Keterangan atau alasan paling banyak %(most)s huruf.")
        raise CannotAct(text % {"most": LONGEST_REASON})
    entry = LevelEntry.objects.create(
        answer=answer,
        kind=kind,
        level_before=getattr(answer, f"{kind}_level"),
        level_after=level,
        reason=reason,
        actor_key=actor.key,
        role=actor.role,
        at=at,
    )
    columns = {f"{kind}_level": level, f"{kind}_points_hundredths": points_of_level(answer, level)}
    Answer.objects.filter(pk=answer.pk).update(**columns)
    for name, value in columns.items():
        setattr(answer, name, value)
    return entry
