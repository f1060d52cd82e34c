"""Lots and what is said about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from prakarsa.api.frame import SeatedView
from prakarsa.api.shapes.lots import (
    AcceptanceBody,
    DecisionShape,
    LotShape,
    OfferBody,
    OfferShape,
)
from prakarsa.api.shapes.shared import ReasonBody
from prakarsa.auctions.actions.negotiation import (
    OfferTerms,
    accept_offer,
    impose,
    let_lapse,
    make_offer,
    postpone_lot,
)
from prakarsa.auctions.models import Decision, Lot, Offer
from prakarsa.auctions.queries import lot_for, visible_lots
from prakarsa.foundation.filters import asked, key_in, one_of

FILTERS = ("period", "state", "agency")


class Lots(SeatedView):
    """The lots a seat follows."""

    @extend_schema(
        operation_id="lots_list",
        parameters=[
            OpenApiParameter("period", str, description="Key of the period"),
            OpenApiParameter("state", str, enum=list(Lot.State.values)),
            OpenApiParameter("agency", str, description="Key of an agency of the lot"),
            OpenApiParameter("page", int),
        ],
        responses=LotShape(many=True),
    )
    def get(self, request: Request) -> Response:
        """List lots, 25 on a page, by period and number."""
        wanted = asked(request._request.GET, FILTERS)
        rows = visible_lots(self.seat).order_by("period_id", "number")
        if period := key_in(wanted["period"]):
            rows = rows.filter(period__key=period)
        if state := one_of(wanted["state"], Lot.State.values):
            rows = rows.filter(state=state)
        if agency := key_in(wanted["agency"]):
            rows = rows.filter(agencies__agency__key=agency)
        return self.listed(rows, LotShape, FILTERS)


class OneLot(SeatedView):
    """One lot."""

    @extend_schema(operation_id="lots_retrieve", responses=LotShape)
    def get(self, _request: Request, key: str) -> Response:
        """Return one lot; one out of scope is as missing."""
        return Response(LotShape(lot_for(self.seat, key)).data)


class Offers(SeatedView):
    """The offers of one lot."""

    @extend_schema(operation_id="offers_list", responses=OfferShape(many=True))
    def get(self, _request: Request, key: str) -> Response:
        """List every offer, the first one first; a negotiation has few."""
        rows = Offer.objects.filter(lot=lot_for(self.seat, key)).select_related("round")
        return Response(OfferShape(rows, many=True).data)

    @extend_schema(
        operation_id="offers_create", request=OfferBody, responses={201: OfferShape(many=True)}
    )
    def post(self, request: Request, key: str) -> Response:
        """Name a value and a day for the own side; the turn and the version decide."""
        lot = lot_for(self.seat, key)

        def run(values: dict[str, Any], at: datetime) -> None:
            version = values.pop("version")
            make_offer(
                seat=self.seat, lot=lot, terms=OfferTerms(**values), version=version, at=at
            )  # fmt: skip

        self.act(OfferBody, run)
        answer = self.get(request, key)
        answer.status_code = 201
        return answer


class Ending(SeatedView):
    """An act that ends a negotiation."""

    def decided(self, key: str) -> Response:
        """Return the decision of the lot."""
        return Response(DecisionShape(Decision.objects.get(lot__key=key)).data, status=201)


class Acceptance(Ending):
    """Accept the last offer."""

    @extend_schema(
        operation_id="offers_accept", request=AcceptanceBody, responses={201: DecisionShape}
    )
    def post(self, _request: Request, key: str) -> Response:
        """Accept an offer by its number: it binds both sides and never changes."""
        lot = lot_for(self.seat, key)
        self.act(
            AcceptanceBody,
            lambda values, at: accept_offer(seat=self.seat, lot=lot, at=at, **values),
        )
        return self.decided(key)


class Imposition(Ending):
    """Set value and day as the regional head."""

    @extend_schema(operation_id="lots_impose", request=OfferBody, responses={201: DecisionShape})
    def post(self, _request: Request, key: str) -> Response:
        """Impose, in the last round and without agreement, with a reason."""
        lot = lot_for(self.seat, key)

        def run(values: dict[str, Any], at: datetime) -> None:
            version = values.pop("version")
            impose(seat=self.seat, lot=lot, terms=OfferTerms(**values), version=version, at=at)

        self.act(OfferBody, run)
        return self.decided(key)


class Lapse(Ending):
    """Let the negotiation lapse as the regional head."""

    @extend_schema(operation_id="lots_lapse", request=ReasonBody, responses={201: DecisionShape})
    def post(self, _request: Request, key: str) -> Response:
        """End without a promise, in the last round, with a reason."""
        lot = lot_for(self.seat, key)
        self.act(ReasonBody, lambda values, at: let_lapse(seat=self.seat, lot=lot, at=at, **values))
        return self.decided(key)


class Postponement(SeatedView):
    """Say that a lot is not ready."""

    @extend_schema(operation_id="lots_postpone", request=ReasonBody, responses=LotShape)
    def post(self, _request: Request, key: str) -> Response:
        """Send the lot back to the calendar with a reason; its offers stay."""
        lot = lot_for(self.seat, key)
        self.act(
            ReasonBody, lambda values, at: postpone_lot(seat=self.seat, lot=lot, at=at, **values)
        )
        return Response(LotShape(lot_for(self.seat, key)).data)
