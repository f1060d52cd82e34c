"""Targets of quarters, what was reached, and verdicts on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from prakarsa.api.frame import SeatedView
from prakarsa.api.shapes.contracts import (
    RealisationBody,
    RealisationShape,
    TargetsBody,
    TargetShape,
    VerdictBody,
)
from prakarsa.api.shapes.shared import VersionBody
from prakarsa.contracts.actions.delivery import TargetTerms, plan_digest, set_targets
from prakarsa.contracts.actions.realisations import save_realisation, submit_realisation
from prakarsa.contracts.actions.verdicts import decide_realisation
from prakarsa.contracts.models import PerformanceContract, QuarterTarget, Realisation
from prakarsa.contracts.permissions import reads_drafts
from prakarsa.contracts.queries import contract_for
from prakarsa.contracts.states import Step
from prakarsa.foundation.reading import FIRST_YEAR, LAST_YEAR
from prakarsa.foundation.time import now
from prakarsa.organisations.seats import Seat
from prakarsa.rules.contract.quarters import QUARTERS, Quarter


def target_in(seat: Seat, key: str, year: int, quarter: int) -> QuarterTarget:
    """Return the target of a quarter of a contract the seat follows; raise Http404."""
    contract = contract_for(seat, key)
    # A number that no column holds is as missing as one that no row has.
    if not FIRST_YEAR <= year <= LAST_YEAR or quarter not in QUARTERS:
        raise Http404
    rows = QuarterTarget.objects.filter(contract=contract)
    target = rows.select_related("contract", "realisation").filter(year=year, quarter=quarter)
    if (found := target.first()) is None:
        raise Http404
    return found


def told(seat: Seat, contract: PerformanceContract, rows: QuerySet[QuarterTarget]) -> Response:
    """Return quarters as a seat may read them: drafts only where it holds the contract."""
    context = {"is_holder": reads_drafts(seat, contract, on=seat.today(now()))}
    return Response(TargetShape(rows, many=True, context=context).data)


class Targets(SeatedView):
    """The quarters of one contract."""

    @extend_schema(operation_id="targets_list", responses=TargetShape(many=True))
    def get(self, _request: Request, key: str) -> Response:
        """List the targets with what was reached, in order of time."""
        contract = contract_for(self.seat, key)
        rows = QuarterTarget.objects.filter(contract=contract).select_related("realisation")
        return told(self.seat, contract, rows.order_by("year", "quarter"))


class YearTargets(SeatedView):
    """The targets of one year."""

    http_method_names = ("put", "options")

    @extend_schema(
        operation_id="targets_set", request=TargetsBody, responses=TargetShape(many=True)
    )
    def put(self, _request: Request, key: str, year: int) -> Response:
        """Set the targets of a year as a whole; `seen` is what the list showed of that year."""
        contract = contract_for(self.seat, key)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise Http404

        def run(values: dict[str, Any], at: datetime) -> None:
            targets = [
                TargetTerms(Quarter(year, each["quarter"]), each["value"], each["due_on"])
                for each in values["targets"]
            ]
            seen = plan_digest(QuarterTarget(year=year, **each) for each in values["seen"])
            set_targets(
                seat=self.seat, contract=contract, year=year, targets=targets, seen=seen, at=at
            )

        self.act(TargetsBody, run)
        rows = contract.targets.filter(year=year).select_related("realisation")
        return told(self.seat, contract, rows.order_by("quarter"))


class OneQuarter(SeatedView):
    """What one quarter reached."""

    def answered(self, realisation: Realisation) -> Response:
        """Return a realisation as it is now."""
        return Response(RealisationShape(realisation).data)

    @extend_schema(
        operation_id="realisations_save", request=RealisationBody, responses=RealisationShape
    )
    def put(self, _request: Request, key: str, year: int, quarter: int) -> Response:
        """Keep what the quarter reached as a draft; its proofs are added on the page."""
        target, saved = target_in(self.seat, key, year, quarter), []

        def run(values: dict[str, Any], at: datetime) -> None:
            saved.append(save_realisation(seat=self.seat, target=target, at=at, **values))

        self.act(RealisationBody, run)
        return self.answered(saved[0])

    def realisation_in(self, key: str, year: int, quarter: int) -> Realisation:
        """Return what was written for a quarter; raise Http404 when nothing was."""
        target = target_in(self.seat, key, year, quarter)
        if not hasattr(target, "realisation"):
            raise Http404
        target.realisation.target = target
        return target.realisation


class Submission(OneQuarter):
    """Hand in what a quarter reached."""

    http_method_names = ("post", "options")

    @extend_schema(
        operation_id="realisations_submit", request=VersionBody, responses=RealisationShape
    )
    def post(self, _request: Request, key: str, year: int, quarter: int) -> Response:
        """Hand a draft with its proof to the verifiers, once its quarter has ended."""
        found, done = self.realisation_in(key, year, quarter), []

        def run(values: dict[str, Any], at: datetime) -> None:
            done.append(submit_realisation(seat=self.seat, realisation=found, at=at, **values))

        self.act(VersionBody, run)
        return self.answered(done[0])


class Verdict(OneQuarter):
    """Decide on what a quarter reached."""

    http_method_names = ("post", "options")

    @extend_schema(
        operation_id="realisations_decide", request=VerdictBody, responses=RealisationShape
    )
    def post(self, _request: Request, key: str, year: int, quarter: int) -> Response:
        """Accept it, or return it with a reason; never one's own."""
        found, done = self.realisation_in(key, year, quarter), []

        def run(values: dict[str, Any], at: datetime) -> None:
            step = Step(values.pop("step"))
            done.append(
                decide_realisation(seat=self.seat, realisation=found, step=step, at=at, **values)
            )

        self.act(VerdictBody, run)
        return self.answered(done[0])
