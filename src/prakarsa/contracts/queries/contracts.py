"""Which contracts a seat follows, and who holds one."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from prakarsa.contracts.models import Holder, PerformanceContract
from prakarsa.contracts.permissions import FOLLOWERS, OVERSEERS
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat, valid_on


def visible_contracts(seat: Seat) -> QuerySet[PerformanceContract]:
    """Return the contracts a seat follows: its region's, the panel's, or those of its agencies.

    An agency keeps seeing what it once held: its past is its own.
    """
    if seat.role not in FOLLOWERS or seat.region is None:
        return PerformanceContract.objects.none()
    rows = PerformanceContract.objects.filter(region=seat.region)
    if seat.role == Role.PANEL:
        sits = {"lot__period__panel__person": seat.person, "lot__period__panel__left_at": None}
        rows = rows.filter(**sits)
    elif seat.role not in OVERSEERS:
        own = Holder.objects.filter(agency_id__in=seat.agency_ids)
        rows = rows.filter(pk__in=own.values("contract_id"))
    rows = rows.select_related("region", "lot__period", "lot__mission", "lot__innovation")
    return rows.prefetch_related("holders__agency")


def contract_for(seat: Seat, key: str) -> PerformanceContract:
    """Return one contract; out of scope and missing are the same Http404."""
    contract = visible_contracts(seat).filter(key=key).first()
    if contract is None:
        raise Http404
    return contract


def holders_on(contract: PerformanceContract, day: date) -> QuerySet[Holder]:
    """Return who holds a contract on a day, the lead first."""
    rows = Holder.objects.filter(valid_on(day), contract=contract).select_related("agency")
    return rows.order_by("-is_lead", "pk")


def present_holders(contract: PerformanceContract) -> QuerySet[Holder]:
    """Return who holds a contract by the last text in force, the lead first."""
    rows = Holder.objects.filter(contract=contract, valid_until=None).select_related("agency")
    return rows.order_by("-is_lead", "pk")
