"""The shapes of lots, and of what is said about them."""

from __future__ import annotations

from rest_framework import serializers

from prakarsa.api.frame import Day
from prakarsa.api.shapes.shared import DIGITS, ReasonBody, VersionBody
from prakarsa.auctions.models import Decision, Lot, LotAgency, Offer


class AgencyShare(serializers.ModelSerializer[LotAgency]):
    """An agency that answers for a lot; `share_hundredths` of a percent."""

    key = serializers.CharField(source="agency.key", read_only=True)
    name = serializers.CharField(source="agency.name", read_only=True)

    class Meta:
        model = LotAgency
        fields = ("key", "name", "share_hundredths", "is_lead")


class LotShape(serializers.ModelSerializer[Lot]):
    """A lot as its page shows it."""

    period = serializers.CharField(source="period.key", read_only=True)
    mission = serializers.IntegerField(source="mission.number", read_only=True)
    round = serializers.IntegerField(source="round.number", read_only=True, allow_null=True)
    innovation = serializers.CharField(source="innovation.key", read_only=True, allow_null=True)
    agencies = AgencyShare(many=True, read_only=True)

    class Meta:
        model = Lot
        fields = (
            "key", "period", "number", "mission", "round", "title", "indicator", "definition",
            "unit", "direction", "baseline", "baseline_on", "baseline_source", "end_value",
            "end_on", "budget_line", "innovation", "agencies", "state", "state_since", "version",
        )  # fmt: skip
        read_only_fields = fields


class OfferShape(serializers.ModelSerializer[Offer]):
    """An offer; it never changes."""

    round = serializers.IntegerField(source="round.number", read_only=True)

    class Meta:
        model = Offer
        fields = ("key", "number", "round", "side", "value", "day", "reason", "at")
        read_only_fields = fields


class DecisionShape(serializers.ModelSerializer[Decision]):
    """How a negotiation ended."""

    offer = serializers.IntegerField(source="offer.number", read_only=True, allow_null=True)

    class Meta:
        model = Decision
        fields = ("kind", "offer", "value", "day", "reason", "at")
        read_only_fields = fields


class OfferBody(ReasonBody):
    """What one side names."""

    value = serializers.DecimalField(**DIGITS)
    day = Day()


class AcceptanceBody(VersionBody):
    """The number of the offer that is accepted: the last one."""

    number = serializers.IntegerField(min_value=1, max_value=10**4)
