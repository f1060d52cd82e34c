"""What a contract delivers, read whole: its terms in force, years, quarters and reports.

The number of questions is the same for one contract and for a hundred.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.http import Http404

from prakarsa.contracts.models import (
    ContractVersion,
    Holder,
    PerformanceContract,
    QuarterTarget,
    Realisation,
    RealisationProof,
    YearLink,
)
from prakarsa.contracts.queries.contracts import contract_for, visible_contracts
from prakarsa.contracts.queries.versions import version_in_force
from prakarsa.organisations.roles import AGENCY_ROLES
from prakarsa.organisations.seats import Seat, not_ended_on
from prakarsa.rules.contract.book import Book, open_book
from prakarsa.rules.contract.delivery import QuarterFacts, Standing, quarter_status, standing_on
from prakarsa.rules.contract.plan import Planned, remarks_on
from prakarsa.rules.contract.quarters import Quarter, quarters_between
from prakarsa.rules.contract.standing import Status
from prakarsa.rules.messages import Message
from prakarsa.rules.progress import Better, progress
from prakarsa.rules.working import Refusal, Worked

State = PerformanceContract.State


@dataclass(frozen=True)
class Delivery:
    """One contract with everything about its delivery; `terms` is None before it is signed."""

    contract: PerformanceContract
    terms: ContractVersion | None
    years: tuple[YearLink, ...]
    targets: tuple[QuarterTarget, ...]

    @property
    def book(self) -> Book:
        """Return the limits that judge it."""
        return open_book(self.contract.lot.period.book)

    @property
    def better(self) -> Better:
        """Return which direction is the better one."""
        assert self.terms is not None
        return Better(self.terms.direction)

    @cached_property
    def facts(self) -> tuple[QuarterFacts, ...]:
        """Return its quarters in the words of the rules."""
        return tuple(facts_of(each) for each in self.targets)

    def standing(self, today: date) -> Standing | None:
        """Return where it stands on a day; None before it is signed."""
        if self.terms is None:
            return None
        terms = self.terms
        return standing_on(
            today, self.facts, baseline=terms.baseline, end=terms.end_value, book=self.book
        )

    @property
    def remarks(self) -> tuple[Message, ...]:
        """Return what is worth saying about its targets."""
        if self.terms is None:
            return ()
        planned = [Planned(quarter_of_target(each), Fraction(each.value)) for each in self.targets]
        return remarks_on(
            planned,
            baseline=Fraction(self.terms.baseline),
            end=Fraction(self.terms.end_value),
            better=self.better,
        )

    def target_in(self, year: int, quarter: int) -> QuarterTarget | None:
        """Return the target of one quarter."""
        found = (each for each in self.targets if (each.year, each.quarter) == (year, quarter))
        return next(found, None)

    def link_of(self, year: int) -> YearLink | None:
        """Return the agreement of one year."""
        return next((each for each in self.years if each.year == year), None)

    def status_of(self, target: QuarterTarget) -> Status | None:
        """Compare what is verified for a quarter with its own target."""
        if self.terms is None:
            return None
        return quarter_status(
            facts_of(target), baseline=self.terms.baseline, end=self.terms.end_value, book=self.book
        )

    def progress_of(self, value: Decimal) -> Worked[Fraction] | None:
        """Return how much of the way from baseline to end a value is, with its working."""
        if self.terms is None:
            return None
        baseline, end = self.terms.baseline, self.terms.end_value
        worked = progress(baseline=baseline, target=end, result=value)
        return None if isinstance(worked, Refusal) else worked


def delivery_of(contract: PerformanceContract) -> Delivery:
    """Return the delivery of one contract."""
    return deliveries_of([contract])[0]


def deliveries_of(contracts: Iterable[PerformanceContract]) -> list[Delivery]:
    """Return the deliveries of contracts, in their order, with the same few questions."""
    rows = list(contracts)
    versions = ContractVersion.objects.filter(taken_back__isnull=True).defer("content")
    targets = QuarterTarget.objects.select_related("realisation").order_by("year", "quarter")
    prefetch_related_objects(
        rows,
        Prefetch("versions", versions.order_by("-number"), to_attr="kept_versions"),
        Prefetch("targets", targets, to_attr="read_targets"),
        Prefetch("years", YearLink.objects.order_by("year"), to_attr="read_years"),
    )
    return [_delivery(each) for each in rows]


def _delivery(contract: PerformanceContract) -> Delivery:
    read = vars(contract)
    targets = tuple(read["read_targets"])
    for each in targets:
        each.contract = contract
    return Delivery(
        contract=contract,
        terms=next(iter(signed_versions(contract)), None),
        years=tuple(read["read_years"]),
        targets=targets,
    )


def signed_versions(contract: PerformanceContract) -> list[ContractVersion]:
    """Return the texts that everybody signed, the newest first, of a contract read as above."""
    kept: list[ContractVersion] = vars(contract)["kept_versions"]
    if contract.state == State.SIGNING:
        return []
    return kept[1:] if contract.state == State.AMENDING else kept


def delivery_for(seat: Seat, key: str) -> Delivery:
    """Return the delivery of a contract a seat follows; out of scope is the same Http404."""
    return delivery_of(contract_for(seat, key))


def target_for(seat: Seat, key: str, year: int, quarter: int) -> QuarterTarget:
    """Return the target of a quarter of a contract a seat follows; raise Http404."""
    rows = QuarterTarget.objects.filter(contract__in=visible_contracts(seat), contract__key=key)
    rows = rows.select_related("contract__region", "contract__lot__period", "realisation")
    found = rows.prefetch_related("contract__holders__agency")
    target = found.filter(year=year, quarter=quarter).first()
    if target is None:
        raise Http404
    return target


def unit_of(contract: PerformanceContract) -> str:
    """Return the unit that a contract counts in, as its text in force says."""
    terms = version_in_force(contract)
    return terms.unit if terms else contract.lot.unit


def visible_realisation_proofs(seat: Seat, *, on: date) -> QuerySet[RealisationProof]:
    """Return the files under the contracts a seat follows, also those taken away.

    Under a draft they are the business of the agencies that hold it, as `reads_drafts` says.
    """
    rows = RealisationProof.objects.filter(
        realisation__target__contract__in=visible_contracts(seat)
    )
    told = ~Q(realisation__state=Realisation.State.DRAFT)
    if seat.role in AGENCY_ROLES:
        held = Holder.objects.filter(not_ended_on(on), agency_id__in=seat.agency_ids)
        told |= Q(realisation__target__contract__in=held.values("contract_id"))
    rows = rows.filter(told)
    return rows.select_related("file", "realisation__target__contract__region")


def proof_for(seat: Seat, key: str, *, on: date) -> RealisationProof:
    """Return one file a seat may read; another's is the same Http404 as a missing one."""
    found = visible_realisation_proofs(seat, on=on).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def realisation_of(target: QuarterTarget) -> Realisation | None:
    """Return what was written down for a quarter, if anything was."""
    found: Realisation | None = getattr(target, "realisation", None)
    return found


def told_of(target: QuarterTarget) -> Realisation | None:
    """Return what was handed in for a quarter: a draft is its agency's own business."""
    found = realisation_of(target)
    return None if found is None or found.state == Realisation.State.DRAFT else found


def quarter_of_target(target: QuarterTarget) -> Quarter:
    """Return the quarter of a target in the words of the rules."""
    return Quarter(target.year, target.quarter)


def facts_of(target: QuarterTarget) -> QuarterFacts:
    """Return a quarter in the words of the rules: only what is verified counts."""
    report = realisation_of(target)
    is_verified = report is not None and report.state == Realisation.State.VERIFIED
    return QuarterFacts(
        quarter=quarter_of_target(target),
        due_on=target.due_on,
        target=target.value,
        verified=report.value if report is not None and is_verified else None,
    )


def quarters_of(terms: ContractVersion) -> tuple[Quarter, ...]:
    """Return the quarters that end after the baseline and begin before the end of a contract."""
    found = quarters_between(terms.baseline_on, terms.end_on)
    return tuple(each for each in found if each.last_day > terms.baseline_on)
