"""The end of a contract: its final measure, what the rule says of it, what is proposed.

Nothing follows by itself. A proposal is for the people who decide on rewards and sanctions, and
where an adopted innovation failed honestly (UU 23/2014 art. 389) no review is proposed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from prakarsa.contracts.actions.delivery import require_terms
from prakarsa.contracts.actions.informing import tell_holders
from prakarsa.contracts.actions.moves import lock_contract, move, refuse_without_reason
from prakarsa.contracts.models import ContractVersion, Outcome, PerformanceContract
from prakarsa.contracts.permissions import can_judge
from prakarsa.contracts.queries.outcomes import is_adopted
from prakarsa.contracts.states import Act
from prakarsa.foundation.writing import day, decimals
from prakarsa.organisations.seats import Seat
from prakarsa.rules.contract.book import Book, open_book
from prakarsa.rules.contract.consequence import Proposal, proposal_after
from prakarsa.rules.contract.standing import Outcome as Result
from prakarsa.rules.contract.standing import outcome_of
from prakarsa.rules.progress import Better, progress
from prakarsa.rules.rounding import hundredths
from prakarsa.rules.working import Refusal

State = PerformanceContract.State
TITLES = {
    Act.JUDGE: gettext_lazy("Ukuran akhir diverifikasi: {title}"),
    Act.RETURN: gettext_lazy("Ukuran akhir dikembalikan: {title}"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """The last value of a contract, the day it was measured, and how."""

    measured: Decimal
    measured_on: date
    note: str


@transaction.atomic
def give_measure(
    *,
    seat: Seat,
    contract: PerformanceContract,
    measure: Measure,
    version: int,
    at: datetime,
) -> Outcome:
    """Report the final measure of a contract, for another person to verify.

    Before the last day of the contract only a measure that reaches its end is final. Raises
    TooLate, NotNow, PermissionDenied and ValidationError; a second click finds its work done.
    """
    known = _repeated(contract, State.MEASURED, version)
    if known is not None and known.given_by_key == seat.actor.key:
        return known
    current = lock_contract(seat=seat, contract=contract, act=Act.MEASURE, at=at, version=version)
    _refuse_day(require_terms(current), measure, today=seat.today(at))
    outcome, _is_new = Outcome.objects.update_or_create(
        contract=current,
        defaults={
            "measured": measure.measured, "measured_on": measure.measured_on,
            "note": measure.note, "given_by_key": seat.actor.key, "given_at": at,
            "verified_by_key": "", "verified_reason": "",
        },
    )  # fmt: skip
    facts = {"measured": measure.measured, "measured_on": measure.measured_on}
    move(seat=seat, contract=current, act=Act.MEASURE, at=at, after=facts)
    return outcome


@transaction.atomic
def return_measure(
    *, seat: Seat, contract: PerformanceContract, reason: str, version: int, at: datetime
) -> Outcome:
    """Give a final measure back with a reason; the contract goes on until another is given."""
    known = _repeated(contract, State.RUNNING, version)
    if known is not None and known.verified_by_key == seat.actor.key:
        return known
    current = _lock_for_verdict(seat, contract, Act.RETURN, version, at)
    refuse_without_reason(reason)
    outcome: Outcome = current.outcome
    outcome.verified_by_key, outcome.verified_reason = seat.actor.key, reason.strip()
    outcome.save(update_fields=["verified_by_key", "verified_reason"])
    move(seat=seat, contract=current, act=Act.RETURN, at=at, reason=reason)
    _tell(current, Act.RETURN, reason.strip(), at)
    return outcome


@transaction.atomic
def judge_measure(
    *, seat: Seat, contract: PerformanceContract, reason: str, version: int, at: datetime
) -> Outcome:
    """Verify a final measure: the book of the period says what came of the contract.

    Never by who gave it, nor by anybody of the agencies that hold it. Raises as `give_measure`.
    """
    known = _repeated(contract, State.JUDGED, version)
    if known is not None and known.verified_by_key == seat.actor.key:
        return known
    current = _lock_for_verdict(seat, contract, Act.JUDGE, version, at)
    refuse_without_reason(reason)
    outcome: Outcome = current.outcome
    made = _made(require_terms(current), outcome.measured)
    book = open_book(current.lot.period.book)
    result = outcome_of(progress=made, book=book)
    outcome.verified_by_key, outcome.verified_at = seat.actor.key, at
    outcome.verified_reason = reason.strip()
    outcome.result, outcome.progress_hundredths = result.value, hundredths(made)
    outcome.book = book.name
    _propose(outcome, result, book, at)
    outcome.save()
    facts = {
        "result": outcome.result, "progress_hundredths": outcome.progress_hundredths,
        "proposal": outcome.proposal, "book": book.name,
    }  # fmt: skip
    move(seat=seat, contract=current, act=Act.JUDGE, at=at, reason=reason, after=facts)
    _tell(current, Act.JUDGE, reason.strip(), at)
    return outcome


@transaction.atomic
def shield_failure(
    *, seat: Seat, contract: PerformanceContract, reason: str, version: int, at: datetime
) -> Outcome:
    """Mark that an adopted innovation failed honestly: no review is proposed then.

    For the regional head alone, never for an agency of their own, with reasons, and only where the
    contract was not kept and its innovation was adopted. Raises as `give_measure`.
    """
    known = _repeated(contract, State.JUDGED, version)
    if known is not None and known.honest_by_key == seat.actor.key:
        return known
    current = lock_contract(seat=seat, contract=contract, act=Act.SHIELD, at=at, version=version)
    outcome: Outcome = current.outcome
    if not can_judge(seat, current):
        raise PermissionDenied
    if outcome.result == Outcome.Result.FULFILLED:
        raise ValidationError(_("Kontrak ini terpenuhi, jadi tidak ada kegagalan yang ditandai."))
    if not is_adopted(current.lot.innovation):
        raise ValidationError(
            _("Lot ini tidak bersandar pada inovasi yang sudah terverifikasi dan diterapkan.")
        )
    refuse_without_reason(reason)
    outcome.is_honest_failure, outcome.honest_reason = True, reason.strip()
    outcome.honest_by_key = seat.actor.key
    _propose(outcome, Result(outcome.result), open_book(outcome.book), at)
    outcome.save()
    facts = {"proposal": outcome.proposal}
    move(seat=seat, contract=current, act=Act.SHIELD, at=at, reason=reason, after=facts)
    return outcome


@transaction.atomic
def close_contract(
    *, seat: Seat, contract: PerformanceContract, version: int, at: datetime
) -> PerformanceContract:
    """Close a judged contract: everything stays readable, nothing can be changed."""
    if _repeated(contract, State.CLOSED, version) is not None:
        return PerformanceContract.objects.get(pk=contract.pk)
    current = lock_contract(seat=seat, contract=contract, act=Act.CLOSE, at=at, version=version)
    return move(seat=seat, contract=current, act=Act.CLOSE, at=at)


def _lock_for_verdict(
    seat: Seat, contract: PerformanceContract, act: Act, version: int, at: datetime
) -> PerformanceContract:
    current = lock_contract(seat=seat, contract=contract, act=act, at=at, version=version)
    if not can_judge(seat, current):
        raise PermissionDenied
    return current


def _repeated(contract: PerformanceContract, state: str, version: int) -> Outcome | None:
    """Return the final measure when the contract is where this very act would have led it."""
    found = Outcome.objects.filter(
        contract=contract, contract__state=state, contract__version=version + 1
    )
    return found.first()


def _refuse_day(terms: ContractVersion, measure: Measure, *, today: date) -> None:
    if measure.measured_on > today:
        raise ValidationError({"measured_on": _("Tanggal ukur belum tiba.")})
    if measure.measured_on <= terms.baseline_on:
        text = _("Tanggal ukur harus sesudah titik nol, %s.") % day(terms.baseline_on)
        raise ValidationError({"measured_on": text})
    if measure.measured_on < terms.end_on and not _is_reached(terms, measure.measured):
        text = _("Kontrak ini berakhir %s. Sebelum itu hanya capaian titik akhir yang final.")
        raise ValidationError({"measured_on": text % day(terms.end_on)})


def _is_reached(terms: ContractVersion, value: Decimal) -> bool:
    ahead = value - terms.end_value
    return ahead >= 0 if Better(terms.direction) is Better.HIGHER else ahead <= 0


def _made(terms: ContractVersion, value: Decimal) -> Fraction:
    worked = progress(baseline=terms.baseline, target=terms.end_value, result=value)
    if isinstance(worked, Refusal):
        raise ValidationError(str(worked.reason))
    return worked.value


def _propose(outcome: Outcome, result: Result, book: Book, at: datetime) -> None:
    """Write down what is proposed, with its reason in the official language."""
    proposal = proposal_after(result, is_honest_failure=outcome.is_honest_failure)
    outcome.proposal, outcome.proposed_at = proposal.value, at
    with override("id"):
        if outcome.is_honest_failure and proposal is Proposal.NONE:
            outcome.proposal_reason = _(
                "Inovasi yang sudah diterapkan gagal secara jujur (UU 23/2014 pasal 389)."
            )
        else:
            text = _("%(share)s%% jalan ditempuh, menurut ambang %(book)s.")
            share = decimals(Fraction(outcome.progress_hundredths or 0, 100))
            outcome.proposal_reason = text % {"share": share, "book": book.title}


def _tell(contract: PerformanceContract, act: Act, reason: str, at: datetime) -> None:
    tell_holders(
        contract,
        title=format_lazy(TITLES[act], title=contract.lot.title),
        body=reason,
        link=reverse("contracts:outcome", args=[contract.key]),
        event_key=f"contracts.outcome.{contract.key}.{contract.version}",
        at=at,
    )
