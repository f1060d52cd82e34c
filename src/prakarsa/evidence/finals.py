"""Read a table of the ministry's final levels and say row by row what it would change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from prakarsa.evidence.actions.finals import FinalLevel
from prakarsa.evidence.models import Answer
from prakarsa.evidence.queries import complete_edition, row_answers, submissions_in
from prakarsa.evidence.queries.scope import new_answer
from prakarsa.evidence.refusals import CannotAct
from prakarsa.formats.workbooks import Table, read_table
from prakarsa.organisations.models import Region
from prakarsa.organisations.seats import Seat
from prakarsa.registry.models import Submission
from prakarsa.rules.index.edition import Edition
from prakarsa.rules.index.indicator import LEVELS
from prakarsa.rules.text import normalise_name

HEADS = {
    "innovation": ("inovasi", "innovation", "judul inovasi", "nama inovasi"),
    "agency": ("perangkat daerah", "agency", "admin opd", "opd"),
    "indicator": ("indikator", "indicator", "no", "no.", "nomor"),
    "level": ("tingkat", "level", "nilai akhir", "tingkat akhir", "final_level"),
}
NEEDED = ("innovation", "indicator", "level")
MOST_SHOWN = 200
SAME, NEW, CHANGED, WRONG = "same", "new", "changed", "error"


@dataclass(frozen=True, slots=True)
class FinalRow:
    """One row of the table as it was read."""

    number: int
    innovation: str
    agency: str
    indicator: str
    level: str


@dataclass(frozen=True, slots=True)
class PlannedFinal:
    """What a row would do: new, changed, the same, or an error with its reason."""

    row: FinalRow
    status: str
    problem: str = ""
    change: FinalLevel | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """The row with its problem, for a sheet of errors."""
        row = self.row
        return (str(row.number), row.innovation, row.indicator, row.level, self.problem)

    @property
    def mark(self) -> str:
        """The kind of its status mark."""
        return {WRONG: "off", SAME: "past"}.get(self.status, "go")

    @property
    def words(self) -> str:
        """The words of its status."""
        words = {NEW: _("Baru"), CHANGED: _("Berubah"), SAME: _("Sama"), WRONG: _("Salah")}
        return words[self.status]


@dataclass(slots=True)
class FinalsPlan:
    """All rows of a table in order."""

    rows: list[PlannedFinal] = field(default_factory=list)

    @property
    def problems(self) -> list[PlannedFinal]:
        """The rows that keep the table from being imported."""
        return [row for row in self.rows if row.status == WRONG]

    @property
    def changes(self) -> list[FinalLevel]:
        """The levels to record."""
        return [row.change for row in self.rows if row.change is not None]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each status there are."""
        counts = dict.fromkeys((NEW, CHANGED, SAME, WRONG), 0)
        for row in self.rows:
            counts[row.status] += 1
        return counts

    @property
    def shown(self) -> list[PlannedFinal]:
        """The rows to show: wrong ones first, then in order, no more than a page holds."""
        ordered = sorted(self.rows, key=lambda row: row.status != WRONG)
        return ordered[:MOST_SHOWN]

    @property
    def hidden(self) -> int:
        """How many rows are not shown."""
        return max(0, len(self.rows) - MOST_SHOWN)

    def reason(self, name: str) -> str:
        """Return the reason that stands in the ledger: where the levels came from."""
        return f"Nilai akhir kementerian dari berkas {name}."


def read_finals(path: Path) -> list[FinalRow]:
    """Read the table; raise UnreadableFile, or CannotAct when a needed column is missing."""
    table = read_table(path)
    places = _places(table)
    missing = [HEADS[name][0] for name in NEEDED if name not in places]
    if missing:
        text = _("Kolom yang belum ada: %(names)s. Tambahkan di baris 1, lalu unggah lagi.")
        raise CannotAct(text % {"names": ", ".join(missing)})
    return [FinalRow(number, **cells) for number, cells in _cells(table, places)]


def _places(table: Table) -> dict[str, int]:
    names = [normalise_name(name) for name in table.header]
    return {
        key: names.index(head) for key, heads in HEADS.items() for head in heads if head in names
    }


def _cells(table: Table, places: Mapping[str, int]) -> Iterator[tuple[int, dict[str, str]]]:
    for row in table.rows:
        texts = {key: row.cells[place].strip() for key, place in places.items()}
        yield row.number, {"agency": "", **texts}


def plan_finals(seat: Seat, rows: list[FinalRow], *, edition_year: int) -> FinalsPlan:
    """Say for each row what it would change, in three queries; nothing is written."""
    assert seat.region is not None
    planner = _Planner(seat.region, complete_edition(edition_year))
    return FinalsPlan([planner.plan(row) for row in rows])


class _Planner:
    """Finds the answer of a row among those of the region."""

    def __init__(self, region: Region, edition: Edition) -> None:
        self.region, self.edition = region, edition
        self.by_name: dict[str, list[Submission]] = defaultdict(list)
        self.answers: dict[tuple[int, str], Answer] = {}
        self.seen: dict[tuple[int | None, str], tuple[int, int]] = {}
        for submission in submissions_in(region, edition.year):
            self.by_name[submission.innovation.normalised_name].append(submission)
            for answer in submission.answers.all():
                self.answers[submission.pk, answer.indicator] = answer
        self.region_answers = row_answers(region, edition.year)

    def plan(self, row: FinalRow) -> PlannedFinal:
        """Return what one row would do."""
        try:
            answer, level = self._answer(row), self._level(row)
            self._refuse_repeat(row, answer, level)
        except _WrongRowError as wrong:
            return PlannedFinal(row, WRONG, problem=str(wrong))
        if answer.final_level == level:
            return PlannedFinal(row, SAME)
        status = NEW if answer.final_level is None else CHANGED
        return PlannedFinal(row, status, change=FinalLevel(answer, level))

    def _level(self, row: FinalRow) -> int:
        if row.level not in {str(level) for level in LEVELS}:
            raise _WrongRowError(_("Tingkat '%s' bukan 0, 1, 2, atau 3.") % row.level)
        return int(row.level)

    def _answer(self, row: FinalRow) -> Answer:
        indicator = self.edition.indicators.get(row.indicator)
        if indicator is None:
            raise _WrongRowError(_("Indikator '%s' tidak dikenal.") % row.indicator)
        is_own_row = indicator in self.edition.spd
        if is_own_row and row.innovation:
            raise _WrongRowError(
                _("Indikator %s milik daerah; kosongkan inovasinya.") % row.indicator
            )
        if is_own_row:
            found = self.region_answers.get(row.indicator)
            return found or Answer(
                region=self.region, edition_year=self.edition.year, indicator=row.indicator
            )
        submission = self._submission(row)
        known = self.answers.get((submission.pk, row.indicator))
        return known or new_answer(submission, row.indicator)

    def _submission(self, row: FinalRow) -> Submission:
        found = self.by_name.get(normalise_name(row.innovation), [])
        if row.agency:
            found = [each for each in found if _is_of(each, row.agency)]
        if not found:
            text = _("Inovasi '%(name)s' tidak ada pada edisi %(year)s.")
            raise _WrongRowError(text % {"name": row.innovation, "year": self.edition.year})
        if len(found) > 1:
            text = _("Ada %(count)s inovasi bernama '%(name)s'. Isi kolom perangkat daerah.")
            raise _WrongRowError(text % {"count": len(found), "name": row.innovation})
        return found[0]

    def _refuse_repeat(self, row: FinalRow, answer: Answer, level: int) -> None:
        submission = answer.submission.pk if answer.submission else None
        first, first_level = self.seen.setdefault((submission, row.indicator), (row.number, level))
        if first_level != level:
            text = _("Bertentangan dengan baris %(first)s, yang bertingkat %(level)s.")
            raise _WrongRowError(text % {"first": first, "level": first_level})


class _WrongRowError(Exception):
    """A row that cannot be imported."""


def _is_of(submission: Submission, agency: str) -> bool:
    own = submission.innovation.agency
    return own is not None and own.normalised_name == normalise_name(agency)
