"""Promise against delivery over the years, as numbers for a drawing made on the server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from prakarsa.auctions.showing.chart import Frame, Mark, frame_of
from prakarsa.auctions.showing.values import PERCENT, figure, plain
from prakarsa.contracts.models import ContractVersion, QuarterTarget, Realisation
from prakarsa.contracts.queries.delivery import Delivery, quarter_of_target, realisation_of
from prakarsa.contracts.showing.standing import outcome_of, quarter_words
from prakarsa.foundation.writing import svg_length
from prakarsa.rules.progress import Better

Point = tuple[date, Fraction]
FOOT = Fraction(97, 100)
GRID_LEFT, MOST_YEARS = Fraction(85, 1000), 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseLine:
    """Everything the drawing needs; lines are points on a grid of a thousand by a thousand."""

    heading: str
    spoken: str
    promise: str
    delivered: str
    ticks: list[Mark]
    years: list[Mark]
    targets: list[Mark]
    verified: list[Mark]
    claimed: list[Mark]
    start: Mark
    end: Mark


def line_of(delivery: Delivery) -> PromiseLine | None:
    """Return the drawing of a contract; None before it is signed."""
    terms = delivery.terms
    if terms is None:
        return None
    start = (terms.baseline_on, Fraction(terms.baseline))
    end = (terms.end_on, Fraction(terms.end_value))
    planned = [
        (quarter_of_target(each).last_day, Fraction(each.value)) for each in delivery.targets
    ]
    verified, claimed = _reached(delivery)
    promise = [start, *planned]
    promise += [end] if promise[-1][0] < end[0] else []
    frame = frame_of([*promise, end, *verified, *claimed])
    return PromiseLine(
        heading=_heading(delivery, verified),
        spoken=_spoken(delivery, terms, verified),
        promise=frame.line(promise),
        delivered=frame.line([start, *verified]) if verified else "",
        ticks=_ticks(frame, terms.unit),
        years=_years(frame),
        targets=_marks(frame, planned),
        verified=_marks(frame, verified),
        claimed=_marks(frame, claimed),
        start=Mark(frame.x(start[0]), frame.y(start[1]), figure(start[1], terms.unit)),
        end=Mark(frame.x(end[0]), frame.y(end[1]), figure(end[1], terms.unit)),
    )


def _reached(delivery: Delivery) -> tuple[list[Point], list[Point]]:
    """Return what is verified, and what is claimed and waits, by the end of its quarter."""
    verified: list[Point] = []
    claimed: list[Point] = []
    for target in delivery.targets:
        report = realisation_of(target)
        if report is None:
            continue
        point = (quarter_of_target(target).last_day, Fraction(report.value))
        if report.state == Realisation.State.VERIFIED:
            verified.append(point)
        elif report.state == Realisation.State.WAITING:
            claimed.append(point)
    outcome = outcome_of(delivery)
    if outcome is not None and outcome.verified_at is not None:
        verified.append((outcome.measured_on, Fraction(outcome.measured)))
    return sorted(verified), claimed


def _heading(delivery: Delivery, verified: Sequence[Point]) -> str:
    due = [each for each in delivery.targets if delivery.status_of(each) is not None]
    if not verified or not due:
        return _("Janji dari titik nol ke titik akhir")
    words = {"kept": sum(_is_kept(delivery, each) for each in due), "all": len(due)}
    return _("%(kept)d dari %(all)d triwulan mencapai targetnya") % words


def _is_kept(delivery: Delivery, target: QuarterTarget) -> bool:
    report = realisation_of(target)
    if report is None:
        return False
    ahead = report.value - target.value
    return bool(ahead >= 0) if delivery.better is Better.HIGHER else bool(ahead <= 0)


def _spoken(delivery: Delivery, terms: ContractVersion, verified: Sequence[Point]) -> str:
    words = {
        "start": figure(terms.baseline, terms.unit),
        "end": figure(terms.end_value, terms.unit),
    }
    text = _("Garis janji dari %(start)s ke %(end)s.") % words
    done = [each for each in delivery.targets if delivery.status_of(each) is not None]
    if not verified or not done:
        return text + " " + _("Belum ada capaian yang terverifikasi.")
    last = {
        "value": figure(verified[-1][1], terms.unit),
        "quarter": quarter_words(quarter_of_target(done[-1])),
    }
    return text + " " + _("Capaian terverifikasi terakhir %(value)s, %(quarter)s.") % last


def _marks(frame: Frame, points: Sequence[Point]) -> list[Mark]:
    return [Mark(frame.x(on), frame.y(value)) for on, value in points]


def _ticks(frame: Frame, unit: str) -> list[Mark]:
    count = int((frame.highest - frame.lowest) / frame.step)
    sign = PERCENT if unit.strip() == PERCENT else ""
    values = [frame.lowest + frame.step * place for place in range(count + 1)]
    return [Mark(svg_length(GRID_LEFT), frame.y(each), plain(each) + sign) for each in values]


def _years(frame: Frame) -> list[Mark]:
    years = range(frame.first.year, frame.last.year + 1)
    every = -(-len(years) // MOST_YEARS)
    return [
        Mark(frame.x(date(year, 1, 1)), svg_length(FOOT), str(year))
        for year in years[::every]
    ]  # fmt: skip
