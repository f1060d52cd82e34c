"""What waits for a verifier: reports of quarters and final measures, longest first."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from prakarsa.contracts.models import Outcome, PerformanceContract, Realisation
from prakarsa.contracts.permissions import VERIFYING, conflicts_of, had_a_hand
from prakarsa.contracts.queries.contracts import visible_contracts
from prakarsa.organisations.seats import Seat


def waiting_realisations(seat: Seat) -> QuerySet[Realisation]:
    """Return the reports that wait for this verifier: none of their own, none of their agencies."""
    rows = Realisation.objects.filter(
        target__contract__region=seat.region,
        target__contract__state__in=VERIFYING,
        state=Realisation.State.WAITING,
    )
    own = Realisation.objects.filter(had_a_hand(seat)).order_by().values("pk")
    rows = rows.exclude(pk__in=own).exclude(target__contract__in=_own_contracts(seat))
    rows = rows.select_related("target__contract__lot__period", "target__contract__region")
    rows = rows.prefetch_related("target__contract__holders__agency")
    return rows.order_by("waiting_since", "pk")


def waiting_outcomes(seat: Seat) -> QuerySet[Outcome]:
    """Return the final measures that wait for this verifier."""
    rows = Outcome.objects.filter(
        contract__region=seat.region,
        contract__state=PerformanceContract.State.MEASURED,
        verified_at__isnull=True,
    )
    rows = rows.exclude(given_by_key=seat.actor.key).exclude(contract__in=_own_contracts(seat))
    rows = rows.select_related("contract__lot__period", "contract__region")
    return rows.prefetch_related("contract__holders__agency").order_by("given_at", "pk")


def _own_contracts(seat: Seat) -> QuerySet[PerformanceContract, Any]:
    """Return the contracts of agencies that the person belonged to since they were made."""
    rows = PerformanceContract.objects.filter(region=seat.region).order_by()
    years = [each.year for each in rows.datetimes("created_at", "year")]
    return rows.filter(conflicts_of(seat, years)).values("pk")


def report_for(seat: Seat, key: str) -> Realisation:
    """Return one report of a contract a seat follows; out of scope is the same Http404."""
    rows = Realisation.objects.filter(target__contract__in=visible_contracts(seat), key=key)
    found = rows.select_related(
        "target__contract__lot__period", "target__contract__region"
    ).first()  # fmt: skip
    if found is None:
        raise Http404
    return found
