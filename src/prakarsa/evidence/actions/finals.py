"""Record the level the ministry gave in the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from prakarsa.audit.actions import record
from prakarsa.evidence.actions.ledger import Kind, append_entry
from prakarsa.evidence.actions.opening import lock_answer
from prakarsa.evidence.models import Answer
from prakarsa.evidence.permissions import can_record_final
from prakarsa.evidence.refusals import CannotAct
from prakarsa.organisations.seats import Seat
from prakarsa.rules.index.indicator import LEVELS


@dataclass(frozen=True, slots=True)
class FinalLevel:
    """A level the ministry gave to an answer, saved or new."""

    answer: Answer
    level: int


@transaction.atomic
def record_final_levels(
    *, seat: Seat, finals: Sequence[FinalLevel], reason: str, at: datetime
) -> dict[str, int]:
    """Record many levels together, all or none; return how many were written."""
    # All are locked before the first entry is written: whoever holds one may want to write too.
    for final in sorted(finals, key=_place):
        lock_answer(final.answer, at=at)
    for final in finals:
        record_final_level(seat=seat, answer=final.answer, level=final.level, reason=reason, at=at)
    return {"written": len(finals)}


def _place(final: FinalLevel) -> tuple[int, str]:
    """Return the order in which answers are locked, the same for everybody."""
    submission = final.answer.submission
    return (submission.innovation_id if submission else 0, final.answer.indicator)


@transaction.atomic
def record_final_level(
    *, seat: Seat, answer: Answer, level: int, reason: str, at: datetime
) -> Answer:
    """Record the ministry's level beside the others; the same level again changes nothing.

    `reason` names the source. Another level than before is a new entry, nothing is overwritten.
    """
    if not can_record_final(seat, answer.region_id):
        raise PermissionDenied
    if level not in LEVELS or not reason:
        raise CannotAct(_("Nilai akhir memerlukan tingkat 0 sampai 3 dan sumbernya."))
    locked = lock_answer(answer, at=at)
    before = locked.final_level
    if before == level:
        return locked
    append_entry(
        answer=locked, kind=Kind.FINAL, level=level, reason=reason, actor=seat.actor, at=at
    )
    record(
        actor=seat.actor,
        act="evidence.level.final_recorded",
        target=locked,
        at=at,
        region_code=locked.region_id,
        before={"level": before},
        after={"level": level, "reason": reason},
    )
    return locked
