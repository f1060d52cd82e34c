"""The line of a target over time, as numbers for a drawing made on the server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from babel.dates import format_date
from django.utils.translation import gettext as _

from prakarsa.foundation.writing import active_locale, number
from prakarsa.rules.rounding import divide_half_up
from prakarsa.rules.target.timeline import Point, cumulative
from prakarsa.targets.queries import Answer
from prakarsa.targets.wording import finding

# The plot lies inside the drawing: in percent of its width, and in pixels of its height.
LEFT, WIDTH, TOP, HEIGHT = 8, 82, 24, 176
GRID = 1000
MOST_TICKS, MOST_LABELS = 5, 12
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)
NEAR_LEFT, NEAR_RIGHT = 18, 78


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place of the drawing: x in percent, y in pixels."""

    text: str
    x: str
    y: str
    anchor: str = "middle"
    is_spare: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One month of the table beside the drawing; None where there is nothing to say."""

    label: str
    now: int | None
    before: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Everything the drawing and its table need."""

    heading: str
    spoken: str
    now_name: str
    before_name: str
    rows: tuple[Row, ...]
    now: str
    area: str
    before: str
    ticks: tuple[Label, ...]
    months: tuple[Label, ...]
    goal: Label
    here: Label
    there: Label | None


def timeline_of(answer: Answer, earlier: Answer | None) -> Timeline | None:
    """Return the line of a target beside the one before it.

    None where a unit met it on a day nobody knows, where the period has not begun, and where it
    is over without anything to show.
    """
    points, past = _points(answer), _points(earlier) if earlier else None
    known = [point.count for point in points or () if point.count is not None]
    is_over = answer.terms.as_of > answer.terms.last
    if points is None or not known or (is_over and not known[-1]):
        return None
    before = [point.count for point in past or ()][: len(points)]
    before += [None] * (len(points) - len(before))
    top = max([1, answer.coverage.tally.total, *(count or 0 for count in before)])
    counts = [point.count for point in points]
    plot = _Plot(len(points), top)
    here = len(known) - 1
    is_yearly = _is_next_year(answer, earlier)
    now_name, before_name = _names(answer, earlier)
    return Timeline(
        heading=finding(known[here], before[here], is_yearly=is_yearly),
        spoken=_spoken(points[here], before[here]),
        now_name=now_name,
        before_name=before_name,
        rows=_rows(points, before),
        now=plot.line(counts),
        area=plot.area(counts),
        before=plot.line(before),
        ticks=plot.ticks(answer.coverage.tally.total),
        months=plot.months(points),
        goal=Label(_all_units(answer), f"{LEFT}%", plot.y(answer.coverage.tally.total, above=6)),
        here=plot.here(here, known[here], now_name),
        there=plot.there(before, before_name),
    )


def _points(answer: Answer) -> tuple[Point, ...] | None:
    met = [each for each in answer.coverage.units if each.towards >= each.owed]
    days = [each.met_since for each in met if each.met_since is not None]
    if len(days) < len(met):
        return None
    terms = answer.terms
    return cumulative(days, first=terms.first, last=terms.last, as_of=terms.as_of)


def _is_next_year(answer: Answer, earlier: Answer | None) -> bool:
    if earlier is None:
        return False
    now, before = answer.terms, earlier.terms
    is_running = now.first <= now.as_of <= now.last
    return is_running and (before.first.year + 1, before.first.month) == (
        now.first.year, now.first.month,
    )  # fmt: skip


def _names(answer: Answer, earlier: Answer | None) -> tuple[str, str]:
    """Return what the two lines are called: their years, where these differ."""
    now = str(answer.terms.first.year)
    before = str(earlier.terms.first.year) if earlier else ""
    return (now, before) if now != before else (_("kini"), _("sebelumnya"))


def _all_units(answer: Answer) -> str:
    return _("semua %(count)s unit") % {"count": number(answer.coverage.tally.total)}


def _spoken(point: Point, before: int | None) -> str:
    words = {
        "count": number(point.count),
        "month": _month(point.month_end, "MMMM y"),
        "before": number(before),
    }
    if before is None:
        return _("Garis jumlah unit yang memenuhi: %(count)s sampai %(month)s.") % words
    return (
        _(
            "Garis jumlah unit yang memenuhi: %(count)s sampai %(month)s; pada bulan yang sama "
            "periode sebelumnya %(before)s."
        )
        % words
    )


def _month(day: date, pattern: str) -> str:
    return str(format_date(day, pattern, locale=active_locale()))


def _pattern(points: Sequence[Point]) -> str:
    return "MMM" if len(points) <= MOST_LABELS else "MMM yy"


def _rows(points: Sequence[Point], before: Sequence[int | None]) -> tuple[Row, ...]:
    pattern = _pattern(points)
    return tuple(
        Row(_month(point.month_end, pattern), point.count, past)
        for point, past in zip(points, before, strict=True)
    )


def _decimal(value: Fraction) -> str:
    tenths = divide_half_up(10 * value.numerator, value.denominator)
    return f"{tenths // 10}.{tenths % 10}"


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where a month and a count lie: on the grid of the lines, and in the drawing for labels."""

    months_count: int
    top: int

    def x(self, month: int) -> Fraction:
        """Return the place of a month between 0 and 1."""
        return Fraction(month, self.months_count - 1) if self.months_count > 1 else Fraction(1, 2)

    def x_percent(self, month: int) -> Fraction:
        """Return the place of a month in percent of the drawing."""
        return LEFT + WIDTH * self.x(month)

    def y(self, count: int, *, above: int = 0) -> str:
        """Return the height of a count in pixels of the drawing, or some pixels above it."""
        return _decimal(TOP + HEIGHT * (1 - Fraction(count, self.top)) - above)

    def line(self, counts: Sequence[int | None]) -> str:
        """Return the points of a line on the grid."""
        return " ".join(
            f"{_decimal(GRID * self.x(month))},{_decimal(GRID * (1 - Fraction(count, self.top)))}"
            for month, count in enumerate(counts)
            if count is not None
        )

    def area(self, counts: Sequence[int | None]) -> str:
        """Return the points of the ground under a line."""
        known = [month for month, count in enumerate(counts) if count is not None]
        ends = (_decimal(GRID * self.x(known[0])), _decimal(GRID * self.x(known[-1])))
        return f"{ends[0]},{GRID} {self.line(counts)} {ends[1]},{GRID}"

    def ticks(self, total: int) -> tuple[Label, ...]:
        """Return the counts at the left: round ones, and all units."""
        step = next(step for step in STEPS if self.top <= step * MOST_TICKS)
        marks = [count for count in range(0, self.top + 1, step) if abs(total - count) * 3 >= step]
        x = f"{LEFT - 2}%"
        return tuple(Label(number(count), x, self.y(count), "end") for count in [*marks, total])

    def months(self, points: Sequence[Point]) -> tuple[Label, ...]:
        """Return the months at the foot; a narrow screen leaves out every other one."""
        every, y = -(-len(points) // MOST_LABELS), str(TOP + HEIGHT + 20)
        return tuple(
            Label(
                _month(point.month_end, _pattern(points)),
                f"{_decimal(self.x_percent(month))}%",
                y,
                is_spare=month // every % 2 == 1,
            )
            for month, point in enumerate(points)
            if month % every == 0
        )

    def here(self, month: int, count: int, name: str) -> Label:
        """Return the label of the present point."""
        text = _("%(name)s: %(count)s unit") % {"name": name, "count": number(count)}
        return Label(text, f"{_decimal(self.x_percent(month))}%", self.y(count), self._side(month))

    def there(self, counts: Sequence[int | None], name: str) -> Label | None:
        """Return the label at the end of the earlier line."""
        known = [(month, count) for month, count in enumerate(counts) if count is not None]
        if not known:
            return None
        month, count = known[-1]
        x = _decimal(self.x_percent(month) + 1)
        return Label(name, f"{x}%", self.y(count), "start")

    def _side(self, month: int) -> str:
        x = self.x_percent(month)
        if x < NEAR_LEFT:
            return "start"
        return "end" if x > NEAR_RIGHT else "middle"
