"""Contracts and their texts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from prakarsa.accounts.sessions import PROVED
from prakarsa.api.frame import SeatedView
from prakarsa.api.shapes.contracts import (
    ContractShape,
    MakingBody,
    SignatureBody,
    SignatureShape,
    VersionShape,
)
from prakarsa.auctions.queries import lot_for
from prakarsa.contracts.actions.making import Making, make_contract
from prakarsa.contracts.actions.signing import Shown, sign_contract
from prakarsa.contracts.models import PerformanceContract
from prakarsa.contracts.queries import contract_for, versions_of, visible_contracts
from prakarsa.foundation.filters import asked, key_in, one_of

FILTERS = ("state", "agency")


class Contracts(SeatedView):
    """The contracts a seat follows."""

    @extend_schema(
        operation_id="contracts_list",
        parameters=[
            OpenApiParameter("state", str, enum=list(PerformanceContract.State.values)),
            OpenApiParameter("agency", str, description="Key of an agency that holds or held it"),
            OpenApiParameter("page", int),
        ],
        responses=ContractShape(many=True),
    )
    def get(self, request: Request) -> Response:
        """List contracts, 25 on a page, by number."""
        wanted = asked(request._request.GET, FILTERS)
        rows = visible_contracts(self.seat).order_by("number", "pk")
        if state := one_of(wanted["state"], PerformanceContract.State.values):
            rows = rows.filter(state=state)
        if agency := key_in(wanted["agency"]):
            held = PerformanceContract.objects.filter(holders__agency__key=agency)
            rows = rows.filter(pk__in=held.values("pk"))
        return self.listed(rows, ContractShape, FILTERS)

    @extend_schema(
        operation_id="contracts_create", request=MakingBody, responses={201: ContractShape}
    )
    def post(self, _request: Request) -> Response:
        """Make the contract of an agreed or imposed lot, for its parties to sign."""
        made: list[PerformanceContract] = []

        def run(values: dict[str, Any], at: datetime) -> None:
            lot, making = lot_for(self.seat, values["lot"]), Making(number=values["number"])
            made.append(
                make_contract(
                    seat=self.seat, lot=lot, making=making, version=values["version"], at=at
                )
            )

        self.act(MakingBody, run)
        return Response(ContractShape(contract_for(self.seat, made[0].key)).data, status=201)


class OneContract(SeatedView):
    """One contract."""

    @extend_schema(operation_id="contracts_retrieve", responses=ContractShape)
    def get(self, _request: Request, key: str) -> Response:
        """Return one contract; one out of scope is as missing."""
        return Response(ContractShape(contract_for(self.seat, key)).data)


class Versions(SeatedView):
    """The texts of one contract."""

    @extend_schema(operation_id="versions_list", responses=VersionShape(many=True))
    def get(self, _request: Request, key: str) -> Response:
        """List every text with its signatures, the newest first."""
        rows = versions_of(contract_for(self.seat, key))
        return Response(VersionShape(rows, many=True).data)


class Signatures(SeatedView):
    """The signatures under the text that waits."""

    @extend_schema(
        operation_id="signatures_create", request=SignatureBody, responses={201: SignatureShape}
    )
    def post(self, request: Request, key: str) -> Response:
        """Sign the text whose hash is given; who signs must have proved themselves just now."""
        contract, signed = contract_for(self.seat, key), []
        proved = float(request._request.session.get(PROVED, 0))

        def run(values: dict[str, Any], at: datetime) -> None:
            signature = sign_contract(
                seat=self.seat,
                contract=contract,
                shown=Shown(**values),
                proved_at=datetime.fromtimestamp(proved, tz=UTC),
                at=at,
            )
            signed.append(signature)

        self.act(SignatureBody, run)
        return Response(SignatureShape(signed[0]).data, status=201)
