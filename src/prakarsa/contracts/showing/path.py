"""The path of one lot as a picture and a table: offers, decision, texts, quarters, result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from django.utils.translation import gettext as _

from prakarsa.auctions.models import Decision, LotEvent, Offer
from prakarsa.auctions.showing.chart import Frame, Mark, frame_of
from prakarsa.auctions.showing.values import PERCENT, figure, plain
from prakarsa.auctions.states import DONE
from prakarsa.auctions.states import Act as LotAct
from prakarsa.contracts.models import PerformanceContract, Realisation
from prakarsa.contracts.queries.delivery import quarter_of_target, realisation_of
from prakarsa.contracts.queries.path import Path
from prakarsa.contracts.showing.standing import RESULT, quarter_words
from prakarsa.foundation.time import local_day
from prakarsa.foundation.writing import day, svg_length

LEFT, WIDTH = Fraction(10, 100), Fraction(86, 100)
GRID_LEFT = Fraction(85, 1000)
# Acts that a value of their own tells better.
TOLD_ELSEWHERE = {
    LotAct.OFFER, LotAct.COUNTER, LotAct.ACCEPT, LotAct.IMPOSE, LotAct.LAPSE, LotAct.CONTRACT,
}  # fmt: skip


class Kind(StrEnum):
    """What a station of the path is."""

    BASELINE = "baseline"
    BIDDER = "bidder"
    PANEL = "panel"
    DECISION = "decision"
    TEXT = "text"
    VERIFIED = "verified"
    RESULT = "result"
    EVENT = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """One thing that happened: when, what, which value it named, and why."""

    kind: Kind
    on: date
    what: str
    value: Decimal | None = None
    figure: str = ""
    promised: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A station with a value at its place in the picture."""

    station: Station
    x: str
    y: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PathPage:
    """Everything that the page of a path shows."""

    contract: PerformanceContract
    headline: str
    stations: list[Station]
    ticks: list[Mark]
    dots: list[Dot]
    talk: str
    delivered: str
    spoken: str


def path_page(path: Path) -> PathPage:
    """Return the page of a path."""
    stations = list(_stations(path))
    drawn = [each for each in stations if each.value is not None]
    points = [(each.on, Fraction(each.value or 0)) for each in drawn]
    # Only its values are used: stations stand equally far apart.
    frame = frame_of(points or [(date.min, Fraction(0))])
    places = {id(each): _across(place, len(drawn)) for place, each in enumerate(drawn)}
    return PathPage(
        contract=path.delivery.contract,
        headline=_headline(path),
        stations=stations,
        ticks=_ticks(frame, _unit(path)),
        dots=[_dot(frame, each, places[id(each)], is_last=each is drawn[-1]) for each in drawn],
        talk=_line(frame, drawn, places, (Kind.BASELINE, Kind.BIDDER, Kind.PANEL, Kind.DECISION)),
        delivered=_line(frame, drawn, places, (Kind.TEXT, Kind.VERIFIED, Kind.RESULT)),
        spoken=_spoken(drawn),
    )


def _stations(path: Path) -> Iterator[Station]:
    """Give what happened in order of time; of the same day the auction comes first."""
    zone, unit = path.delivery.contract.region.zone, _unit(path)
    found = [*_auction(path, zone, unit), *_texts(path, zone, unit), *_delivered(path, unit)]
    yield from sorted(found, key=lambda station: station.on)


def _auction(path: Path, zone: str, unit: str) -> Iterator[Station]:
    lot = path.delivery.contract.lot
    if lot.baseline is not None and lot.baseline_on is not None:
        yield Station(
            kind=Kind.BASELINE, on=lot.baseline_on, what=_("Titik nol"), value=lot.baseline,
            figure=figure(lot.baseline, unit), reason=lot.baseline_source,
        )  # fmt: skip
    happened: list[LotEvent | Offer | Decision] = [*path.events, *path.offers]
    happened += [path.decision] if path.decision else []
    # Of one moment the words come before what they led to; `sorted` keeps each kind's own order.
    for each in sorted(happened, key=lambda row: (row.at, isinstance(row, Decision))):
        station = _auction_station(each, local_day(each.at, zone), unit)
        if station is not None:
            yield station


def _auction_station(each: LotEvent | Offer | Decision, on: date, unit: str) -> Station | None:
    if isinstance(each, LotEvent):
        if each.act in TOLD_ELSEWHERE:
            return None
        return Station(kind=Kind.EVENT, on=on, what=str(DONE[LotAct(each.act)]), reason=each.reason)
    if isinstance(each, Offer):
        kind = Kind.PANEL if each.side == Offer.Side.PANEL else Kind.BIDDER
        words = {"number": each.number, "side": each.get_side_display()}
        what = _("Tawaran %(number)d, %(side)s") % words
    else:
        kind, what = Kind.DECISION, str(each.get_kind_display())
    return Station(
        kind=kind, on=on, what=what, value=each.value, figure=figure(each.value, unit),
        promised=day(each.day) if each.day else "", reason=each.reason,
    )  # fmt: skip


def _texts(path: Path, zone: str, unit: str) -> Iterator[Station]:
    for version, signatures in path.versions:
        at: datetime = signatures[-1].signed_at if signatures else version.created_at
        what = _("%(kind)s ditandatangani") % {"kind": version.get_kind_display()}
        yield Station(
            kind=Kind.TEXT, on=local_day(at, zone), what=what, value=version.end_value,
            figure=figure(version.end_value, unit), promised=day(version.end_on),
            reason=version.reason,
        )  # fmt: skip


def _delivered(path: Path, unit: str) -> Iterator[Station]:
    for target in path.delivery.targets:
        report, quarter = realisation_of(target), quarter_of_target(target)
        if report is None or report.state != Realisation.State.VERIFIED:
            continue
        what = _("Capaian %s terverifikasi") % quarter_words(quarter)
        yield Station(
            kind=Kind.VERIFIED, on=quarter.last_day, what=what, value=report.value,
            figure=figure(report.value, unit), reason=report.note,
        )  # fmt: skip
    outcome = path.outcome
    if outcome is not None and outcome.result:
        yield Station(
            kind=Kind.RESULT, on=outcome.measured_on, what=str(RESULT[outcome.result][1]),
            value=outcome.measured, figure=figure(outcome.measured, unit),
            reason=outcome.verified_reason,
        )  # fmt: skip


def _unit(path: Path) -> str:
    terms = path.delivery.terms
    return terms.unit if terms is not None else path.delivery.contract.lot.unit


def _across(place: int, count: int) -> Fraction:
    """Return the place of a station between 0 and 1: they stand equally far apart."""
    return Fraction(2 * place + 1, 2 * count)


def _dot(frame: Frame, station: Station, across: Fraction, *, is_last: bool) -> Dot:
    value = Fraction(station.value or 0)
    is_labelled = is_last or station.kind in (Kind.BASELINE, Kind.DECISION, Kind.RESULT)
    label = plain(value) if is_labelled else ""
    return Dot(station, svg_length(LEFT + WIDTH * across), frame.y(value), label)


def _line(
    frame: Frame, drawn: Sequence[Station], places: dict[int, Fraction], kinds: Sequence[Kind]
) -> str:
    """Return the points of the stations of some kinds, on the grid."""
    points = [
        f"{round(places[id(each)] * 1000)},{round(frame.down(Fraction(each.value or 0)) * 1000)}"
        for each in drawn
        if each.kind in kinds and each.kind is not Kind.TEXT
    ]
    return " ".join(points) if len(points) > 1 else ""


def _ticks(frame: Frame, unit: str) -> list[Mark]:
    count = int((frame.highest - frame.lowest) / frame.step)
    sign = PERCENT if unit.strip() == PERCENT else ""
    values = [frame.lowest + frame.step * place for place in range(count + 1)]
    return [Mark(svg_length(GRID_LEFT), frame.y(each), plain(each) + sign) for each in values]


def _headline(path: Path) -> str:
    if path.outcome is not None and path.outcome.result:
        return _("Dari tawaran pertama sampai hasil")
    return _("Dari tawaran pertama sampai hari ini")


def _spoken(drawn: Sequence[Station]) -> str:
    parts = [f"{each.what} {each.figure}" for each in drawn if each.kind is not Kind.VERIFIED]
    if any(each.kind is Kind.VERIFIED for each in drawn):
        last = [each for each in drawn if each.kind is Kind.VERIFIED][-1]
        parts.append(f"{last.what} {last.figure}")
    return _("Jalan lot: %s.") % "; ".join(parts)
