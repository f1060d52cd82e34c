"""A value together with the steps that led to it, or a refusal with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Generic, TypeVar

from prakarsa.rules.messages import Message
from prakarsa.rules.rounding import hundredths, two_decimals

Value = TypeVar("Value")
Shown = int | str | Fraction


@dataclass(frozen=True)
class Step:
    """One named step of a calculation.

    `value` is exact: a whole number, a word, or a `Fraction` in points (not hundredths).
    `inputs` are the named values it was made from, `article` where the law says so.
    """

    name: str
    label: Message
    value: Shown
    formula: Message
    inputs: Mapping[str, Shown] = field(default_factory=dict)
    article: str = ""
    confirmed: bool = True

    @property
    def hundredths(self) -> int:
        """The value rounded half up to hundredths; a word has none and raises ValueError."""
        if isinstance(self.value, str):
            raise ValueError(f"step {self.name} is a word, not a number")
        return hundredths(self.value)

    @property
    def text(self) -> str:
        """The value as people read it in exports: whole, with two decimals, or the word."""
        return shown(self.value)

    def as_data(self) -> dict[str, object]:
        """Return the step as plain data for JSON and exports."""
        return {
            "name": self.name,
            "label": str(self.label),
            "value": self.text,
            "formula": str(self.formula),
            "inputs": {name: shown(value) for name, value in self.inputs.items()},
            "article": self.article,
            "confirmed": self.confirmed,
        }


@dataclass(frozen=True)
class Worked(Generic[Value]):
    """A value with its working: the steps in order, and what the reader must know."""

    value: Value
    steps: tuple[Step, ...]
    notes: tuple[Message, ...] = ()

    def step(self, name: str) -> Step:
        """Return the step of that name; raises KeyError when there is none."""
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(name)

    def as_data(self) -> dict[str, object]:
        """Return the steps and notes as plain data for JSON and exports."""
        return {
            "steps": [step.as_data() for step in self.steps],
            "notes": [str(note) for note in self.notes],
        }


@dataclass(frozen=True)
class Refusal:
    """No value, because the law or the rulebook gives no answer; never shown as zero."""

    reason: Message
    missing: tuple[str, ...] = ()
    article: str = ""

    def as_data(self) -> dict[str, object]:
        """Return the refusal as plain data for JSON and exports."""
        return {
            "refused": str(self.reason),
            "missing": list(self.missing),
            "article": self.article,
        }


def shown(value: Shown) -> str:
    """Return a value of a step as text: fractions with two decimals, half up."""
    if isinstance(value, Fraction):
        return two_decimals(hundredths(value))
    return str(value)
