"""The offers as points of value against day, as numbers for a drawing made on the server."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from prakarsa.auctions.models import Lot, Offer
from prakarsa.auctions.showing.values import PERCENT, figure, per_year, plain
from prakarsa.foundation.writing import day, svg_length
from prakarsa.rules.contract.pace import at_pace
from prakarsa.rules.contract.record import Measured
from prakarsa.rules.progress import Better

# The plot inside the drawing, as parts of its width and height.
LEFT, WIDTH = Fraction(10, 100), Fraction(86, 100)
TOP, HEIGHT = Fraction(4, 100), Fraction(87, 100)
GRID = 1000
MOST_STEPS, MOST_YEARS, YEARS_ON_PHONE = 5, 12, 6
FAR_RIGHT = Fraction(84, 100)
# A label below the baseline would lie on the years from here on.
NEAR_FOOT = Fraction(85, 100)
# Two labels closer than this would lie on each other.
NEAR_X, NEAR_Y = Fraction(16, 100), Fraction(4, 100)


@dataclass(frozen=True, slots=True)
class Mark:
    """Something at a place of the drawing, both in percent of it."""

    x: str
    y: str
    text: str = ""
    is_spare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One offer; `text` is empty where a newer label lies too near."""

    x: str
    y: str
    number: int
    is_panel: bool
    is_last: bool
    text: str
    is_left: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Everything the drawing needs; lines are points on a grid of a thousand by a thousand."""

    spoken: str
    hint: str
    ticks: list[Mark]
    years: list[Mark]
    history: str
    pace: str
    pace_words: str
    lines: list[str]
    dots: list[Dot]
    past: list[Mark]
    baseline: Mark | None
    is_low: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """The days and values that the drawing spans."""

    first: date
    last: date
    lowest: Fraction
    highest: Fraction
    step: Fraction

    def across(self, on: date) -> Fraction:
        """Return the place of a day between 0 and 1."""
        return Fraction((on - self.first).days, (self.last - self.first).days)

    def down(self, value: Fraction) -> Fraction:
        """Return the place of a value between 0 at the top and 1 at the foot."""
        way = self.highest - self.lowest
        return (self.highest - value) * Fraction(way.denominator, way.numerator)

    def x(self, on: date) -> str:
        """Return the place of a day in percent of the drawing."""
        return svg_length(LEFT + WIDTH * self.across(on))

    def y(self, value: Fraction) -> str:
        """Return the place of a value in percent of the drawing."""
        return svg_length(TOP + HEIGHT * self.down(value))

    def line(self, points: Iterable[tuple[date, Fraction]]) -> str:
        """Return points on the grid, in order."""
        places = ((self.across(on) * GRID, self.down(value) * GRID) for on, value in points)
        return " ".join(f"{round(x)},{round(y)}" for x, y in places)


@dataclass(slots=True)
class Facts:
    """What is drawn: known values up to the baseline, offers in order, and the past pace."""

    lot: Lot
    known: Sequence[Measured]
    offers: Sequence[Offer]
    pace: Fraction | None
    goal: Measured | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        """Let the past pace go on to the last day that anybody named."""
        if self.pace is not None and self.known and self.offers:
            last = max(each.day for each in self.offers)
            better = Better(self.lot.direction)
            value = at_pace(self.known[-1], per_year=self.pace, on=last, better=better)
            self.goal = Measured(last, value)

    @property
    def points(self) -> list[tuple[date, Fraction]]:
        """Return everything that must lie inside the drawing."""
        points = [(each.day, each.value) for each in self.known]
        points += [(each.day, Fraction(each.value)) for each in self.offers]
        return [*points, (self.goal.day, self.goal.value)] if self.goal else points


def chart_of(facts: Facts) -> Chart | None:
    """Return the drawing; None while there is nothing to draw."""
    if len(facts.points) < 2:
        return None
    frame = frame_of(facts.points)
    past = [(each.day, each.value) for each in facts.known]
    goal = [(facts.goal.day, facts.goal.value)] if facts.goal else []
    return Chart(
        spoken=_spoken(facts),
        hint=_hint(facts.lot),
        ticks=_ticks(frame, facts.lot.unit),
        years=_years(frame),
        history=frame.line(past) if len(past) > 1 else "",
        pace=frame.line([past[-1], *goal]) if goal else "",
        pace_words=_("laju lama %s") % per_year(facts.pace or Fraction(0), facts.lot.unit),
        lines=[frame.line(each) for each in _by_side(facts.offers)],
        dots=_dots(frame, facts),
        past=[Mark(frame.x(on), frame.y(value)) for on, value in past[:-1]],
        baseline=_baseline(frame, facts),
        is_low=frame.down(past[-1][1]) > NEAR_FOOT if past else False,
    )


def frame_of(points: Sequence[tuple[date, Fraction]]) -> Frame:
    """Return whole years and round values around the points."""
    days, values = [on for on, _value in points], [value for _on, value in points]
    lowest, highest = min(values), max(values)
    step = _step(highest - lowest)
    lowest = (lowest // step) * step
    highest = -(-highest // step) * step
    highest = highest if highest > lowest else lowest + step
    first = date(min(days).year, 1, 1)
    return Frame(first, date(max(days).year + 1, 6, 30), lowest, highest, step)


def _step(way: Fraction) -> Fraction:
    """Return the smallest of 1, 2, 5, 10, 20 … that divides a way into few steps."""
    scale = Fraction(1, 10_000)
    while True:
        for factor in (1, 2, 5):
            if way <= factor * scale * MOST_STEPS:
                return factor * scale
        scale *= 10


def _ticks(frame: Frame, unit: str) -> list[Mark]:
    count = int((frame.highest - frame.lowest) * Fraction(frame.step.denominator)
                / frame.step.numerator)  # fmt: skip
    values = [frame.lowest + frame.step * number for number in range(count + 1)]
    x = svg_length(LEFT - Fraction(15, 1000))
    return [Mark(x, frame.y(value), _short(value, unit)) for value in values]


def _short(value: Fraction, unit: str) -> str:
    """Write a value where there is no room for a unit of several letters."""
    return plain(value) + (PERCENT if unit.strip() == PERCENT else "")


def _years(frame: Frame) -> list[Mark]:
    years = range(frame.first.year, frame.last.year + 1)
    every = -(-len(years) // MOST_YEARS)
    is_many = len(years) > YEARS_ON_PHONE * every
    foot = svg_length(TOP + HEIGHT + Fraction(6, 100))
    return [
        Mark(
            frame.x(date(year, 1, 1)), foot, str(year), is_spare=is_many and index // every % 2 == 1
        )
        for index, year in enumerate(years)
        if index % every == 0
    ]


def _by_side(offers: Sequence[Offer]) -> list[list[tuple[date, Fraction]]]:
    sides: dict[str, list[tuple[date, Fraction]]] = {}
    for each in offers:
        sides.setdefault(each.side, []).append((each.day, Fraction(each.value)))
    return [points for points in sides.values() if len(points) > 1]


def _dots(frame: Frame, facts: Facts) -> list[Dot]:
    """Return the offers, the last one on top; the newest labels stay."""
    labelled: list[tuple[Fraction, Fraction]] = []
    dots: list[Dot] = []
    for each in reversed(facts.offers):
        value = Fraction(each.value)
        place = (frame.across(each.day), frame.down(value))
        is_free = all(abs(place[0] - x) > NEAR_X or abs(place[1] - y) > NEAR_Y for x, y in labelled)
        labelled += [place] if is_free else []
        dots.append(
            Dot(
                x=frame.x(each.day),
                y=frame.y(value),
                number=each.number,
                is_panel=each.side == Offer.Side.PANEL,
                is_last=not dots,
                text=_short(value, facts.lot.unit) if is_free else "",
                is_left=place[0] > FAR_RIGHT,
            )
        )
    return dots[::-1]


def _baseline(frame: Frame, facts: Facts) -> Mark | None:
    if not facts.known:
        return None
    last = facts.known[-1]
    text = _("titik nol %s") % figure(last.value, facts.lot.unit)
    return Mark(frame.x(last.day), frame.y(last.value), text)


def _hint(lot: Lot) -> str:
    """Say which corner of the drawing asks most."""
    if lot.direction == Lot.Direction.HIGHER:
        return _("Nilai menurut tanggal tercapai: makin ke kiri atas, makin menantang.")
    return _("Nilai menurut tanggal tercapai: makin ke kiri bawah, makin menantang.")


def _spoken(facts: Facts) -> str:
    text = _("Grafik tawaran: sumbu datar tanggal tercapai, sumbu tegak nilai.")
    if facts.known:
        text += " " + _("Titik nol %s.") % figure(facts.known[-1].value, facts.lot.unit)
    if not facts.offers:
        return text + " " + _("Belum ada tawaran.")
    last = facts.offers[-1]
    words = {
        "number": last.number,
        "side": last.get_side_display(),
        "value": figure(last.value, facts.lot.unit),
        "day": day(last.day),
    }
    sentence = _("Tawaran %(number)d dari %(side)s: %(value)s pada %(day)s.")
    return f"{text} {sentence % words}"
