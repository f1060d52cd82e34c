"""A draft of a lot as its makers fill it in, up to what its data need to be tested."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from prakarsa.auctions.actions.lot_files import KINDS, add_lot_file
from prakarsa.auctions.actions.lots import LotTerms, create_lot, submit_lot
from prakarsa.auctions.models import AuctionPeriod, Lot, LotFile
from prakarsa.files.receiving import Prepared, prepare_upload
from prakarsa.foundation.keys import new_key
from prakarsa.organisations.roles import Role
from tests.formats import makers
from tests.worlds import AT, World


def terms(period: AuctionPeriod, **changes: Any) -> LotTerms:
    """Return complete facts with some of them changed."""
    own: dict[str, Any] = {
        "mission": period.missions.get(),
        "title": "Sampah terkelola",
        "indicator": "Persentase timbulan sampah yang terkelola",
        "unit": "%",
        "direction": Lot.Direction.HIGHER,
        "definition": "Ton terkelola dibagi ton timbulan.",
        "baseline": Decimal("61.40"),
        "baseline_on": date(2025, 12, 31),
        "baseline_source": "SIPSN 2025",
        "end_value": Decimal(85),
        "end_on": date(2028, 12, 31),
    }
    return LotTerms(**{**own, **changes})


def make_draft(
    world: World,
    period: AuctionPeriod,
    *,
    role: Role = Role.OPERATOR,
    key: str = "",
    **changes: Any,
) -> Lot:
    """Return a draft of the ward, made by a role."""
    return create_lot(
        seat=world.seat(role),
        period=period,
        agency=world.ward,
        terms=terms(period, **changes),
        key=key or new_key(),
        at=AT,
    )


def prepared(name: str = "sumber.pdf", pages: int = 1) -> Prepared:
    """Return an inspected upload; another count of pages gives other bytes."""
    upload = SimpleUploadedFile(name, makers.pdf(pages))
    return prepare_upload(upload, allowed=KINDS, limit_bytes=10**6)


def add_baseline_file(world: World, lot: Lot, *, role: Role = Role.OPERATOR) -> LotFile:
    """Put the file of the baseline under a draft."""
    current = Lot.objects.get(pk=lot.pk)
    return add_lot_file(
        seat=world.seat(role),
        lot=current,
        kind=LotFile.Kind.BASELINE,
        prepared=prepared(),
        caption="",
        version=current.version,
        at=AT,
    )


def submitted(world: World, period: AuctionPeriod) -> Lot:
    """Return a lot that waits for the test of its data."""
    lot = make_draft(world, period)
    add_baseline_file(world, lot)
    current = Lot.objects.get(pk=lot.pk)
    seat = world.seat(Role.AGENCY_HEAD)
    return submit_lot(seat=seat, lot=current, version=current.version, at=AT)
