"""Hand the answers of an innovation to the verifiers."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from prakarsa.audit.actions import record
from prakarsa.evidence.actions.changing import write_state
from prakarsa.evidence.actions.opening import edition_of, require_open
from prakarsa.evidence.models import Answer
from prakarsa.evidence.permissions import can_claim
from prakarsa.evidence.refusals import CannotAct
from prakarsa.evidence.states import Act, next_state
from prakarsa.organisations.seats import Seat
from prakarsa.registry.models import Innovation, Submission


def returned_compulsory(submission: Submission) -> list[str]:
    """Return the compulsory indicators that were returned and not changed since."""
    compulsory = [row.code for row in edition_of(submission.edition_year).compulsory]
    rows = submission.answers.filter(state=Answer.State.RETURNED, indicator__in=compulsory)
    return sorted(rows.values_list("indicator", flat=True), key=int)


@transaction.atomic
def submit_answers(*, seat: Seat, submission: Submission, at: datetime) -> int:
    """Let every draft answer with a claim wait for a verifier; return how many now do.

    Part of submitting an innovation. Raises CannotAct while a compulsory answer stands returned
    and unchanged; a repeat changes nothing.
    """
    if not can_claim(seat, submission.innovation):
        raise PermissionDenied
    innovation = submission.innovation
    require_open(innovation.region, innovation.agency, submission.edition_year, at=at)
    Innovation.objects.select_for_update().get(pk=innovation.pk)
    if submission._state.adding:
        return 0
    returned = returned_compulsory(submission)
    if returned:
        text = _("Ganti dulu bukti wajib yang dikembalikan: No. %(numbers)s.")
        raise CannotAct(text % {"numbers": ", ".join(returned)})
    drafts = list(
        submission.answers.select_for_update()
        .filter(state=Answer.State.DRAFT, claimed_level__isnull=False)
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
