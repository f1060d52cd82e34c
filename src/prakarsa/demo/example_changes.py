"""What changed in the contracts of Kota Contoh since they were signed, and how some ended.

Everything here is done by the acts of people, each at its own moment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from prakarsa.contracts.actions.changing import (
    Amendment,
    Transfer,
    amend_contract,
    transfer_contract,
)
from prakarsa.contracts.actions.closing import (
    Measure,
    close_contract,
    give_measure,
    judge_measure,
    shield_failure,
)
from prakarsa.contracts.actions.holding import HeirShare
from prakarsa.contracts.content import Terms, read_text
from prakarsa.contracts.models import Outcome, PerformanceContract, Realisation
from prakarsa.contracts.queries import holders_on, version_in_force
from prakarsa.demo.example_contracts import MAYOR, SECRETARIAT, sign_text
from prakarsa.demo.example_succession import MERGED, SPLIT, Change
from prakarsa.organisations.models import Agency
from prakarsa.organisations.seats import Seat

# Hundredths of a percent that each heir of a split takes.
SPLIT_SHARES = (6_000, 4_000)
VERIFIER = "Dimas Prayoga"
AMENDED, WAITING_ADDENDUM = 9, 14
ADDENDA = 3
# Of the contracts whose day has passed, so many wait at each place; the others are closed.
OVERDUE, MEASURED, JUDGED = 2, 2, 2
Known = Mapping[int, Seat]


def make_transfers(
    contracts: Sequence[PerformanceContract], seats: Mapping[str, Seat], heads: Known, at: datetime
) -> None:
    """Hand what merged and split units promised to their heirs, some days after their end."""
    for change in (MERGED, SPLIT):
        day = date(at.year - 1, change.month, 1)
        moment = datetime(day.year, day.month, 9, 3, tzinfo=at.tzinfo)
        for contract in contracts:
            unit = contract.lot.agencies.get(is_lead=True).agency
            if unit.name in change.former:
                _transfer(contract, unit, change, day, seats, heads, moment)


def _transfer(
    contract: PerformanceContract, unit: Agency, change: Change, day: date,
    seats: Mapping[str, Seat], heads: Known, moment: datetime,
) -> None:  # fmt: skip
    heirs = [Agency.objects.get(region=unit.region, name=name) for name in change.heirs]
    shares = SPLIT_SHARES if len(heirs) > 1 else (10_000,)
    fresh = PerformanceContract.objects.get(pk=contract.pk)
    transfer_contract(
        seat=seats[SECRETARIAT],
        contract=fresh,
        transfer=Transfer(
            heirs=tuple(
                HeirShare(unit.key, heir.key, share)
                for heir, share in zip(heirs, shares, strict=True)
            ),
            lead_key=heirs[0].key,
            effective_on=day,
            reason="Penataan perangkat daerah (contoh).",
        ),
        version=fresh.version,
        at=moment,
    )
    sign_text(fresh, heads, seats[MAYOR], moment)


def make_addenda(
    contracts: Sequence[PerformanceContract], seats: Mapping[str, Seat], heads: Known, at: datetime
) -> None:
    """Change one contract three times over the years; let one more addendum wait."""
    amended, waiting = contracts[AMENDED], contracts[WAITING_ADDENDUM]
    for number in range(ADDENDA):
        moment = at - timedelta(days=600 - 150 * number)
        _amend(amended, seats, moment, f"Definisi diperjelas, tahap {number + 1} (contoh).")
        sign_text(amended, heads, seats[MAYOR], moment)
    _amend(waiting, seats, at - timedelta(days=4), "Sumber data berganti (contoh).")


def _amend(
    contract: PerformanceContract, seats: Mapping[str, Seat], moment: datetime, reason: str
) -> None:
    fresh = PerformanceContract.objects.get(pk=contract.pk)
    version = version_in_force(fresh)
    assert version is not None
    before: Terms = read_text(version.content).terms
    terms = replace(before, definition=f"{before.definition} {reason}")
    amend_contract(
        seat=seats[SECRETARIAT],
        contract=fresh,
        amendment=Amendment(terms=terms, reason=reason),
        version=fresh.version,
        at=moment,
    )


def make_endings(
    contracts: Sequence[PerformanceContract], seats: Mapping[str, Seat], heads: Known, at: datetime
) -> None:
    """Measure, judge and close the contracts whose day has passed."""
    over = [row for row in contracts if _end_of(row) < at.date()]
    for place, contract in enumerate(over[OVERDUE:]):
        moment = at - timedelta(days=20 - place)
        _measure(contract, heads, moment)
        if place < MEASURED:
            continue
        _judge(contract, seats, moment + timedelta(days=1))
        if place >= MEASURED + JUDGED:
            _close(contract, seats, moment + timedelta(days=2))


def _end_of(contract: PerformanceContract) -> date:
    fresh = PerformanceContract.objects.get(pk=contract.pk)
    version = version_in_force(fresh)
    assert version is not None
    return version.end_on


def _measure(contract: PerformanceContract, heads: Known, moment: datetime) -> None:
    fresh = PerformanceContract.objects.get(pk=contract.pk)
    reached = Realisation.objects.filter(target__contract=fresh).order_by(
        "-target__year", "-target__quarter"
    )[0]
    holder = holders_on(fresh, moment.date())[0]
    give_measure(
        seat=heads[holder.agency_id],
        contract=fresh,
        measure=Measure(
            measured=reached.value,
            measured_on=_end_of(fresh),
            note="Laporan akhir, dihitung dengan definisi dalam kontrak (contoh).",
        ),
        version=fresh.version,
        at=moment,
    )


def _judge(contract: PerformanceContract, seats: Mapping[str, Seat], moment: datetime) -> None:
    fresh = PerformanceContract.objects.get(pk=contract.pk)
    outcome = judge_measure(
        seat=seats[VERIFIER], contract=fresh, reason="Sesuai laporan dan berkasnya (contoh).",
        version=fresh.version, at=moment,
    )  # fmt: skip
    if outcome.result == Outcome.Result.MISSED and fresh.lot.innovation is not None:
        fresh.refresh_from_db()
        shield_failure(
            seat=seats[MAYOR], contract=fresh, version=fresh.version, at=moment,
            reason="Sudah diterapkan menurut rencana; hasilnya di luar kendali (contoh).",
        )  # fmt: skip


def _close(contract: PerformanceContract, seats: Mapping[str, Seat], moment: datetime) -> None:
    fresh = PerformanceContract.objects.get(pk=contract.pk)
    close_contract(seat=seats[SECRETARIAT], contract=fresh, version=fresh.version, at=moment)
