"""The states of an answer and the acts that lead from one to another: one table."""

from __future__ import annotations

from enum import StrEnum

from prakarsa.evidence.models import Answer

State = Answer.State


class Act(StrEnum):
    """What can be done with an answer."""

    CHANGE = "change"
    SUBMIT = "submit"
    ACCEPT = "accept"
    RETURN = "return"
    WITHDRAW = "withdraw"


class Verdict(StrEnum):
    """What a verifier decides."""

    ACCEPT = "accept"
    RETURN = "return"


# A decided answer may be accepted or returned again: that puts a mistaken verdict right.
TRANSITIONS: dict[tuple[str, Act], str] = {
    (State.EMPTY, Act.CHANGE): State.DRAFT,
    (State.DRAFT, Act.CHANGE): State.DRAFT,
    (State.WAITING, Act.CHANGE): State.WAITING,
    (State.RETURNED, Act.CHANGE): State.DRAFT,
    (State.VERIFIED, Act.CHANGE): State.WAITING,
    (State.DRAFT, Act.SUBMIT): State.WAITING,
    (State.DRAFT, Act.WITHDRAW): State.EMPTY,
    (State.WAITING, Act.ACCEPT): State.VERIFIED,
    (State.WAITING, Act.RETURN): State.RETURNED,
    (State.VERIFIED, Act.ACCEPT): State.VERIFIED,
    (State.VERIFIED, Act.RETURN): State.RETURNED,
    (State.RETURNED, Act.ACCEPT): State.VERIFIED,
}


def next_state(state: str, act: Act) -> str | None:
    """Return the state after an act, or None when the act is not possible from here."""
    return TRANSITIONS.get((state, act))
