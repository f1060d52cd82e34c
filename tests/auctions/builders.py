"""An auction in the invented world: a period with a panel, and lots in a state of choice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from prakarsa.auctions.actions.negotiation import OfferTerms, make_offer
from prakarsa.auctions.models import (
    AuctionPeriod,
    Lot,
    LotAgency,
    Mission,
    PanelMember,
    Presence,
    Round,
)
from prakarsa.organisations.roles import Role
from tests.worlds import AT, World

State = Lot.State
END = date(2030, 12, 31)


def make_period(world: World, **values: Any) -> AuctionPeriod:
    """Return a period of two rounds; mayor, secretary and an academic are there in both."""
    own = {"name": "Lelang kinerja 2026", "basis": "Perwal contoh", "book": "contoh", **values}
    period = AuctionPeriod.objects.create(
        region=world.home, starts_on=date(2026, 1, 1), ends_on=END, created_at=AT, **own
    )
    Mission.objects.create(period=period, number=1, text="Lingkungan yang sehat")
    rounds = [
        Round.objects.create(period=period, number=number, held_on=date(2026, 7, 13 + number))
        for number in (1, 2)
    ]
    for role, capacity in (
        (Role.MAYOR, PanelMember.Capacity.MAYOR),
        (Role.SECRETARY, PanelMember.Capacity.SECRETARY),
        (Role.PANEL, PanelMember.Capacity.ACADEMIC),
    ):
        member = PanelMember.objects.create(
            period=period, person=world.person(role), capacity=capacity
        )
        for each in rounds:
            Presence.objects.create(
                round=each, member=member, is_present=True, recorded_by_key="x", recorded_at=AT
            )
    return period


def make_lot(world: World, period: AuctionPeriod, **values: Any) -> Lot:
    """Return a lot of the ward, scheduled in the first round unless told otherwise."""
    own: dict[str, Any] = {
        "state": State.SCHEDULED,
        "title": "Sampah terkelola",
        "round": period.rounds.get(number=1),
        **values,
    }
    lot = Lot.objects.create(
        period=period,
        number=period.lots.count() + 1,
        mission=period.missions.get(),
        indicator="Persentase timbulan sampah yang terkelola",
        unit="%",
        direction=Lot.Direction.HIGHER,
        baseline=Decimal("61.40"),
        baseline_on=date(2025, 12, 31),
        baseline_source="SIPSN 2025",
        end_value=Decimal(85),
        end_on=date(2028, 12, 31),
        state_since=AT,
        created_by_key="maker",
        created_at=AT,
        changed_at=AT,
        **own,
    )
    LotAgency.objects.create(lot=lot, agency=world.ward, is_lead=True)
    return lot


def offer(world: World, lot: Lot, role: Role, value: str, day: date = END) -> Lot:
    """Let a side name a value; return the lot as it is afterwards."""
    terms = OfferTerms(value=Decimal(value), day=day, reason="Karena begitu.")
    make_offer(seat=world.seat(role), lot=lot, terms=terms, version=lot.version, at=AT)
    return Lot.objects.get(pk=lot.pk)
