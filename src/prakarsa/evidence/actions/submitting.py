"""Hand a report to the verifiers: the one door for profile and answers together."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from prakarsa.audit.actions import record
from prakarsa.evidence.actions.changing import write_state
from prakarsa.evidence.actions.opening import require_open
from prakarsa.evidence.models import Answer
from prakarsa.evidence.permissions import can_claim
from prakarsa.evidence.queries import (
    is_newest,
    is_with_verifier,
    returned_compulsory,
    unclaimed,
    unconfirmed,
)
from prakarsa.evidence.refusals import CannotAct
from prakarsa.evidence.states import Act, next_state
from prakarsa.organisations.seats import Seat
from prakarsa.registry.actions import submit_innovation
from prakarsa.registry.actions.recording import is_replay, lock, refuse_stale
from prakarsa.registry.models import Submission
from prakarsa.registry.permissions import can_submit
from prakarsa.registry.states import Act as InnovationAct

State = Answer.State


@transaction.atomic
def submit_report(
    *, seat: Seat, submission: Submission, at: datetime, version: int | None = None
) -> int:
    """Hand profile and answers to the verifiers, together or not at all; return how many answers.

    A report that is with them already gets what was claimed since. `version` is that of the
    innovation (default: as it is now). Raises PermissionDenied, CannotAct with what is missing
    among the answers, and what `registry.actions.submit_innovation` raises.
    """
    current = lock(submission.innovation)
    seen = current.version if version is None else version
    submission.innovation = current
    newest = is_newest(submission)
    if newest and can_submit(seat, current):
        count = _submit_answers(seat, submission, at)
        submit_innovation(seat=seat, innovation=current, at=at, version=seen)
        return count
    if not is_with_verifier(submission, is_newest=newest) or not can_claim(seat, current):
        raise PermissionDenied
    if is_replay(current, act=InnovationAct.SUBMIT, actor=seat.actor, version=seen):
        return 0
    refuse_stale(current, version=seen)
    return _submit_answers(seat, submission, at)


def _submit_answers(seat: Seat, submission: Submission, at: datetime) -> int:
    innovation = submission.innovation
    require_open(innovation.region, innovation.agency, submission.edition_year, at=at)
    if submission._state.adding:
        return 0
    _refuse_unready(submission)
    drafts = list(
        submission.answers.select_for_update(no_key=True)
        .filter(state=State.DRAFT, claimed_level__isnull=False)
        .order_by("pk")
    )
    for answer in drafts:
        write_state(answer, next_state(answer.state, Act.SUBMIT) or answer.state, at=at)
    if drafts:
        record(
            actor=seat.actor,
            act="evidence.answers.submitted",
            target=submission,
            at=at,
            region_code=innovation.region_id,
            after={"indicators": [answer.indicator for answer in drafts]},
        )
    return len(drafts)


def _refuse_unready(submission: Submission) -> None:
    """Raise CannotAct rather than leave an answer behind as a draft."""
    for codes, text in (
        (
            returned_compulsory(submission),
            _("Ganti dulu bukti wajib yang dikembalikan: No. %(numbers)s."),
        ),
        (
            unconfirmed(submission),
            _("Perbarui atau konfirmasi dulu jawaban dari edisi sebelumnya: No. %(numbers)s."),
        ),
        (
            unclaimed(submission),
            _("Pilih dulu tingkatnya, atau cabut buktinya: No. %(numbers)s."),
        ),
    ):
        if codes:
            raise CannotAct(text % {"numbers": ", ".join(codes)})
