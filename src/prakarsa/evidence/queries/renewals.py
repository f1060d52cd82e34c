"""What of a carried report must be renewed, indicator by indicator, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from prakarsa.evidence.models import Answer, Proof
from prakarsa.evidence.queries.sheets import AnswerRow, answers_of
from prakarsa.evidence.supports import claim_in
from prakarsa.foundation.writing import sentence
from prakarsa.registry.models import Submission
from prakarsa.rules.evidence import SupportCode
from prakarsa.rules.index.edition import Edition, open_edition
from prakarsa.rules.index.indicator import Indicator
from prakarsa.rules.index.renewal import Renewal, find_renewals


@dataclass(frozen=True, slots=True)
class RenewalLine:
    """One carried answer that is not confirmed yet: why, and what it came to before."""

    row: AnswerRow
    reasons: tuple[Renewal, ...]
    from_year: int
    earlier: Answer | None

    @property
    def answer(self) -> Answer:
        """The answer of this edition."""
        return self.row.answer

    @property
    def indicator(self) -> Indicator:
        """The indicator of this edition."""
        return self.row.indicator

    @property
    def was_cut(self) -> bool:
        """Say whether less than the claim was verified before."""
        if self.earlier is None or self.earlier.verified_level is None:
            return False
        return self.earlier.verified_level < (self.answer.claimed_level or 0)

    @property
    def still_holds(self) -> bool:
        """Say whether it is enough to confirm it."""
        return not self.reasons and not self.was_cut

    @property
    def words(self) -> str:
        """Return what to do, in words for the person who does it."""
        return " ".join(self._sentences()) or _("Bila masih sama, cukup dikonfirmasi.")

    def _sentences(self) -> list[str]:
        said = []
        year = {"year": self.from_year}
        if Renewal.CHANGED in self.reasons:
            said.append(_("Indikator ini berubah sejak edisi %(year)s. Pilih lagi.") % year)
        if Renewal.OLD_PROOF in self.reasons and self.row.support is not None:
            said += [
                sentence(remark.message)
                for remark in self.row.support.reasons
                if remark.code is SupportCode.WRONG_YEAR
            ]
        if Renewal.NEW_FIGURE in self.reasons:
            said.append(_("Isi angka yang baru."))
        if self.was_cut and self.earlier is not None:
            text = _("Edisi %(year)s hanya terverifikasi tingkat %(level)s.")
            said.append(text % (year | {"level": self.earlier.verified_level}))
        return said


def renewals_of(submission: Submission) -> list[RenewalLine]:
    """Return the answers of a submission that must be renewed, in the order of the guideline."""
    return renewals_in(submission, answers_of(submission))


def renewals_in(submission: Submission, rows: Sequence[AnswerRow]) -> list[RenewalLine]:
    """Return the same from rows that were already read: one query, none without any."""
    source = submission.carried_from
    marked = [row for row in rows if row.indicator.code in submission.to_renew]
    if source is None or not marked:
        return []
    earlier = {answer.indicator: answer for answer in source.answers.all()}
    before = open_edition(source.edition_year)
    known = before.indicators if isinstance(before, Edition) else {}
    return [
        RenewalLine(
            row,
            _reasons(row, known.get(row.indicator.code), submission.edition_year),
            source.edition_year,
            earlier.get(row.indicator.code),
        )
        for row in marked
    ]


def _reasons(row: AnswerRow, before: Indicator | None, year: int) -> tuple[Renewal, ...]:
    claim = claim_in(row.answer, row.proofs)
    # Carried without a level: what was claimed no longer fits the question.
    if claim is None:
        return (Renewal.CHANGED,)
    return find_renewals(claim, row.indicator, before=before, year=year)


def answers_to_carry(source: Submission) -> QuerySet[Answer]:
    """Return the answers of a submission that say something, and so come along."""
    proven = Proof.objects.filter(answer=OuterRef("pk"), removed_at=None)
    return source.answers.filter(Q(claimed_level__isnull=False) | Exists(proven))


def is_behind(submission: Submission) -> bool:
    """Say whether answers of the edition before wait to follow: its rulebook came later."""
    source = submission.carried_from
    if submission._state.adding or source is None or submission.submitted_at is not None:
        return False
    if not isinstance(open_edition(submission.edition_year), Edition):
        return False
    here = submission.answers.exclude(state=Answer.State.EMPTY)
    return not here.exists() and answers_to_carry(source).exists()
