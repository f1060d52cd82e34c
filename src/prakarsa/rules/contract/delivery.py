"""How far a contract is on its way today, from its quarters and what was verified of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from prakarsa.rules.contract.book import Book
from prakarsa.rules.contract.quarters import Quarter
from prakarsa.rules.contract.standing import Status, status_of
from prakarsa.rules.progress import Number, progress
from prakarsa.rules.working import Refusal, Worked


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterFacts:
    """The target of a quarter, the day its report is due, and the value verified for it."""

    quarter: Quarter
    due_on: date
    target: Number
    verified: Number | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a contract stands: what was made, what was due by now, and the status they give.

    `made` is None until something is verified, `due` until a report is due; `status` needs both.
    """

    made: Worked[Fraction] | None
    made_in: Quarter | None
    due: Worked[Fraction] | None
    due_in: Quarter | None
    status: Status | None

    @property
    def is_unreported(self) -> bool:
        """Say whether a report was due and nothing at all is verified."""
        return self.due is not None and self.made is None


def standing_on(
    today: date, quarters: Sequence[QuarterFacts], *, baseline: Number, end: Number, book: Book
) -> Standing:
    """Compare the last verified value with the target that is due by then.

    The due target is that of the last quarter whose report is due, or of the quarter measured
    where that is later: nobody is ahead by reporting early.
    """
    verified = [each for each in quarters if each.verified is not None]
    latest = max(verified, key=_place, default=None)
    passed = [each for each in quarters if each.due_on <= today or each is latest]
    owed = max(passed, key=_place, default=None)
    made = _way(baseline, end, latest.verified) if latest else None
    due = _way(baseline, end, owed.target) if owed else None
    return Standing(
        made=made, made_in=latest.quarter if latest else None,
        due=due, due_in=owed.quarter if owed else None,
        status=_status(made, due, book),
    )  # fmt: skip


def quarter_status(
    facts: QuarterFacts, *, baseline: Number, end: Number, book: Book
) -> Status | None:
    """Compare what was verified for one quarter with its own target; None before that."""
    made = _way(baseline, end, facts.verified)
    return _status(made, _way(baseline, end, facts.target), book)


def _status(
    made: Worked[Fraction] | None, due: Worked[Fraction] | None, book: Book
) -> Status | None:
    if made is None or due is None:
        return None
    return status_of(progress=made.value, due=due.value, book=book)


def _way(baseline: Number, end: Number, value: Number | None) -> Worked[Fraction] | None:
    """Return the part of the way; None where there is no value, or no way at all."""
    if value is None:
        return None
    worked = progress(baseline=baseline, target=end, result=value)
    return None if isinstance(worked, Refusal) else worked


def _place(each: QuarterFacts) -> Quarter:
    return each.quarter
