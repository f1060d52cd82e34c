"""A running contract of the ward with the quarters of a year, for the tests of its delivery."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from prakarsa.auctions.models import AuctionPeriod, Lot
from prakarsa.contracts.actions.realisations import (
    add_proof,
    save_realisation,
    submit_realisation,
)
from prakarsa.contracts.actions.verdicts import decide_realisation
from prakarsa.contracts.models import (
    ContractVersion,
    Holder,
    PerformanceContract,
    QuarterTarget,
    Realisation,
    Signature,
)
from prakarsa.contracts.states import Step
from prakarsa.files.receiving import Prepared, prepare_upload
from prakarsa.formats.kinds import Kind
from prakarsa.organisations.roles import Role
from tests.auctions.builders import make_lot, make_period
from tests.formats import makers
from tests.worlds import AT, World

# After the third quarter of 2026 was due: 20 October 2026, 09.00 WIB.
LATER = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
SIGNED = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
BASELINE, END = Decimal(60), Decimal(80)
DUE = {1: date(2026, 4, 15), 2: date(2026, 7, 15), 3: date(2026, 10, 15), 4: date(2027, 1, 15)}


def make_contract(
    world: World, period: AuctionPeriod | None = None, **values: Any
) -> PerformanceContract:
    """Return a running contract of the ward, from 60 to 80 percent by the end of 2027."""
    lot = make_lot(world, period or make_period(world), state=Lot.State.CONTRACTED, round=None)
    own: dict[str, Any] = {
        "number": f"LK/{lot.number}", "state": PerformanceContract.State.RUNNING, **values,
    }  # fmt: skip
    contract = PerformanceContract.objects.create(
        region=world.home, lot=lot, created_at=SIGNED, changed_at=SIGNED, **own
    )
    Holder.objects.create(
        contract=contract, agency=world.ward, share_hundredths=10_000, is_lead=True,
        valid_from=date(2026, 1, 5),
    )  # fmt: skip
    add_version(world, contract, 1, SIGNED)
    return contract


def add_version(
    world: World, contract: PerformanceContract, number: int, at: datetime, **values: Any
) -> ContractVersion:
    """Return one signed text of a contract."""
    own: dict[str, Any] = {
        "indicator": contract.lot.indicator, "unit": "%", "direction": Lot.Direction.HIGHER,
        "baseline": BASELINE, "baseline_on": date(2025, 12, 31), "end_value": END,
        "end_on": date(2027, 12, 31), **values,
    }  # fmt: skip
    text = f"{contract.key} {number}"
    kinds = ContractVersion.Kind
    version = ContractVersion.objects.create(
        contract=contract, number=number, kind=kinds.ORIGINAL if number == 1 else kinds.ADDENDUM,
        content=text, sha256=sha256(text.encode()).hexdigest(), actor_key="x", created_at=at, **own,
    )  # fmt: skip
    for order, role in enumerate((Role.AGENCY_HEAD, Role.MAYOR), start=1):
        person = world.person(role)
        Signature.objects.create(
            version=version, order=order, person=person, role=role, name=person.name, office="x",
            sha256=version.sha256, proved_at=at, signed_at=at,
        )  # fmt: skip
    return version


def make_targets(
    contract: PerformanceContract, *values: object, year: int = 2026
) -> list[QuarterTarget]:
    """Return the targets of the quarters of a year from the first on."""
    return [
        QuarterTarget.objects.create(
            contract=contract, year=year, quarter=place, value=Decimal(str(value)),
            due_on=DUE[place].replace(year=DUE[place].year + year - 2026),
        )
        for place, value in enumerate(values, start=1)
    ]  # fmt: skip


def prepared(name: str = "laporan.pdf", content: bytes | None = None) -> Prepared:
    """Return an inspected upload, a PDF unless content is given."""
    upload = SimpleUploadedFile(name, content or makers.pdf())
    return prepare_upload(upload, allowed={Kind.PDF, Kind.XLSX}, limit_bytes=10**7)


def saved(
    world: World, target: QuarterTarget, value: object, role: Role = Role.OPERATOR
) -> Realisation:
    """Return a draft that the ward wrote."""
    return save_realisation(
        seat=world.seat(role),
        target=target,
        value=Decimal(str(value)),
        note="",
        version=0,
        at=LATER,
    )


def submitted(
    world: World, target: QuarterTarget, value: object, *, content: bytes | None = None
) -> Realisation:
    """Return a realisation with proof that waits for a verifier."""
    draft = saved(world, target, value)
    seat = world.seat(Role.OPERATOR)
    add_proof(
        seat=seat, realisation=draft, prepared=prepared(content=content), caption="", at=LATER
    )  # fmt: skip
    return submit_realisation(seat=seat, realisation=draft, version=draft.version, at=LATER)


def verified(
    world: World, target: QuarterTarget, value: object, *, content: bytes | None = None
) -> Realisation:
    """Return a realisation that the verifier accepted."""
    waiting = submitted(world, target, value, content=content)
    return decide_realisation(
        seat=world.seat(Role.VERIFIER), realisation=waiting, step=Step.ACCEPT, reason="",
        version=waiting.version, at=AT,
    )  # fmt: skip
