"""Periods, and the acts that bring a lot from its draft into the room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from prakarsa.api.frame import SeatedView
from prakarsa.api.shapes.lots import LotShape
from prakarsa.api.shapes.planning import (
    DraftBody,
    NewLotBody,
    PeriodShape,
    ScheduleBody,
    TestBody,
)
from prakarsa.api.shapes.shared import ReasonBody, VersionBody
from prakarsa.auctions.actions.lots import (
    LotTerms,
    change_lot,
    create_lot,
    schedule_lot,
    submit_lot,
    withdraw_lot,
)
from prakarsa.auctions.actions.testing import test_baseline
from prakarsa.auctions.models import AuctionPeriod
from prakarsa.auctions.queries import lot_for, period_for, visible_periods
from prakarsa.foundation.keys import new_key
from prakarsa.organisations.queries import visible_agencies
from prakarsa.registry.queries import visible_innovations


def terms_in(view: SeatedView, period: AuctionPeriod, values: dict[str, Any]) -> LotTerms:
    """Return the facts of a body; what it names is looked up in the reach of the seat."""
    mission = period.missions.filter(number=values.pop("mission")).first()
    if mission is None:
        raise ValidationError({"mission": "unknown mission"})
    key = values.pop("innovation")
    innovation = visible_innovations(view.seat).filter(key=key).first() if key else None
    if key and innovation is None:
        raise ValidationError({"innovation": "unknown innovation"})
    return LotTerms(mission=mission, innovation=innovation, **values)


class Periods(SeatedView):
    """The periods a seat follows."""

    @extend_schema(operation_id="periods_list", responses=PeriodShape(many=True))
    def get(self, _request: Request) -> Response:
        """List the periods with their missions and rounds, the newest first."""
        rows = visible_periods(self.seat).prefetch_related("missions", "rounds")
        return self.listed(rows, PeriodShape)


class NewLots(SeatedView):
    """The lots of one period, where new ones are made."""

    http_method_names = ("post", "options")

    @extend_schema(operation_id="lots_create", request=NewLotBody, responses={201: LotShape})
    def post(self, _request: Request, key: str) -> Response:
        """Make a draft for an agency; what is not known yet may be left out."""
        period, made = period_for(self.seat, key), []

        def run(values: dict[str, Any], at: datetime) -> None:
            agency = visible_agencies(self.seat).filter(key=values.pop("agency")).first()
            if agency is None:
                raise ValidationError({"agency": "unknown agency"})
            terms = terms_in(self, period, values)
            made.append(
                create_lot(
                    seat=self.seat, period=period, agency=agency, terms=terms, key=new_key(), at=at
                )
            )

        self.act(NewLotBody, run)
        return Response(LotShape(lot_for(self.seat, made[0].key)).data, status=201)


class Moving(SeatedView):
    """An act that moves one lot."""

    http_method_names = ("post", "options")

    def moved(self, key: str) -> Response:
        """Return the lot as it is now."""
        return Response(LotShape(lot_for(self.seat, key)).data)


class Draft(Moving):
    """The facts of a draft."""

    @extend_schema(operation_id="lots_change", request=DraftBody, responses=LotShape)
    def post(self, _request: Request, key: str) -> Response:
        """Change the facts of a draft as a whole."""
        lot = lot_for(self.seat, key)

        def run(values: dict[str, Any], at: datetime) -> None:
            version = values.pop("version")
            terms = terms_in(self, lot.period, values)
            change_lot(seat=self.seat, lot=lot, terms=terms, version=version, at=at)

        self.act(DraftBody, run)
        return self.moved(key)


class Submission(Moving):
    """Ask for the test of the data."""

    @extend_schema(operation_id="lots_submit", request=VersionBody, responses=LotShape)
    def post(self, _request: Request, key: str) -> Response:
        """Hand in a draft; what it lacks is named."""
        lot = lot_for(self.seat, key)
        self.act(
            VersionBody, lambda values, at: submit_lot(seat=self.seat, lot=lot, at=at, **values)
        )
        return self.moved(key)


class DataTests(Moving):
    """Say whether the baseline holds."""

    @extend_schema(operation_id="lots_test", request=TestBody, responses=LotShape)
    def post(self, _request: Request, key: str) -> Response:
        """Accept or reject the data with a reason; never one's own lot."""
        lot = lot_for(self.seat, key)
        self.act(
            TestBody, lambda values, at: test_baseline(seat=self.seat, lot=lot, at=at, **values)
        )
        return self.moved(key)


class Schedule(Moving):
    """Set a lot for a round."""

    @extend_schema(operation_id="lots_schedule", request=ScheduleBody, responses=LotShape)
    def post(self, _request: Request, key: str) -> Response:
        """Name the round by its number; it must still be to come."""
        lot = lot_for(self.seat, key)

        def run(values: dict[str, Any], at: datetime) -> None:
            held = lot.period.rounds.filter(number=values["round"]).first()
            if held is None:
                raise Http404
            schedule_lot(seat=self.seat, lot=lot, held=held, version=values["version"], at=at)

        self.act(ScheduleBody, run)
        return self.moved(key)


class Withdrawal(Moving):
    """Take a lot out of the auction."""

    @extend_schema(operation_id="lots_withdraw", request=ReasonBody, responses=LotShape)
    def post(self, _request: Request, key: str) -> Response:
        """Withdraw an open lot with a reason; what was said of it stays."""
        lot = lot_for(self.seat, key)
        self.act(
            ReasonBody, lambda values, at: withdraw_lot(seat=self.seat, lot=lot, at=at, **values)
        )
        return self.moved(key)
