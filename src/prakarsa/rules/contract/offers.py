"""How much harder or softer one offer is than another, on value and on date.

In the room both sides ask two things of an offer: what it promises, and when. Neither is worth
more than the other, so they are never added up.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from prakarsa.rules.progress import Better


@dataclass(frozen=True, slots=True)
class Offered:
    """A value, in the unit of the indicator, and the day on which it will be reached."""

    value: Fraction
    day: date


@dataclass(frozen=True, slots=True)
class Movement:
    """From one offer to another: both positive where the later one is harder to keep.

    `value` is in the unit of the indicator, `days` is how much sooner.
    """

    value: Fraction
    days: int

    @property
    def is_harder(self) -> bool:
        """Say whether it is harder on one side and softer on none."""
        return self.value >= 0 and self.days >= 0 and self != Movement(Fraction(0), 0)

    @property
    def is_softer(self) -> bool:
        """Say whether it is softer on one side and harder on none."""
        return self.value <= 0 and self.days <= 0 and self != Movement(Fraction(0), 0)


def movement(*, before: Offered, after: Offered, better: Better) -> Movement:
    """Return what changed from one offer to another."""
    raised = after.value - before.value
    return Movement(
        value=raised if better is Better.HIGHER else -raised,
        days=(before.day - after.day).days,
    )
