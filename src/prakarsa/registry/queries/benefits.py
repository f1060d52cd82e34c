"""Measured benefits with what they come to, computed by the rule and safe for either direction."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from prakarsa.foundation.writing import decimals, sentence
from prakarsa.registry.models import Innovation, MeasuredBenefit
from prakarsa.rules.progress import Better, change, improvement
from prakarsa.rules.working import Refusal, Worked


@dataclass(frozen=True, slots=True)
class Measured:
    """One benefit: the change towards better in its unit, and in percent or why not."""

    benefit: MeasuredBenefit
    change: Worked[Fraction]
    improvement: Worked[Fraction] | None
    refusal: Refusal | None

    @property
    def is_better(self) -> bool:
        """Say whether it moved the right way."""
        return self.change.value > 0

    @property
    def is_worse(self) -> bool:
        """Say whether it moved the wrong way."""
        return self.change.value < 0

    @property
    def percent(self) -> str:
        """Return the size of the improvement in percent, without its sign."""
        return f"{decimals(abs(self.improvement.value))}%" if self.improvement else ""

    @property
    def signed_percent(self) -> str:
        """Return the improvement in percent; below zero is away from better."""
        return f"{decimals(self.improvement.value)}%" if self.improvement else ""

    @property
    def change_text(self) -> str:
        """Return the change towards better in the unit measured."""
        value = self.change.value
        is_whole = value.denominator == 1
        return decimals(value, 0 if is_whole else 2)

    @property
    def formula(self) -> str:
        """Return how the percentage was made."""
        return sentence(self.improvement.steps[-1].formula) if self.improvement else ""

    @property
    def refusal_text(self) -> str:
        """Return why there is no percentage, in the reader's language."""
        return sentence(self.refusal.reason if self.refusal else None)


def measured_benefits(innovation: Innovation) -> list[Measured]:
    """Return the benefits of an innovation in the order they were entered."""
    return [measure(benefit) for benefit in innovation.benefits.all()]


def measure(benefit: MeasuredBenefit) -> Measured:
    """Return one benefit with its working."""
    better = Better(benefit.direction)
    percent = improvement(baseline=benefit.baseline, result=benefit.result, better=better)
    return Measured(
        benefit=benefit,
        change=change(baseline=benefit.baseline, result=benefit.result, better=better),
        improvement=None if isinstance(percent, Refusal) else percent,
        refusal=percent if isinstance(percent, Refusal) else None,
    )
