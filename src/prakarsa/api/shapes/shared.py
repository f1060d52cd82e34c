"""What the bodies of several acts have in common."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from prakarsa.api.frame import Paragraphs, Strict

DIGITS: dict[str, Any] = {"max_digits": 18, "decimal_places": 4}
LONGEST_REASON = 1000


class VersionBody(Strict):
    """The version of the record that was seen."""

    version = serializers.IntegerField(min_value=1, max_value=10**9)


class ReasonBody(VersionBody):
    """An act with a reason."""

    reason = Paragraphs(max_length=LONGEST_REASON)
