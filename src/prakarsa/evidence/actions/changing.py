"""What follows from a changed claim or proof: the state, the verdict taken back, a new weighing."""

from __future__ import annotations

from datetime import datetime

from prakarsa.evidence.actions.ledger import Kind, append_entry
from prakarsa.evidence.actions.weighing import weigh_evidence
from prakarsa.evidence.models import Answer
from prakarsa.evidence.queries import is_newest, is_with_verifier
from prakarsa.evidence.states import Act, next_state
from prakarsa.organisations.seats import Seat

REOPENED = "Klaim atau bukti berubah setelah diverifikasi."


def settle_change(*, seat: Seat, answer: Answer, at: datetime) -> None:
    """Give a changed, locked answer its next state, reopen its verdict and weigh its evidence."""
    if answer.verified_level is not None:
        append_entry(
            answer=answer, kind=Kind.VERIFIED, level=None, reason=REOPENED, actor=seat.actor, at=at
        )
    state = next_state(answer.state, Act.CHANGE) or answer.state
    if state == Answer.State.DRAFT and goes_to_verifier_at_once(answer):
        state = next_state(state, Act.SUBMIT) or state
    write_state(answer, state, at=at)
    weigh_evidence(answer, at=at)


def goes_to_verifier_at_once(answer: Answer) -> bool:
    """Say whether nobody has to submit: the innovation is submitted, or it is the region's row."""
    if answer.claimed_level is None:
        return False
    submission = answer.submission
    return submission is None or is_with_verifier(submission, is_newest=is_newest(submission))


def write_state(answer: Answer, state: str, *, at: datetime) -> None:
    """Write a state and a new version; what waits keeps its place, what newly waits goes last."""
    is_waiting = state == Answer.State.WAITING
    answer.waiting_since = (answer.waiting_since or at) if is_waiting else None
    answer.state, answer.version, answer.changed_at = state, answer.version + 1, at
    Answer.objects.filter(pk=answer.pk).update(
        state=state,
        version=answer.version,
        changed_at=at,
        waiting_since=answer.waiting_since,
    )
