"""The end of a contract as its page shows it: measure, result, proposal, and what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.auctions.showing.values import figure
from prakarsa.contracts.models import Outcome, PerformanceContract
from prakarsa.contracts.permissions import can_judge, may_try
from prakarsa.contracts.queries.delivery import Delivery
from prakarsa.contracts.queries.outcomes import is_adopted, outcome_of_contract
from prakarsa.contracts.showing.standing import (
    RESULT,
    Mark,
    StepLine,
    percent_words,
    promise_words,
    working_of,
)
from prakarsa.contracts.states import Act
from prakarsa.foundation.writing import day, decimals, points
from prakarsa.organisations.queries import names_of
from prakarsa.organisations.seats import Seat
from prakarsa.rules.contract.book import Book, open_book

PLACES: dict[Act, str] = {
    Act.MEASURE: "contracts:measure",
    Act.JUDGE: "contracts:judge",
    Act.SHIELD: "contracts:shield",
    Act.CLOSE: "contracts:close",
}
PROPOSALS: dict[str, Promise] = {
    Outcome.Proposal.REWARD: gettext_lazy("Diusulkan kepada pengelola insentif: penghargaan."),
    Outcome.Proposal.REVIEW: gettext_lazy(
        "Diusulkan kepada pengelola insentif: telaah bersama perangkat daerah."
    ),
    Outcome.Proposal.NONE: gettext_lazy("Tidak ada yang diusulkan."),
}


@dataclass(frozen=True, slots=True)
class Step:
    """Something this seat may do now with the end of a contract."""

    act: Act
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomePage:
    """Everything that the page of a contract's end shows."""

    delivery: Delivery
    outcome: Outcome | None
    headline: str
    mark: Mark | None
    measured: str
    working: list[StepLine]
    proposal: str
    book: Book
    given_by: str
    verified_by: str
    steps: list[Step]
    is_conflicted: bool

    @property
    def contract(self) -> PerformanceContract:
        """Return the contract."""
        return self.delivery.contract

    @property
    def promise(self) -> str:
        """Write from where to where the contract goes."""
        return promise_words(self.delivery)

    @property
    def may_judge(self) -> bool:
        """Say whether this seat may decide on the measure."""
        return any(step.act is Act.JUDGE for step in self.steps)

    @property
    def fulfilled(self) -> str:
        """Write from which percent on the contract is kept."""
        return decimals(Fraction(self.book.fulfilled_from.value, 100), 0)

    @property
    def partly(self) -> str:
        """Write from which percent on it is kept in part."""
        return decimals(Fraction(self.book.partly_from.value, 100), 0)

    @property
    def hides_gap(self) -> bool:
        """Say whether two decimals show a limit as reached that was missed by less than that."""
        if self.outcome is None or self.outcome.progress_hundredths is None:
            return False
        shown, result = self.outcome.progress_hundredths, self.outcome.result
        if result == Outcome.Result.PARTLY:
            return shown >= self.book.fulfilled_from.value
        return result == Outcome.Result.MISSED and shown >= self.book.partly_from.value

    @property
    def is_returned(self) -> bool:
        """Say whether the last measure was given back."""
        is_open = self.outcome is not None and self.outcome.verified_at is None
        return is_open and bool(self.outcome and self.outcome.verified_reason)


def outcome_page(seat: Seat, delivery: Delivery, at: datetime) -> OutcomePage:
    """Return the page of a contract's end for one seat."""
    contract = delivery.contract
    outcome = outcome_of_contract(contract)
    worked = delivery.progress_of(outcome.measured) if outcome else None
    people = [outcome.given_by_key, outcome.verified_by_key] if outcome else []
    names = names_of([key for key in people if key])
    waits = contract.state == PerformanceContract.State.MEASURED
    may = may_try(seat, contract, Act.JUDGE, on=seat.today(at))
    is_conflicted = waits and may and not can_judge(seat, contract)
    return OutcomePage(
        delivery=delivery,
        outcome=outcome,
        headline=_headline(delivery, outcome),
        mark=_mark(outcome),
        measured=figure(outcome.measured, delivery.terms.unit)
        if outcome and delivery.terms
        else "",
        working=working_of(worked),
        proposal=str(PROPOSALS[outcome.proposal]) if outcome and outcome.proposal else "",
        book=open_book(outcome.book) if outcome and outcome.book else delivery.book,
        given_by=names.get(outcome.given_by_key, "") if outcome else "",
        verified_by=names.get(outcome.verified_by_key, "") if outcome else "",
        steps=_steps(seat, delivery, outcome, at, is_conflicted=is_conflicted),
        is_conflicted=is_conflicted,
    )


def _headline(delivery: Delivery, outcome: Outcome | None) -> str:
    if outcome is None or (outcome.verified_at is None and outcome.verified_reason):
        terms = delivery.terms
        if terms is None:
            return _("Menunggu tanda tangan")
        return _("Ukuran akhir dilaporkan setelah %s") % day(terms.end_on)
    if outcome.verified_at is None:
        worked = delivery.progress_of(outcome.measured)
        text = _("%(part)s jalan dilaporkan, menunggu verifikasi")
        return text % {"part": percent_words(worked)}
    return _("%s%% jalan ditempuh") % points(outcome.progress_hundredths)


def _mark(outcome: Outcome | None) -> Mark | None:
    if outcome is None or not outcome.result:
        return None
    kind, words = RESULT[outcome.result]
    return kind, str(words)


def _steps(
    seat: Seat, delivery: Delivery, outcome: Outcome | None, at: datetime, *, is_conflicted: bool
) -> list[Step]:
    contract = delivery.contract
    found = []
    for act, place in PLACES.items():
        if not may_try(seat, contract, act, on=seat.today(at)):
            continue
        if act is Act.JUDGE and is_conflicted:
            continue
        if act is Act.SHIELD and not (
            can_be_shielded(contract, outcome) and can_judge(seat, contract)
        ):
            continue
        found.append(Step(act, reverse(place, args=[contract.key])))
    return found


def can_be_shielded(contract: PerformanceContract, outcome: Outcome | None) -> bool:
    """Say whether a failure could be marked as honest: not kept, and its innovation adopted."""
    if outcome is None or outcome.is_honest_failure:
        return False
    is_missed = outcome.result in (Outcome.Result.MISSED, Outcome.Result.PARTLY)
    return is_missed and is_adopted(contract.lot.innovation)
