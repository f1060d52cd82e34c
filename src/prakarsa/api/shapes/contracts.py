"""The shapes of contracts: texts, signatures, holders, targets, realisations."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from prakarsa.api.frame import Day, Line, Paragraphs, Strict
from prakarsa.api.shapes.shared import DIGITS, LONGEST_REASON, ReasonBody, VersionBody
from prakarsa.contracts.content import Place
from prakarsa.contracts.models import (
    ContractVersion,
    Holder,
    PerformanceContract,
    QuarterTarget,
    Realisation,
    Signature,
)
from prakarsa.contracts.queries import turn_of
from prakarsa.contracts.queries.delivery import realisation_of, told_of
from prakarsa.contracts.states import Step


class HolderShape(serializers.ModelSerializer[Holder]):
    """An agency that answers for a contract, from one day until (not including) another."""

    key = serializers.CharField(source="agency.key", read_only=True)
    name = serializers.CharField(source="agency.name", read_only=True)

    class Meta:
        model = Holder
        fields = ("key", "name", "share_hundredths", "is_lead", "valid_from", "valid_until")


class ContractShape(serializers.ModelSerializer[PerformanceContract]):
    """A contract; its terms are those of its versions."""

    lot = serializers.CharField(source="lot.key", read_only=True)
    title = serializers.CharField(source="lot.title", read_only=True)
    holders = HolderShape(many=True, read_only=True)

    class Meta:
        model = PerformanceContract
        fields = ("key", "number", "lot", "title", "state", "holders", "version", "created_at")
        read_only_fields = fields


class SignatureShape(serializers.ModelSerializer[Signature]):
    """A signature on its place of the order, as it stands under the text."""

    class Meta:
        model = Signature
        fields = ("order", "name", "office", "sha256", "signed_at")
        read_only_fields = fields


class VersionShape(serializers.ModelSerializer[ContractVersion]):
    """One text: its terms, its hash, who signed; `next` is the place that is signed next."""

    signatures = SignatureShape(many=True, read_only=True)
    next = serializers.SerializerMethodField()

    class Meta:
        model = ContractVersion
        fields = (
            "number", "kind", "indicator", "definition", "unit", "direction", "baseline",
            "baseline_on", "end_value", "end_on", "reason", "sha256", "content", "created_at",
            "signatures", "next",
        )  # fmt: skip
        read_only_fields = fields

    def get_next(self, version: ContractVersion) -> str | None:
        """Return the office that signs next, or nothing when all have signed or it is over."""
        place: Place | None = turn_of(version).place
        is_over = place is None or hasattr(version, "taken_back")
        return None if is_over or place is None else place.office


class RealisationShape(serializers.ModelSerializer[Realisation]):
    """What a quarter reached; `value` counts once it is verified."""

    class Meta:
        model = Realisation
        fields = ("key", "value", "note", "state", "version", "waiting_since", "verified_at")
        read_only_fields = fields


class TargetShape(serializers.ModelSerializer[QuarterTarget]):
    """What is due at the end of a quarter, and what was handed in.

    A draft is its agency's own business: only whoever holds the contract reads it.
    """

    realisation = serializers.SerializerMethodField()

    class Meta:
        model = QuarterTarget
        fields = ("year", "quarter", "value", "due_on", "realisation")
        read_only_fields = fields

    @extend_schema_field(RealisationShape(allow_null=True))
    def get_realisation(self, target: QuarterTarget) -> Any:
        """Return what was handed in, or the draft for its own agency."""
        reads = realisation_of if self.context["is_holder"] else told_of
        found = reads(target)
        return None if found is None else RealisationShape(found).data


class MakingBody(VersionBody):
    """The lot to make a contract of, by its key and version, and the number of the contract."""

    lot = serializers.CharField(max_length=20)
    number = Line(max_length=80)


class SignatureBody(Strict):
    """The hash of the text that was read, and the place to sign on."""

    sha256 = serializers.RegexField(r"^[0-9a-f]{64}$")
    order = serializers.IntegerField(min_value=1, max_value=100)


class TargetBody(Strict):
    """What is due at the end of a quarter, and until when it is reported."""

    quarter = serializers.IntegerField(min_value=1, max_value=4)
    value = serializers.DecimalField(**DIGITS)
    due_on = Day()


class TargetsBody(Strict):
    """All targets of a year, and those the year had when it was read: `seen`."""

    seen = serializers.ListField(child=TargetBody(), max_length=4)
    targets = serializers.ListField(child=TargetBody(), max_length=4)


class RealisationBody(Strict):
    """What a quarter reached; `version` is 0 where nothing was written yet."""

    value = serializers.DecimalField(**DIGITS)
    note = Paragraphs(max_length=LONGEST_REASON, allow_blank=True, default="")
    version = serializers.IntegerField(min_value=0, max_value=10**9)


class VerdictBody(ReasonBody):
    """Accept or return what waits; to return needs a reason."""

    reason = Paragraphs(max_length=LONGEST_REASON, allow_blank=True, default="")
    step = serializers.ChoiceField(choices=[Step.ACCEPT.value, Step.RETURN.value])
