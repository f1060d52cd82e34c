"""Sentences of the rules in the reader's language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext

from prakarsa.foundation.formats import day, decimals, number
from prakarsa.rules.messages import Message


def say(message: Message) -> str:
    """Return a rule's sentence in the active language, its values as people write them."""
    inputs = {name: _written(value) for name, value in message.inputs.items()}
    return gettext(message.template).format(**inputs)


def _written(value: object) -> object:
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Fraction) and value.denominator != 1:
        return decimals(value)
    return number(value) if isinstance(value, Decimal | Fraction) else value
