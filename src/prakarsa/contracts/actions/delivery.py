"""Plan the delivery of a contract: the agreement of a year, and the targets of its quarters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prakarsa.contracts.actions.moves import lock_row, record_contract
from prakarsa.contracts.models import (
    ContractVersion,
    PerformanceContract,
    QuarterTarget,
    YearLink,
)
from prakarsa.contracts.permissions import can_link_year, can_set_targets
from prakarsa.contracts.queries import version_in_force
from prakarsa.contracts.queries.delivery import quarters_of
from prakarsa.foundation.versions import NO_VERSION, Stale
from prakarsa.foundation.writing import day
from prakarsa.organisations.seats import Seat
from prakarsa.rules.contract.quarters import Quarter

# Longer than a year after its quarter a report helps nobody; it is a slip of the keyboard.
LONGEST_DELAY_DAYS = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class YearTerms:
    """The perjanjian kinerja of a year and what pays for it; the budget in whole rupiah."""

    year: int
    agreement: str
    agreed_on: date
    budget_line: str
    budget_rupiah: int | None = None


@dataclass(frozen=True, slots=True)
class TargetTerms:
    """What is due at the end of a quarter, and until when it is reported."""

    quarter: Quarter
    value: Decimal
    due_on: date


@transaction.atomic
def link_year(
    *,
    seat: Seat,
    contract: PerformanceContract,
    terms: YearTerms,
    at: datetime,
    version: int = NO_VERSION,
) -> YearLink:
    """Name the agreement of a year; the same again changes nothing.

    `version` is that of the link as the page showed it, 0 where there was none. Raises
    PermissionDenied, Stale, and ValidationError for a year outside the contract.
    """
    current = lock_row(contract)
    if not can_link_year(seat, current, on=seat.today(at)):
        raise PermissionDenied
    _refuse_year(current, terms.year)
    link = current.years.filter(year=terms.year).first() or YearLink(
        contract=current, year=terms.year, version=NO_VERSION
    )
    before = _values_of(link) if link.pk else {}
    if before == asdict(terms):
        return link
    if link.version != version:
        raise Stale(version=link.version, stored=before)
    for name, value in asdict(terms).items():
        setattr(link, name, value)
    link.version += 1
    link.save()
    record_contract(
        seat=seat, contract=current, act="year_linked", at=at, before=before, after=asdict(terms)
    )  # fmt: skip
    return link


@transaction.atomic
def set_targets(
    *,
    seat: Seat,
    contract: PerformanceContract,
    year: int,
    targets: Sequence[TargetTerms],
    at: datetime,
    seen: str = "",
) -> list[QuarterTarget]:
    """Set the targets of a year as a whole; a quarter that is left out loses its target.

    `seen` is `plan_digest` of the year as the page showed it. Raises PermissionDenied, Stale, and
    ValidationError for a quarter outside the contract, a due day before the quarter ends, and a
    change of what was reported or is due already.
    """
    current = lock_row(contract)
    if not can_set_targets(seat, current):
        raise PermissionDenied
    stored = {_quarter(each): each for each in _targets_of(current, year)}
    wanted = {each.quarter: each for each in targets}
    if _pairs(stored.values()) == sorted((*_key(each),) for each in wanted.values()):
        return list(stored.values())
    if plan_digest(stored.values()) != seen:
        raise Stale(version=0, stored={})
    _refuse_targets(current, year, wanted.values())
    _refuse_past(stored, wanted, on=seat.today(at))
    before = [_told(each) for each in stored.values()]
    for quarter in stored.keys() - wanted.keys():
        stored[quarter].delete()
    for quarter, each in wanted.items():
        QuarterTarget.objects.update_or_create(
            contract=current,
            year=quarter.year,
            quarter=quarter.number,
            defaults={"value": each.value, "due_on": each.due_on},
        )
    found = _targets_of(current, year)
    after = [_told(each) for each in found]
    record_contract(
        seat=seat, contract=current, act="targets_set", at=at, before={"targets": before},
        after={"targets": after},
    )  # fmt: skip
    return found


def require_terms(contract: PerformanceContract) -> ContractVersion:
    """Return the terms in force; raise ValidationError before anything is signed."""
    terms = version_in_force(contract)
    if terms is None:
        raise ValidationError(_("Kontrak ini belum ditandatangani kedua pihak."))
    return terms


def plan_digest(targets: Any) -> str:
    """Return what tells one year's targets from any others, for a page to send back."""
    return ";".join("/".join(str(part) for part in row) for row in _pairs(targets))


def _pairs(targets: Any) -> list[tuple[int, int, Decimal, date]]:
    return sorted(
        (each.year, each.quarter, each.value.normalize(), each.due_on) for each in targets
    )


def _key(each: TargetTerms) -> tuple[int, int, Decimal, date]:
    return (each.quarter.year, each.quarter.number, each.value.normalize(), each.due_on)


def _targets_of(contract: PerformanceContract, year: int) -> list[QuarterTarget]:
    rows = QuarterTarget.objects.filter(contract=contract, year=year).select_related("realisation")
    return list(rows.order_by("quarter"))


def _quarter(target: QuarterTarget) -> Quarter:
    return Quarter(target.year, target.quarter)


def _values_of(link: YearLink) -> dict[str, Any]:
    return {name: getattr(link, name) for name in YearTerms.__dataclass_fields__}


def _told(target: QuarterTarget) -> dict[str, object]:
    return {
        "quarter": f"{target.year}-{target.quarter}", "value": target.value,
        "due_on": target.due_on,
    }  # fmt: skip


def _refuse_year(contract: PerformanceContract, year: int) -> None:
    years = [each.year for each in quarters_of(require_terms(contract))]
    if year not in years:
        words = {"first": min(years), "last": max(years)}
        raise ValidationError(_("Kontrak ini berjalan dari %(first)d sampai %(last)d.") % words)


def _refuse_targets(contract: PerformanceContract, year: int, wanted: Any) -> None:
    _refuse_year(contract, year)
    known = set(quarters_of(require_terms(contract)))
    for each in wanted:
        name = {"quarter": each.quarter.number, "year": each.quarter.year}
        if each.quarter.year != year or each.quarter not in known:
            text = _("Triwulan %(quarter)d %(year)d tidak termasuk masa kontrak ini.")
            raise ValidationError(text % name)
        last = each.quarter.last_day
        if not 0 <= (each.due_on - last).days <= LONGEST_DELAY_DAYS:
            text = _(
                "Tenggat triwulan %(quarter)d %(year)d harus sejak %(last)s, paling lama setahun."
            )
            raise ValidationError(text % {**name, "last": day(last)})


def _refuse_past(
    stored: dict[Quarter, QuarterTarget], wanted: dict[Quarter, TargetTerms], *, on: date
) -> None:
    """Refuse to move a target after the day it was due, or after somebody reported on it."""
    for quarter, before in stored.items():
        after = wanted.get(quarter)
        if after is not None and _pairs([before]) == [_key(after)]:
            continue
        words = {"quarter": quarter.number, "year": quarter.year}
        if hasattr(before, "realisation"):
            text = _("Target triwulan %(quarter)d %(year)d tetap, karena capaiannya sudah ditulis.")
            raise ValidationError(text % words)
        if before.due_on < on:
            text = _("Target triwulan %(quarter)d %(year)d tetap, karena tenggatnya sudah lewat.")
            raise ValidationError(text % words)
