"""How the report of one edition stands: with whom it is, and what keeps it from being sent."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from prakarsa.evidence.models import Answer
from prakarsa.evidence.queries.editions import complete_edition
from prakarsa.registry.models import Innovation, Submission
from prakarsa.registry.parts import Part
from prakarsa.registry.queries import latest_submission

State = Answer.State
WITH_VERIFIER = {
    Innovation.State.SUBMITTED,
    Innovation.State.VERIFIED,
    Innovation.State.PUBLISHED,
}


def is_with_verifier(submission: Submission, *, is_newest: bool) -> bool:
    """Say whether a report is with the verifiers; of an earlier edition, whether it ever was."""
    if not is_newest:
        return submission.submitted_at is not None
    return submission.innovation.state in WITH_VERIFIER


def is_newest(submission: Submission) -> bool:
    """Say whether no later edition of the innovation was begun: its state is about this one."""
    newest = latest_submission(submission.innovation)
    return newest is None or newest.edition_year <= submission.edition_year


def returned_compulsory(submission: Submission) -> list[str]:
    """Return the compulsory indicators that were returned and not changed since."""
    compulsory = [row.code for row in complete_edition(submission.edition_year).compulsory]
    return _codes(submission.answers.filter(state=State.RETURNED, indicator__in=compulsory))


def unconfirmed(submission: Submission) -> list[str]:
    """Return the indicators whose answers came from an earlier edition and await a look."""
    return _sorted(name for name in submission.to_renew if name not in Part.values)


def unclaimed(submission: Submission) -> list[str]:
    """Return the indicators that have a proof but no level."""
    rows = submission.answers.filter(state=State.DRAFT, claimed_level=None)
    return _codes(rows.filter(proofs__removed_at=None, proofs__isnull=False).distinct())


def _codes(rows: QuerySet[Answer]) -> list[str]:
    return _sorted(rows.values_list("indicator", flat=True))


def _sorted(codes: Iterable[str]) -> list[str]:
    return sorted(codes, key=int)
