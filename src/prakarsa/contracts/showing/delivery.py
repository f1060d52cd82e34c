"""What the page of a contract's delivery shows, put together for one seat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from prakarsa.auctions.showing.values import figure
from prakarsa.contracts.models import (
    PerformanceContract,
    QuarterTarget,
    Realisation,
    YearLink,
)
from prakarsa.contracts.permissions import can_link_year, can_report, can_set_targets, reads_drafts
from prakarsa.contracts.queries.delivery import (
    Delivery,
    quarter_of_target,
    quarters_of,
    realisation_of,
    told_of,
)
from prakarsa.contracts.showing.line import PromiseLine, line_of
from prakarsa.contracts.showing.standing import (
    ROMAN,
    Mark,
    StepLine,
    headline,
    limits_words,
    mark_of,
    percent_words,
    promise_words,
    standing_mark,
    working_of,
)
from prakarsa.organisations.seats import Seat
from prakarsa.rules.contract.delivery import Standing
from prakarsa.rules.contract.quarters import Quarter
from prakarsa.rules.messages import Message

State = Realisation.State
WAITING_MARKS = {
    State.DRAFT: "draft", State.WAITING: "wait", State.RETURNED: "bad", State.VERIFIED: "ok",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterLine:
    """One quarter: its target, what was reached, how far that is, and what it waits for."""

    target: QuarterTarget
    name: str
    wanted: str
    reached: str
    part: str
    working: list[StepLine]
    mark: Mark
    may_report: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class YearBlock:
    """One year of a contract: its agreement and its quarters."""

    year: int
    link: YearLink | None
    lines: list[QuarterLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPage:
    """Everything that the page of a delivery shows."""

    delivery: Delivery
    headline: str
    standing: Standing | None
    mark: Mark
    made: list[StepLine]
    due: list[StepLine]
    limits: str
    is_example: bool
    line: PromiseLine | None
    years: list[YearBlock]
    remarks: Sequence[Message]
    may_link: bool
    may_plan: bool

    @property
    def contract(self) -> PerformanceContract:
        """Return the contract."""
        return self.delivery.contract

    @property
    def due_words(self) -> str:
        """Write how much of the way is due by now."""
        return percent_words(self.standing.due) if self.standing else ""

    @property
    def agencies(self) -> list[str]:
        """Return the names of the agencies that hold it now, the lead first."""
        holders = [each for each in self.contract.holders.all() if each.valid_until is None]
        return [each.agency.name for each in holders]

    @property
    def promise(self) -> str:
        """Write from where to where the contract goes."""
        return promise_words(self.delivery)


def delivery_page(seat: Seat, delivery: Delivery, today: date) -> DeliveryPage:
    """Return the page of a delivery for one seat on a day."""
    standing, contract = delivery.standing(today), delivery.contract
    return DeliveryPage(
        delivery=delivery,
        headline=headline(standing),
        standing=standing,
        mark=standing_mark(delivery, today),
        made=working_of(standing.made) if standing else [],
        due=working_of(standing.due) if standing else [],
        limits=limits_words(delivery.book),
        is_example=delivery.book.is_example,
        line=line_of(delivery),
        years=_years(seat, delivery, today),
        remarks=delivery.remarks if can_set_targets(seat, contract) else (),
        may_link=can_link_year(seat, contract, on=today),
        may_plan=can_set_targets(seat, contract),
    )


def _years(seat: Seat, delivery: Delivery, today: date) -> list[YearBlock]:
    if delivery.terms is None:
        return []
    links = {each.year: each for each in delivery.years}
    may_report = can_report(seat, delivery.contract, on=today)
    sees_draft = reads_drafts(seat, delivery.contract, on=today)
    found = sorted({each.year for each in quarters_of(delivery.terms)})
    return [
        YearBlock(
            year=year,
            link=links.get(year),
            lines=[
                quarter_line(delivery, each, today, may_report=may_report, sees_draft=sees_draft)
                for each in delivery.targets
                if each.year == year
            ],
        )
        for year in found
    ]


def quarter_line(
    delivery: Delivery,
    target: QuarterTarget,
    today: date,
    *,
    may_report: bool = False,
    sees_draft: bool = False,
) -> QuarterLine:
    """Return one quarter as pages and tables show it."""
    assert delivery.terms is not None
    unit, report = delivery.terms.unit, realisation_of(target) if sees_draft else told_of(target)
    worked = delivery.progress_of(report.value) if report is not None else None
    return QuarterLine(
        target=target,
        name=_("Triwulan %s") % ROMAN[target.quarter],
        wanted=figure(target.value, unit),
        reached=figure(report.value, unit) if report is not None else "",
        part=percent_words(worked),
        working=working_of(worked),
        mark=quarter_mark(delivery, target, today),
        may_report=may_report and _is_open(realisation_of(target)),
    )


def _is_open(report: Realisation | None) -> bool:
    return report is None or report.state in (State.DRAFT, State.RETURNED)


def quarter_mark(delivery: Delivery, target: QuarterTarget, today: date) -> Mark:
    """Return the icon and words of a quarter: its status once verified, else what it waits for."""
    report = realisation_of(target)
    if report is not None and report.state == State.VERIFIED:
        return mark_of(delivery.status_of(target))
    if report is not None:
        return WAITING_MARKS[State(report.state)], str(report.get_state_display())
    if target.due_on < today:
        return "wait", _("Lewat tenggat, belum dilaporkan")
    if has_ended(quarter_of_target(target), today):
        return "wait", _("Dapat dilaporkan")
    return "draft", _("Belum jatuh tempo")


def has_ended(quarter: Quarter, today: date) -> bool:
    """Say whether a quarter is over, its last day included."""
    return quarter.last_day <= today
