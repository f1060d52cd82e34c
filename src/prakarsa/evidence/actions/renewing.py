"""Answers that came along from an earlier edition: each is confirmed before it is submitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from prakarsa.audit.actions import record
from prakarsa.evidence.actions.opening import require_open
from prakarsa.evidence.models import Answer
from prakarsa.evidence.permissions import can_claim
from prakarsa.evidence.queries.renewals import renewals_of
from prakarsa.organisations.seats import Seat
from prakarsa.registry.models import Innovation, Submission


@dataclass(slots=True)
class Confirmed:
    """The indicators that were confirmed, and those left out because they need more than that."""

    done: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def settle_renewal(*, seat: Seat, answer: Answer, at: datetime) -> None:
    """Take a locked answer off the list of what must be renewed: its claim was just saved."""
    submission = answer.submission
    if submission is not None and answer.indicator in submission.to_renew:
        _take_off(seat, submission, [answer.indicator], at)


@transaction.atomic
def confirm_answers(
    *, seat: Seat, submission: Submission, seen: Mapping[str, int], at: datetime
) -> Confirmed:
    """Confirm carried answers that still hold; `seen` is the version of each as it was shown.

    What changed meanwhile, needs a new proof or figure, or was confirmed already is left out and
    named. Raises PermissionDenied or WindowClosed.
    """
    innovation = submission.innovation
    if not can_claim(seat, innovation):
        raise PermissionDenied
    require_open(innovation.region, innovation.agency, submission.edition_year, at=at)
    Innovation.objects.select_for_update(no_key=True).get(pk=innovation.pk)
    current = Submission.objects.select_related("innovation").get(pk=submission.pk)
    holding = {
        renewal.indicator.code: renewal.answer.version
        for renewal in renewals_of(current)
        if renewal.still_holds
    }
    found = Confirmed()
    for code, version in seen.items():
        (found.done if holding.get(code) == version else found.left_out).append(code)
    if found.done:
        _take_off(seat, current, found.done, at)
    return found


def _take_off(seat: Seat, submission: Submission, codes: list[str], at: datetime) -> None:
    submission.to_renew = [name for name in submission.to_renew if name not in codes]
    submission.save(update_fields=["to_renew"])
    record(
        actor=seat.actor,
        act="evidence.answers.confirmed",
        target=submission,
        at=at,
        region_code=submission.innovation.region_id,
        after={"indicators": codes},
    )
