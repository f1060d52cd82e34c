"""The board of deliveries: agencies, missions and quarters of a year, for what a seat follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from prakarsa.auctions.models import Mission
from prakarsa.contracts.models import PerformanceContract, QuarterTarget, Realisation
from prakarsa.contracts.queries.contracts import visible_contracts
from prakarsa.contracts.queries.delivery import Delivery, deliveries_of, realisation_of
from prakarsa.contracts.showing.delivery import quarter_mark
from prakarsa.contracts.showing.realisations import lead_of
from prakarsa.contracts.showing.standing import ROMAN, Mark, percent_words, standing_mark
from prakarsa.foundation.components import Chip
from prakarsa.foundation.filters import asked, key_in, year_in
from prakarsa.foundation.writing import number
from prakarsa.organisations.seats import Seat
from prakarsa.rules.contract.quarters import QUARTERS

YEAR, MISSION = "tahun", "misi"
NAMES = (YEAR, MISSION)
# The words of a cell are those of its quarter; here is how it is drawn.
NONE, AHEAD, OVERDUE, WAITING = "none", "ahead", "overdue", "waiting"


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """The year whose quarters are shown, and the mission; empty means the present one, and all."""

    year: str = ""
    mission: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> BoardFilter:
        """Read the filters of an address; raise BadRequest for what we do not know."""
        words = asked(query, NAMES)
        return cls(year_in(words[YEAR]), key_in(words[MISSION]))

    def address(self, *, year: str, mission: str) -> str:
        """Return the query string of a filter."""
        pairs = {YEAR: year, MISSION: mission}
        return "?" + urlencode({name: value for name, value in pairs.items() if value})


@dataclass(frozen=True, slots=True)
class Cell:
    """One quarter of one contract: how it is drawn, what it says, and how far it is."""

    kind: str
    words: str
    part: str
    quarter: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One contract with its four quarters."""

    delivery: Delivery
    agency: str
    cells: tuple[Cell, ...]
    mark: Mark

    @property
    def contract(self) -> PerformanceContract:
        """Return the contract."""
        return self.delivery.contract

    @property
    def mission(self) -> Mission:
        """Return the mission of its lot."""
        return self.contract.lot.mission


@dataclass(frozen=True, slots=True)
class Group:
    """The contracts of one agency or mission, and how many of them stand how."""

    label: str
    rows: tuple[Row, ...]
    counts: tuple[tuple[Mark, int], ...]

    @property
    def words(self) -> str:
        """Write how many stand how: 2 sesuai jalur, 1 berisiko."""
        told = [f"{number(count)} {mark[1].lower()}" for mark, count in self.counts if count]
        return ", ".join(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Everything that the board shows."""

    headline: str
    year: int
    rows: list[Row]
    agencies: list[Group]
    missions: list[Group]
    heads: list[Mark]
    years: list[Chip]
    mission_chips: list[Chip]
    query: str
    is_example: bool


def board_for(seat: Seat, chosen: BoardFilter, today: date) -> Board:
    """Return the board of the contracts that a seat follows and that are signed."""
    contracts = visible_contracts(seat).exclude(state=PerformanceContract.State.SIGNING)
    everything = deliveries_of(contracts.select_related("outcome").order_by("number", "pk"))
    years = _years_of(everything)
    year = int(chosen.year) if chosen.year else _present(years, today)
    kept = [each for each in everything if _is_wanted(each, chosen, year)]
    rows = [_row(each, year, today) for each in kept]
    heads = sorted({row.mark for row in rows}, key=_order)
    return Board(
        headline=_headline(rows),
        year=year,
        rows=rows,
        agencies=_groups(rows, [row.agency for row in rows], heads),
        missions=_groups(rows, [str(row.mission) for row in rows], heads),
        heads=heads,
        years=_year_chips(years, chosen, year),
        mission_chips=_mission_chips(everything, chosen, year),
        query=chosen.address(year=chosen.year, mission=chosen.mission),
        is_example=any(row.delivery.book.is_example for row in rows),
    )


def _is_wanted(delivery: Delivery, chosen: BoardFilter, year: int) -> bool:
    if chosen.mission and str(delivery.contract.lot.mission_id) != chosen.mission:
        return False
    terms = delivery.terms
    return terms is not None and terms.baseline_on.year <= year <= terms.end_on.year


def _years_of(deliveries: Sequence[Delivery]) -> list[int]:
    found: set[int] = set()
    for each in deliveries:
        found |= {target.year for target in each.targets}
    return sorted(found)


def _present(years: Sequence[int], today: date) -> int:
    """Return this year, or the nearest one that has targets."""
    return min(years, key=lambda year: (abs(year - today.year), year), default=today.year)


def _row(delivery: Delivery, year: int, today: date) -> Row:
    cells = tuple(
        cell_of(delivery, delivery.target_in(year, quarter), quarter, today) for quarter in QUARTERS
    )
    return Row(
        delivery=delivery,
        agency=lead_of(delivery.contract),
        cells=cells,
        mark=standing_mark(delivery, today),
    )


def cell_of(delivery: Delivery, target: QuarterTarget | None, quarter: int, today: date) -> Cell:
    """Return how one quarter of a contract is drawn."""
    if target is None:
        return Cell(NONE, _("Tidak ada target"), "", quarter)
    report, words = realisation_of(target), quarter_mark(delivery, target, today)[1]
    status = delivery.status_of(target)
    if status is not None and report is not None:
        return Cell(status.value, words, percent_words(delivery.progress_of(report.value)), quarter)
    if report is not None and report.state == Realisation.State.WAITING:
        return Cell(WAITING, words, percent_words(delivery.progress_of(report.value)), quarter)
    return Cell(OVERDUE if target.due_on < today else AHEAD, words, "", quarter)


def _groups(rows: Sequence[Row], labels: Sequence[str], heads: Sequence[Mark]) -> list[Group]:
    found: dict[str, list[Row]] = {}
    for row, label in zip(rows, labels, strict=True):
        found.setdefault(label, []).append(row)
    groups = []
    for label in sorted(found):
        counts = Counter(row.mark for row in found[label])
        tally = tuple((head, counts[head]) for head in heads)
        groups.append(Group(label, tuple(found[label]), tally))
    return groups


def _order(mark: Mark) -> tuple[int, str]:
    kinds = ["ok", "look", "off", "wait", "draft"]
    return (kinds.index(mark[0]), mark[1])


def _headline(rows: Sequence[Row]) -> str:
    if not rows:
        return _("Belum ada kontrak yang berjalan")
    on_track = sum(row.mark[0] == "ok" for row in rows)
    words = {"kept": number(on_track), "all": number(len(rows))}
    return ngettext(
        "%(kept)s dari %(all)s kontrak sesuai jalur", "%(kept)s dari %(all)s kontrak sesuai jalur",
        len(rows),
    ) % words  # fmt: skip


def _year_chips(years: Sequence[int], chosen: BoardFilter, year: int) -> list[Chip]:
    return [
        Chip(
            str(each),
            chosen.address(year=str(each), mission=chosen.mission),
            is_current=each == year,
        )
        for each in years
    ]


def _mission_chips(deliveries: Sequence[Delivery], chosen: BoardFilter, year: int) -> list[Chip]:
    """Return the missions that occur in a year, with their contracts; none for a single one."""
    inside = [each for each in deliveries if _is_wanted(each, BoardFilter(), year)]
    counts = Counter(each.contract.lot.mission_id for each in inside)
    names = {each.contract.lot.mission_id: each.contract.lot.mission for each in inside}
    if len(counts) < 2 and not chosen.mission:
        return []
    chips = [
        Chip(
            _("Semua misi"),
            chosen.address(year=chosen.year, mission=""),
            len(inside),
            is_current=not chosen.mission,
        )
    ]
    return chips + [
        Chip(
            str(names[key]),
            chosen.address(year=chosen.year, mission=str(key)),
            counts[key],
            is_current=chosen.mission == str(key),
        )
        for key in sorted(names, key=lambda pk: (names[pk].number, pk))
    ]


def column_heads() -> list[str]:
    """Return the names of the four quarters."""
    return [_("Triwulan %s") % ROMAN[quarter] for quarter in QUARTERS]
