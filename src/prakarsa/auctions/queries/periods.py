"""Which periods a seat follows."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from prakarsa.auctions.models import AuctionPeriod
from prakarsa.auctions.permissions import FOLLOWERS
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat


def visible_periods(seat: Seat) -> QuerySet[AuctionPeriod]:
    """Return the periods of the seat's region; a panel seat sees those it sits on."""
    if seat.role not in FOLLOWERS or seat.region is None:
        return AuctionPeriod.objects.none()
    rows = AuctionPeriod.objects.filter(region=seat.region).select_related("region")
    if seat.role == Role.PANEL:
        rows = rows.filter(panel__person=seat.person, panel__left_at=None)
    return rows


def period_for(seat: Seat, key: str) -> AuctionPeriod:
    """Return one period; out of scope and missing are the same Http404."""
    period = visible_periods(seat).filter(key=key).first()
    if period is None:
        raise Http404
    return period


def reported_periods() -> QuerySet[AuctionPeriod]:
    """Return the periods that public sources report: open to everybody."""
    return AuctionPeriod.objects.filter(is_reported=True).select_related("region")
