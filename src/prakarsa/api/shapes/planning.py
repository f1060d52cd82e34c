"""The shapes of planning: periods, and what is typed about a lot before it enters the room."""

from __future__ import annotations

from rest_framework import serializers

from prakarsa.api.frame import Day, Line, Paragraphs, Strict
from prakarsa.api.shapes.shared import DIGITS, ReasonBody, VersionBody
from prakarsa.auctions.models import AuctionPeriod, Lot, Mission, Round


class MissionShape(serializers.ModelSerializer[Mission]):
    """A mission of the RPJMD."""

    class Meta:
        model = Mission
        fields = ("number", "text")


class RoundShape(serializers.ModelSerializer[Round]):
    """A sitting of the panel."""

    class Meta:
        model = Round
        fields = ("number", "held_on", "starts_at", "place")


class PeriodShape(serializers.ModelSerializer[AuctionPeriod]):
    """A period with its missions and rounds; who sits on its panel is not part of it."""

    missions = MissionShape(many=True, read_only=True)
    rounds = RoundShape(many=True, read_only=True)

    class Meta:
        model = AuctionPeriod
        fields = (
            "key", "name", "starts_on", "ends_on", "round_count", "quorum", "place", "basis",
            "book", "is_reported", "closed_at", "missions", "rounds",
        )  # fmt: skip
        read_only_fields = fields


class LotBody(Strict):
    """The facts of a lot; a mission by its number, an innovation by its key."""

    mission = serializers.IntegerField(min_value=1, max_value=999)
    title = Line(max_length=200)
    indicator = Line(max_length=300)
    unit = Line(max_length=60)
    direction = serializers.ChoiceField(choices=list(Lot.Direction.values))
    definition = Paragraphs(max_length=2000, allow_blank=True, default="")
    baseline = serializers.DecimalField(**DIGITS, allow_null=True, default=None)
    baseline_on = Day(allow_null=True, default=None)
    baseline_source = Line(max_length=400, allow_blank=True, default="")
    end_value = serializers.DecimalField(**DIGITS, allow_null=True, default=None)
    end_on = Day(allow_null=True, default=None)
    budget_line = Line(max_length=200, allow_blank=True, default="")
    innovation = serializers.CharField(max_length=20, allow_blank=True, default="")


class NewLotBody(LotBody):
    """A new lot, and the agency that answers for it first, by its key."""

    agency = serializers.CharField(max_length=20)


class DraftBody(LotBody, VersionBody):
    """The facts of a draft as a whole, and the version that was seen."""


class TestBody(ReasonBody):
    """Whether the data are accepted, and why."""

    is_accepted = serializers.BooleanField()


class ScheduleBody(VersionBody):
    """The number of the round."""

    round = serializers.IntegerField(min_value=1, max_value=99)
