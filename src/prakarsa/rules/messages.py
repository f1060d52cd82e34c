"""Sentences that rules hand to people: Indonesian text with named places for values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from prakarsa.rules.rounding import hundredths, two_decimals


def gettext_noop(sentence: str) -> str:
    """Mark an Indonesian sentence for the translators; the pages translate it when they show it."""
    return sentence


@dataclass(frozen=True)
class Message:
    """A sentence (`template`) and the values that stand in its `{places}`.

    Numbers stand in it exactly (int, Decimal, Fraction). `str(message)` is the Indonesian text;
    a page translates the template and writes the values in its own language.
    """

    template: str
    inputs: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(
            **{name: _written(value) for name, value in self.inputs.items()}
        )


def message(template: str, **inputs: object) -> Message:
    """Build a message from a marked sentence and its values."""
    return Message(template, inputs)


def _written(value: object) -> object:
    """Write a broken number with a comma: a Decimal in full, a Fraction with two decimals."""
    if isinstance(value, Fraction) and value.denominator != 1:
        return two_decimals(hundredths(value)).replace(".", ",")
    return str(value).replace(".", ",") if isinstance(value, Decimal | Fraction) else value
