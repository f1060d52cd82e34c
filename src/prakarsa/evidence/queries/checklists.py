"""What an innovation still lacks: returned proof first, then the list of the rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from prakarsa.evidence.models import Answer
from prakarsa.evidence.queries.sheets import AnswerRow, answers_of
from prakarsa.foundation.marks import KINDS
from prakarsa.foundation.writing import law_name, sentence
from prakarsa.registry.models import Submission
from prakarsa.rules.index.checklist import ChecklistItem, ItemKind, make_checklist
from prakarsa.rules.index.edition import Edition, open_edition
from prakarsa.rules.index.eligibility import InnovationFacts, find_reasons_against


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """One thing to do: the kind of its mark, the words, and what it is worth in hundredths."""

    mark: str
    title: str
    indicator: str = ""
    indicator_name: str = ""
    is_compulsory: bool = False
    is_blocking: bool = False
    now_hundredths: int = 0
    up_to_hundredths: int = 0

    @property
    def icon(self) -> str:
        """The icon of the mark."""
        return KINDS[self.mark][0]

    @property
    def css(self) -> str:
        """The colour of the mark."""
        return KINDS[self.mark][1]


def checklist_of(submission: Submission) -> list[ChecklistLine]:
    """Return what an innovation lacks; empty when the edition's rulebook is incomplete."""
    return checklist_in(submission, answers_of(submission))


def checklist_in(submission: Submission, rows: Sequence[AnswerRow]) -> list[ChecklistLine]:
    """Return what an innovation lacks, from rows that were already read: one query."""
    edition = open_edition(submission.edition_year)
    if not isinstance(edition, Edition):
        return []
    facts = facts_of(submission, rows)
    supports = {row.indicator.code: row.support for row in rows if row.support is not None}
    by_code = {row.indicator.code: row for row in rows}
    returned = {code for code, row in by_code.items() if row.answer.state == Answer.State.RETURNED}
    verified = {code for code, row in by_code.items() if _is_verified(row)}
    settled = returned | verified
    lines = [_returned_line(by_code[code]) for code in returned]
    lines += [
        _line(item, by_code.get(item.indicator))
        for item in make_checklist(facts, supports, edition)
        if item.indicator not in settled
    ]
    return sorted(lines, key=_order)


def facts_of(submission: Submission, rows: Sequence[AnswerRow]) -> InnovationFacts:
    """Return what the rule of eligibility looks at: one query, none where editions were read."""
    innovation, year = submission.innovation, submission.edition_year
    earlier = [
        each
        for each in innovation.submissions.all()
        if each.edition_year < year and each.submitted_at is not None
    ]
    return InnovationFacts(
        implemented_on=innovation.implemented_on,
        developed_on=innovation.developed_on,
        design_words=innovation.design_words,
        levels={row.indicator.code: row.answer.claimed_level or 0 for row in rows},
        earlier_entries=len(earlier),
    )


def is_eligible_now(submission: Submission, rows: Sequence[AnswerRow]) -> bool:
    """Say whether the edition counts this innovation as it is claimed."""
    edition = open_edition(submission.edition_year)
    if not isinstance(edition, Edition):
        return False
    return not find_reasons_against(facts_of(submission, rows), edition)


def _is_verified(row: AnswerRow) -> bool:
    """A verifier's word outweighs our own weighing; a claim of nothing is still missing."""
    return row.answer.state == Answer.State.VERIFIED and bool(row.answer.claimed_level)


def _returned_line(row: AnswerRow) -> ChecklistLine:
    claimed = row.indicator.points_hundredths(row.answer.claimed_level or 0)
    maximum = row.indicator.maximum_hundredths
    return ChecklistLine(
        mark="bad",
        title=row.reason or _("%(name)s dikembalikan") % {"name": law_name(row.indicator.name)},
        indicator=row.indicator.code,
        indicator_name=law_name(row.indicator.name),
        is_compulsory=row.indicator.mandatory,
        is_blocking=row.indicator.mandatory,
        now_hundredths=claimed,
        up_to_hundredths=maximum,
    )


def _line(item: ChecklistItem, row: AnswerRow | None) -> ChecklistLine:
    return ChecklistLine(
        mark=_mark(item),
        title=_title(item, row),
        indicator=item.indicator,
        indicator_name=law_name(row.indicator.name) if row is not None else "",
        is_compulsory=row is not None and row.indicator.mandatory,
        is_blocking=item.is_blocking,
        now_hundredths=item.now_hundredths,
        up_to_hundredths=item.up_to_hundredths,
    )


def _mark(item: ChecklistItem) -> str:
    if item.kind is ItemKind.UNANSWERED:
        return "draft"
    return "off" if item.kind is ItemKind.NOT_ELIGIBLE else "look"


def _title(item: ChecklistItem, row: AnswerRow | None) -> str:
    if row is None:
        return sentence(item.message)
    if item.support is not None:
        return " ".join(sentence(reason.message) for reason in item.support.reasons)
    return _("%(name)s belum diisi") % {"name": law_name(row.indicator.name)}


def _order(line: ChecklistLine) -> tuple[bool, bool, int]:
    return (line.mark != "bad", not line.is_blocking, -line.now_hundredths)
