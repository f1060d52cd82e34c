"""What the rules know of one contract: its terms as they followed each other, and its measures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from prakarsa.rules.progress import Better


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was signed on a day; values in `unit`."""

    signed: date
    unit: str
    definition: str
    better: Better
    baseline: Fraction
    baseline_day: date
    end: Fraction
    end_day: date


@dataclass(frozen=True, slots=True)
class Measured:
    """A value known for a day, whoever measured it."""

    day: date
    value: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Realisation:
    """What was verified for a quarter (1 to 4); `proofs` are digests of its files."""

    year: int
    quarter: int
    value: Fraction
    target: Fraction | None = None
    proofs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A contract: terms from first to last, what was known before, quarters in order.

    `proofs_elsewhere` names, by digest, the other contracts that show the same file.
    """

    terms: Sequence[Terms]
    history: Sequence[Measured] = ()
    realisations: Sequence[Realisation] = ()
    proofs_elsewhere: Mapping[str, str] = field(default_factory=dict)

    @property
    def first(self) -> Terms:
        """The terms that were signed first; raises IndexError when nothing was signed."""
        return self.terms[0]

    @property
    def last(self) -> Terms:
        """The terms in force."""
        return self.terms[-1]

    def is_as_good(self, value: Fraction, other: Fraction) -> bool:
        """Say whether a value is as good as another, or better."""
        return value >= other if self.first.better is Better.HIGHER else value <= other
