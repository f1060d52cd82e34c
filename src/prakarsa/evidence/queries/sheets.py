"""All answers of one innovation, in the order of the guideline, with what belongs to each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Sum

from prakarsa.evidence.models import Answer, LevelEntry, Proof
from prakarsa.evidence.queries.scope import new_answer
from prakarsa.evidence.supports import support_of
from prakarsa.registry.models import Submission
from prakarsa.rules.evidence import Support
from prakarsa.rules.index.edition import Edition, open_edition
from prakarsa.rules.index.indicator import Indicator

KINDS = ("claimed", "supported", "verified", "final")


@dataclass(slots=True)
class AnswerRow:
    """One indicator with its answer (perhaps not in the database), proofs and last verdict."""

    indicator: Indicator
    answer: Answer
    proofs: list[Proof] = field(default_factory=list)
    verdict: LevelEntry | None = None
    support: Support | None = None

    @property
    def reason(self) -> str:
        """The verifier's words where they matter: returned, or another level than the claim."""
        if self.verdict is None:
            return ""
        is_cut = self.answer.verified_level != self.answer.claimed_level
        is_returned = self.answer.state == Answer.State.RETURNED
        is_decided = self.answer.state == Answer.State.VERIFIED
        return self.verdict.reason if is_returned or (is_decided and is_cut) else ""


@dataclass(frozen=True, slots=True)
class Points:
    """The points of one innovation in hundredths, of the most the edition gives."""

    claimed: int
    supported: int
    verified: int
    final: int
    maximum: int


def answers_of(submission: Submission) -> list[AnswerRow]:
    """Return every indicator of the edition with its answer, in three queries.

    An edition whose rulebook is incomplete has no indicators, so the list is empty.
    """
    edition = open_edition(submission.edition_year)
    if not isinstance(edition, Edition):
        return []
    if submission._state.adding:
        return [AnswerRow(row, new_answer(submission, row.code)) for row in edition.sid]
    known = {answer.indicator: answer for answer in submission.answers.all()}
    rows = [
        AnswerRow(indicator, known.get(indicator.code) or new_answer(submission, indicator.code))
        for indicator in edition.sid
    ]
    fill_rows(rows, edition)
    for row in rows:
        row.answer.submission = submission
    return rows


def fill_rows(rows: Iterable[AnswerRow], edition: Edition) -> None:
    """Add proofs, last verdict and support to rows whose answers are known: two queries."""
    by_answer = {row.answer.pk: row for row in rows if row.answer.pk is not None}
    proofs = Proof.objects.filter(answer__in=by_answer, removed_at=None).select_related("file")
    for proof in proofs:
        by_answer[proof.answer_id].proofs.append(proof)
    verdicts = LevelEntry.objects.filter(answer__in=by_answer, kind=LevelEntry.Kind.VERIFIED)
    for entry in verdicts.order_by("pk"):
        by_answer[entry.answer_id].verdict = entry
    for row in by_answer.values():
        row.support = support_of(row.answer, row.proofs, edition)


def points_of(submission: Submission) -> Points:
    """Return the points of an innovation in one query."""
    columns = {kind: Sum(f"{kind}_points_hundredths", default=0) for kind in KINDS}
    sums = Answer.objects.filter(submission=submission.pk).aggregate(**columns)
    return Points(**sums, maximum=maximum_of(submission.edition_year))


def points_in(rows: Iterable[AnswerRow], edition_year: int) -> Points:
    """Return the points of rows that were already read."""
    sums = dict.fromkeys(KINDS, 0)
    for row in rows:
        for kind in KINDS:
            sums[kind] += getattr(row.answer, f"{kind}_points_hundredths")
    return Points(**sums, maximum=maximum_of(edition_year))


def maximum_of(edition_year: int) -> int:
    """Return the most an innovation can earn in an edition; 0 when its weights are unknown."""
    edition = open_edition(edition_year)
    return edition.maxima_hundredths["sid"] if isinstance(edition, Edition) else 0
