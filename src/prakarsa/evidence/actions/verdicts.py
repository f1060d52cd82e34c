"""Decide on an answer: accept at a level, or return with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from prakarsa.audit.actions import record
from prakarsa.evidence.actions.changing import write_state
from prakarsa.evidence.actions.ledger import Kind, append_entry
from prakarsa.evidence.actions.opening import lock_answer, refuse_stale
from prakarsa.evidence.actions.telling import return_with_answer
from prakarsa.evidence.models import Answer, LevelEntry
from prakarsa.evidence.permissions import can_decide
from prakarsa.evidence.refusals import CannotAct
from prakarsa.evidence.states import Act, Verdict, next_state
from prakarsa.organisations.seats import Seat
from prakarsa.rules.index.indicator import LEVELS

ACCEPTED = "Sesuai klaim."


@transaction.atomic
def decide_level(
    *,
    seat: Seat,
    answer: Answer,
    verdict: Verdict,
    level: int | None,
    reason: str,
    version: int,
    at: datetime,
) -> Answer:
    """Record a verdict; on a decided answer it puts the earlier verdict right by a new entry.

    A reason is needed to return, and to accept another level than the claim. Raises
    PermissionDenied for the own unit or own proposal, Stale when somebody was faster, CannotAct.
    """
    locked = lock_answer(answer, at=at)
    if not can_decide(seat, locked):
        raise PermissionDenied
    if _is_replay(locked, seat, verdict, level, reason, version):
        return locked
    refuse_stale(locked, version)
    state = next_state(locked.state, Act(verdict.value))
    if state is None:
        raise CannotAct(_("Bukti ini belum diajukan, jadi belum dapat diputuskan."))
    _check(locked, verdict, level, reason)
    before = {"state": locked.state, "level": locked.verified_level}
    entry = append_entry(
        answer=locked,
        kind=Kind.VERIFIED,
        level=level if verdict is Verdict.ACCEPT else None,
        reason=reason or ACCEPTED,
        actor=seat.actor,
        at=at,
    )
    write_state(locked, state, at=at)
    if verdict is Verdict.RETURN:
        return_with_answer(seat=seat, answer=locked, entry=entry, at=at)
    _record(seat, locked, entry, before, at)
    return locked


def _is_replay(
    answer: Answer, seat: Seat, verdict: Verdict, level: int | None, reason: str, version: int
) -> bool:
    """Say whether this very verdict was just written from that version: a double click."""
    latest = answer.ledger.filter(kind=Kind.VERIFIED).last()
    if latest is None or answer.version != version + 1 or latest.actor_key != seat.actor.key:
        return False
    decided = level if verdict is Verdict.ACCEPT else None
    return (latest.level_after, latest.reason) == (decided, reason or ACCEPTED)


def _check(answer: Answer, verdict: Verdict, level: int | None, reason: str) -> None:
    if verdict is Verdict.RETURN:
        if not reason:
            raise CannotAct(_("Tulis alasan pengembalian, supaya operator tahu apa yang diganti."))
        return
    if level not in LEVELS:
        raise CannotAct(_("Pilih tingkat menurut bukti."))
    if level != answer.claimed_level and not reason:
        raise CannotAct(_("Tulis alasannya, karena tingkat ini berbeda dari klaim."))


def _record(
    seat: Seat, answer: Answer, entry: LevelEntry, before: Mapping[str, object], at: datetime
) -> None:
    record(
        actor=seat.actor,
        act="evidence.level.decided",
        target=answer,
        at=at,
        region_code=answer.region_id,
        before=before,
        after={"state": answer.state, "level": entry.level_after, "reason": entry.reason},
    )
