"""What the page of one quarter's report shows, and the queue of those that wait."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from prakarsa.contracts.models import (
    Outcome,
    PerformanceContract,
    QuarterTarget,
    Realisation,
    RealisationEntry,
    RealisationProof,
)
from prakarsa.contracts.permissions import can_report, can_verify, reads_drafts
from prakarsa.contracts.queries.delivery import (
    Delivery,
    delivery_of,
    realisation_of,
    told_of,
)
from prakarsa.contracts.showing.delivery import QuarterLine, quarter_line
from prakarsa.contracts.showing.standing import ROMAN
from prakarsa.contracts.states import Step
from prakarsa.formats.kinds import IMAGES, MEDIA_TYPES, Kind
from prakarsa.organisations.queries import names_of
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat

PROOF_KINDS = frozenset({Kind.PDF, Kind.XLSX, Kind.CSV, *IMAGES})
_IMAGE_TYPES = frozenset(MEDIA_TYPES[kind] for kind in IMAGES)
ENTRY_WORDS = {
    Step.SAVE: ("draft", gettext_lazy("Disimpan")),
    Step.SUBMIT: ("wait", gettext_lazy("Diajukan")),
    Step.ACCEPT: ("ok", gettext_lazy("Diterima")),
    Step.RETURN: ("bad", gettext_lazy("Dikembalikan")),
}


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One act on a report, by whom and with which reason."""

    entry: RealisationEntry
    mark: tuple[str, str | Promise]
    person: str
    role: str


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A file under a report; `elsewhere` names other quarters that show the same bytes."""

    proof: RealisationProof
    is_image: bool
    elsewhere: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """Everything that the page of a quarter shows."""

    delivery: Delivery
    line: QuarterLine
    report: Realisation | None
    proofs: list[ProofLine]
    entries: list[EntryLine]
    returned: str
    may_report: bool
    may_decide: bool
    is_conflicted: bool

    @property
    def contract(self) -> PerformanceContract:
        """Return the contract."""
        return self.delivery.contract

    @property
    def target(self) -> QuarterTarget:
        """Return the target of the quarter."""
        return self.line.target

    @property
    def is_draft(self) -> bool:
        """Say whether there is a draft that could be handed in."""
        return self.report is not None and self.report.state == Realisation.State.DRAFT


def report_page(seat: Seat, target: QuarterTarget, at: datetime) -> ReportPage:
    """Return the page of a quarter for one seat."""
    today, delivery = seat.today(at), delivery_of(target.contract)
    fresh = delivery.target_in(target.year, target.quarter) or target
    sees_draft = reads_drafts(seat, target.contract, on=today)
    report = realisation_of(fresh) if sees_draft else told_of(fresh)
    if report is not None:
        report.target = fresh
    entries = list(report.entries.order_by("-pk")) if report else []
    may_decide = report is not None and can_verify(seat, report)
    line = quarter_line(
        delivery, fresh, today, sees_draft=sees_draft,
        may_report=can_report(seat, target.contract, on=today),
    )  # fmt: skip
    return ReportPage(
        delivery=delivery,
        line=line,
        report=report,
        proofs=_proofs(report),
        entries=_entries(entries),
        returned=_returned(report, entries),
        may_report=line.may_report,
        may_decide=may_decide,
        is_conflicted=seat.role is Role.VERIFIER and report is not None and not may_decide,
    )


def _entries(entries: Iterable[RealisationEntry]) -> list[EntryLine]:
    rows = list(entries)
    names = names_of({each.actor_key for each in rows})
    return [
        EntryLine(
            each,
            ENTRY_WORDS[Step(each.act)],
            names.get(each.actor_key, ""),
            str(Role(each.role).label),
        )
        for each in rows
    ]


def _returned(report: Realisation | None, entries: Iterable[RealisationEntry]) -> str:
    """Return the reason of the last return, while the report has not been handed in again."""
    if report is None or report.state not in (Realisation.State.RETURNED, Realisation.State.DRAFT):
        return ""
    for each in entries:
        if each.act in (Step.RETURN, Step.ACCEPT):
            return each.reason
        if each.act == Step.SUBMIT:
            return ""
    return ""


def _proofs(report: Realisation | None) -> list[ProofLine]:
    if report is None:
        return []
    rows = list(report.proofs.filter(removed_at=None).select_related("file"))
    elsewhere = _elsewhere({each.file.sha256 for each in rows}, report)
    return [
        ProofLine(
            each, each.file.media_type in _IMAGE_TYPES, tuple(elsewhere.get(each.file.sha256, ()))
        )
        for each in rows
    ]


def _elsewhere(digests: Collection[str], report: Realisation) -> dict[str, list[str]]:
    """Return where else in the region the same bytes stand as proof, by their digest."""
    rows = RealisationProof.objects.filter(
        file__sha256__in=digests,
        removed_at=None,
        realisation__target__contract__region=report.target.contract.region_id,
    ).exclude(realisation=report)
    rows = rows.select_related("file", "realisation__target__contract")
    found: dict[str, list[str]] = {}
    for each in rows.order_by("pk"):
        target = each.realisation.target
        words = {
            "number": target.contract.number, "quarter": ROMAN[target.quarter],
            "year": target.year,
        }  # fmt: skip
        place = _("%(number)s, triwulan %(quarter)s %(year)d") % words
        found.setdefault(each.file.sha256, []).append(place)
    return found


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """Something that waits for a verifier: what it is, of whom, and for how long."""

    title: str
    what: str
    agency: str
    waiting: str
    key: str
    is_outcome: bool


def waiting_line(report: Realisation, today: date) -> WaitingLine:
    """Return the line of a report that waits."""
    target = report.target
    words = {"quarter": ROMAN[target.quarter], "year": target.year}
    return WaitingLine(
        title=target.contract.lot.title,
        what=_("Capaian triwulan %(quarter)s %(year)d") % words,
        agency=lead_of(target.contract),
        waiting=waiting_words(report.waiting_since, today),
        key=report.key,
        is_outcome=False,
    )


def outcome_line(outcome: Outcome, today: date) -> WaitingLine:
    """Return the line of a final measure that waits."""
    return WaitingLine(
        title=outcome.contract.lot.title,
        what=_("Ukuran akhir"),
        agency=lead_of(outcome.contract),
        waiting=waiting_words(outcome.given_at, today),
        key=outcome.contract.key,
        is_outcome=True,
    )


def lead_of(contract: PerformanceContract) -> str:
    """Return the agency that answers for a contract first."""
    holders = [each for each in contract.holders.all() if each.valid_until is None]
    return next((each.agency.name for each in holders if each.is_lead), "")


def waiting_words(since: datetime | None, today: date) -> str:
    """Say for how many days something waits."""
    days = (today - since.date()).days if since else 0
    if days <= 0:
        return _("sejak hari ini")
    return ngettext("%(days)d hari", "%(days)d hari", days) % {"days": days}
