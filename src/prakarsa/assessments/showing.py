"""Where things stand on the pictures of the index page, as percentages for SVG attributes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from prakarsa.assessments.queries import Advice, Assessment
from prakarsa.foundation.writing import svg_length
from prakarsa.rules.index.edition import Band, Edition
from prakarsa.rules.index.formula import Result
from prakarsa.rules.working import Step, Worked

HUNDRED = 10_000


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of the total: its name, what is proven, what is claimed and its maximum."""

    name: str
    verified_hundredths: int
    claimed_hundredths: int
    maximum_hundredths: int


@dataclass(frozen=True, slots=True)
class Waterfall:
    """One step of advice as a bar: where it begins, how long it is, where the threshold is."""

    advice: Advice
    start: str
    width: str
    threshold: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The cut scale of the waterfall, in whole points of the index."""

    low: int
    high: int

    def place(self, hundredths: int) -> Fraction:
        """Return where a value stands, from 0 to 1."""
        span = (self.high - self.low) * 100
        return min(Fraction(1), max(Fraction(0), Fraction(hundredths - self.low * 100, span)))


def index_width(hundredths: int) -> str:
    """Return an index of 100.00 as a length."""
    return svg_length(Fraction(hundredths, HUNDRED))


def next_band(edition: Edition, index_hundredths: int) -> Band | None:
    """Return the nearest better predicate, or None at the top."""
    better = [band for band in edition.bands if band.low_hundredths > index_hundredths]
    return min(better, key=lambda band: band.low_hundredths, default=None)


def band_marks(edition: Edition) -> list[tuple[Band, str]]:
    """Return the predicates with the place where each begins, worst first."""
    rising = sorted(edition.bands, key=lambda band: band.low_hundredths)
    return [(band, index_width(band.low_hundredths)) for band in rising if band.low_hundredths > 1]


def lowest_band(edition: Edition) -> Band:
    """Return the predicate that begins just above zero."""
    return min((band for band in edition.bands if band.low_hundredths > 0),
               key=lambda band: band.low_hundredths)  # fmt: skip


def segments(assessment: Assessment) -> dict[str, Segment]:
    """Return the three parts of the total by name."""
    maxima = assessment.edition.maxima_hundredths
    names = {"spd": "spd", "sid": "sid_mean", "count": "count_score"}
    return {
        part: Segment(
            part,
            assessment.verified.step(step).hundredths,
            assessment.claimed.step(step).hundredths,
            maxima[part],
        )
        for part, step in names.items()
    }


def waterfall(assessment: Assessment, advice: Sequence[Advice]) -> tuple[Scale, list[Waterfall]]:
    """Return the scale and the bars of the next best steps."""
    now = assessment.verified.value.index_hundredths
    band = next_band(assessment.edition, now)
    last = advice[-1].step.after.index_hundredths if advice else now
    top = max(last, band.low_hundredths if band and band.low_hundredths - last < 500 else 0)
    scale = Scale(low=now // 100 - 2, high=top // 100 + 2)
    mark = svg_length(scale.place(band.low_hundredths)) if band else ""
    return scale, [_bar(each, scale, mark) for each in advice]


def _bar(advice: Advice, scale: Scale, mark: str) -> Waterfall:
    start = scale.place(advice.step.before.index_hundredths)
    end = scale.place(advice.step.after.index_hundredths)
    return Waterfall(advice, svg_length(start), svg_length(end - start), mark)


def working_rows(verified: Worked[Result], claimed: Worked[Result]) -> list[tuple[Step, Step]]:
    """Return the steps of both workings side by side, the predicate left out."""
    return [(step, claimed.step(step.name)) for step in verified.steps if step.name != "predicate"]
