"""Three years of quarters in Kota Contoh: targets, what was reached, its proof and its verdicts.

Rows are written at once, because there are hundreds; what they say follows the acts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from prakarsa.contracts.models import (
    ContractVersion,
    PerformanceContract,
    QuarterTarget,
    Realisation,
    RealisationEntry,
    RealisationProof,
    YearLink,
)
from prakarsa.contracts.queries.delivery import quarters_of
from prakarsa.contracts.states import Step
from prakarsa.demo.example_files import make_report
from prakarsa.demo.words import dice
from prakarsa.files.models import StoredFile
from prakarsa.organisations.seats import Seat
from prakarsa.rules.contract.quarters import Quarter

State = Realisation.State
REPORTED_WITHIN = timedelta(days=15)
# A contract that shows the same file for every quarter.
ONE_PROOF = 12
# Percent of what was due that contracts reach, in turn: most keep their word, some do not.
PACES = (104, 100, 97, 82, 45, 101, 96, 100, 76, 103, 92, 55)


@dataclass(frozen=True, slots=True)
class Reached:
    """One quarter of one contract that somebody wrote down."""

    target: QuarterTarget
    value: Decimal
    state: str
    reported_at: datetime


def make_delivery(
    contracts: Sequence[PerformanceContract], heads: Mapping[int, Seat], verifier: Seat,
    at: datetime,
) -> None:  # fmt: skip
    """Write the quarters of every contract up to the last one that ended."""
    versions = {
        each.contract_id: each for each in ContractVersion.objects.filter(contract__in=contracts)
    }
    targets = [each for row in contracts for each in _targets(row, versions[row.pk])]
    QuarterTarget.objects.bulk_create(targets)
    YearLink.objects.bulk_create(each for row in contracts for each in _years(row, targets, at))
    by_contract: dict[int, list[QuarterTarget]] = {}
    for target in targets:
        by_contract.setdefault(target.contract_id, []).append(target)
    for place, contract in enumerate(contracts):
        reached = list(_reached(place, versions[contract.pk], by_contract[contract.pk], at))
        _write(contract, reached, list(_reporters(contract, heads, reached)), verifier)


def _reporters(
    contract: PerformanceContract, heads: Mapping[int, Seat], reached: Sequence[Reached]
) -> Iterator[Seat]:
    """Yield who reported each quarter: the head of the agency that led on that day."""
    holders = list(contract.holders.filter(is_lead=True).order_by("valid_from"))
    for each in reached:
        day = each.reported_at.date()
        held = [row for row in holders if row.valid_until is None or day < row.valid_until]
        yield heads[held[0].agency_id]


def _targets(contract: PerformanceContract, terms: ContractVersion) -> Iterator[QuarterTarget]:
    """Spread the way over the quarters, every other contract faster in the beginning."""
    # Nobody owed a report for a quarter that was over when the contract was made.
    made_on = contract.created_at.date()
    quarters = [each for each in quarters_of(terms) if each.last_day > made_on]
    way, places = terms.end_value - terms.baseline, _places(terms)
    is_early = contract.pk % 2 == 0
    for place, quarter in enumerate(quarters, start=1):
        share = Decimal(place) / len(quarters)
        if is_early:
            share = min(Decimal(1), share * Decimal("1.3"))
        value = terms.end_value if place == len(quarters) else terms.baseline + way * share
        yield QuarterTarget(
            contract=contract,
            year=quarter.year,
            quarter=quarter.number,
            value=round(value, places),
            due_on=quarter.last_day + REPORTED_WITHIN,
        )


def _places(terms: ContractVersion) -> int:
    numbers = (terms.baseline.normalize(), terms.end_value.normalize())
    return max(0, *(-int(number.as_tuple().exponent) for number in numbers))


def _years(
    contract: PerformanceContract, targets: Sequence[QuarterTarget], at: datetime
) -> Iterator[YearLink]:
    years = sorted({each.year for each in targets if each.contract_id == contract.pk})
    for year in (year for year in years if year <= at.year):
        yield YearLink(
            contract=contract,
            year=year,
            agreement=f"PK/{contract.pk:03d}/{year} (contoh)",
            agreed_on=date(year, 1, 16),
            budget_line="Program layanan (contoh)",
            budget_rupiah=dice(f"budget {contract.number} {year}").randrange(50, 900) * 1_000_000,
        )


def _reached(
    place: int, terms: ContractVersion, targets: Sequence[QuarterTarget], at: datetime
) -> Iterator[Reached]:
    """Yield what was written down: the newest quarter still waits, was returned, or is missing."""
    ended = [each for each in targets if _last_day(each) < at.date() - timedelta(days=8)]
    chance = dice(f"delivery {terms.contract.number}")
    places = _places(terms)
    for number, target in enumerate(ended, start=1):
        is_newest = number == len(ended)
        state = (State.VERIFIED, State.WAITING, State.VERIFIED, State.RETURNED, State.DRAFT)[
            place % 5
        ]
        if is_newest and place % 7 == 6:
            return
        pace = Decimal(PACES[place % len(PACES)] + chance.randrange(-3, 4)) / 100
        is_exact = place % len(PACES) == 1
        due = target.value - terms.baseline
        value = target.value if is_exact else round(terms.baseline + due * pace, places)
        reported = datetime.combine(
            _last_day(target) + timedelta(days=chance.randrange(3, 14)), time(3), tzinfo=UTC
        )
        yield Reached(
            target, max(value, Decimal(0)), state if is_newest else State.VERIFIED,
            min(reported, at - timedelta(days=2)),
        )  # fmt: skip


def _last_day(target: QuarterTarget) -> date:
    return Quarter(target.year, target.quarter).last_day


def _write(
    contract: PerformanceContract,
    reached: Sequence[Reached],
    reporters: Sequence[Seat],
    verifier: Seat,
) -> None:
    known = list(zip(reached, reporters, strict=True))
    rows = [_row(each, reporter, verifier) for each, reporter in known]
    Realisation.objects.bulk_create(rows)
    RealisationEntry.objects.bulk_create(
        entry
        for (each, reporter), row in zip(known, rows, strict=True)
        for entry in _entries(each, row, reporter, verifier)
    )
    files = [_file(contract, each) for each in reached]
    StoredFile.objects.bulk_create(files)
    RealisationProof.objects.bulk_create(
        RealisationProof(
            realisation=row, file=file, caption="Laporan triwulan (contoh)",
            added_by_key=reporter.actor.key, added_at=each.reported_at,
        )
        for (each, reporter), row, file in zip(known, rows, files, strict=True)
    )  # fmt: skip


def _row(each: Reached, reporter: Seat, verifier: Seat) -> Realisation:
    is_verified = each.state == State.VERIFIED
    return Realisation(
        target=each.target,
        value=each.value,
        note="Dihitung dari laporan bulanan (contoh).",
        state=each.state,
        version=3 if is_verified else 2,
        given_by_key=reporter.actor.key,
        waiting_since=each.reported_at if each.state == State.WAITING else None,
        verified_by_key=verifier.actor.key if is_verified else "",
        verified_at=_verdict_at(each) if is_verified else None,
        changed_at=each.reported_at,
    )


def _verdict_at(each: Reached) -> datetime:
    return each.reported_at + timedelta(days=1, hours=2)


def _entries(
    each: Reached, row: Realisation, reporter: Seat, verifier: Seat
) -> Iterator[RealisationEntry]:
    steps: list[tuple[Step, Seat, datetime, str]] = [
        (Step.SAVE, reporter, each.reported_at, ""),
    ]
    if each.state != State.DRAFT:
        steps.append((Step.SUBMIT, reporter, each.reported_at, ""))
    if each.state == State.VERIFIED:
        reason = "Sesuai berkas (contoh)."
        steps.append((Step.ACCEPT, verifier, _verdict_at(each), reason))
    if each.state == State.RETURNED:
        reason = "Berkas tidak memuat angka ini (contoh)."
        steps.append((Step.RETURN, verifier, _verdict_at(each), reason))
    for step, seat, moment, words in steps:
        yield RealisationEntry(
            realisation=row, act=step, value=each.value, reason=words,
            actor_key=seat.actor.key, role=seat.role.value, at=moment,
        )  # fmt: skip


def _file(contract: PerformanceContract, each: Reached) -> StoredFile:
    when = f"triwulan {each.target.quarter} tahun {each.target.year}"
    lines = (
        "Capaian tahunan" if contract.lot.number == ONE_PROOF else f"Capaian {when}",
        f"Kontrak {contract.number}",
    )
    name = f"capaian-{each.target.year}-{each.target.quarter}.pdf"
    return make_report(contract.region, lines, name, each.reported_at)
