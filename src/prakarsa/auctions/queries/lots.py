"""Which lots a seat follows, and what is known of one."""

from __future__ import annotations

from fractions import Fraction

from django.db.models import QuerySet
from django.http import Http404

from prakarsa.auctions.models import KnownValue, Lot, LotFile
from prakarsa.auctions.permissions import FOLLOWERS, OVERSEERS
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat
from prakarsa.rules.contract.record import Measured


def visible_lots(seat: Seat) -> QuerySet[Lot]:
    """Return the lots a seat follows with their agencies: all, the panel's, or the own ones."""
    if seat.role not in FOLLOWERS or seat.region is None:
        return Lot.objects.none()
    rows = Lot.objects.filter(period__region=seat.region)
    if seat.role == Role.PANEL:
        rows = rows.filter(period__panel__person=seat.person, period__panel__left_at=None)
    elif seat.role not in OVERSEERS:
        own = Lot.objects.filter(agencies__agency_id__in=seat.agency_ids)
        rows = rows.filter(pk__in=own.values("pk"))
    rows = rows.select_related("period__region", "mission", "round", "innovation")
    return rows.prefetch_related("agencies__agency")


def lot_for(seat: Seat, key: str) -> Lot:
    """Return one lot; out of scope and missing are the same Http404."""
    lot = visible_lots(seat).filter(key=key).first()
    if lot is None:
        raise Http404
    return lot


def lot_file_for(seat: Seat, key: str) -> LotFile:
    """Return one file that stands under a lot the seat follows; else Http404."""
    rows = LotFile.objects.filter(removed_at=None, lot__in=visible_lots(seat).order_by())
    found = rows.select_related("file", "lot__period__region").filter(key=key).first()
    if found is None:
        raise Http404
    return found


def history_of(lot: Lot) -> tuple[Measured, ...]:
    """Return the agency's own past values, the oldest first, in the words of the rules."""
    rows = KnownValue.objects.filter(lot=lot, peer="").order_by("day")
    return tuple(Measured(each.day, Fraction(each.value)) for each in rows)
