"""An edition of the index: everything its formula needs, or what is missing to compute it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from prakarsa.rules.index.indicator import Aspect, Indicator, read_indicator
from prakarsa.rules.messages import gettext_noop, message
from prakarsa.rules.rulebook import Sourced, Table, list_editions, read_table
from prakarsa.rules.working import Refusal

SUBJECT = "index"
COMPLETE = "complete"
ANNOUNCED = "announced"


@dataclass(frozen=True)
class Formula:
    """The parts of the formula; None where an edition does not say it."""

    article: str
    maximum_total_hundredths: Sourced[int] | None
    divisor_minimum: Sourced[int] | None
    affairs_minimum: Sourced[int] | None
    count_weight_hundredths: Sourced[int] | None
    count_cap: Sourced[int] | None
    basic_affairs: tuple[str, ...]


@dataclass(frozen=True)
class Band:
    """A predicate and the range of the rounded index, in hundredths, that earns it."""

    name: str
    low_hundredths: int
    high_hundredths: int
    confirmed: bool
    source: str


@dataclass(frozen=True)
class EligibilityRule:
    """Which innovations an edition counts."""

    article: str
    window_from: Sourced[date]
    window_to: Sourced[date]
    development_counts: Sourced[bool]
    design_words_minimum: Sourced[int]
    compulsory_needed: Sourced[bool]
    entries_maximum: Sourced[int]


@dataclass(frozen=True)
class KnownParts:
    """What is known of any edition, complete or not."""

    year: int
    title: str
    status: str
    first_day: date
    retrieved: date
    source: str
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    formula: Formula
    bands: tuple[Band, ...]

    @property
    def is_announced(self) -> bool:
        """Say whether the edition serves what-if only."""
        return self.status == ANNOUNCED


@dataclass(frozen=True)
class FormulaValues:
    """The numbers the formula runs on, points in hundredths; confirmed when all of them are."""

    article: str
    maximum_total_hundredths: int
    divisor_minimum: int
    affairs_minimum: int
    count_weight_hundredths: int
    count_cap: int
    confirmed: bool


@dataclass(frozen=True)
class Edition:
    """A complete edition: the known parts with the values that scoring needs."""

    known: KnownParts
    values: FormulaValues
    confirmed_means: str
    sources: Mapping[str, str]
    eligibility: EligibilityRule
    spd: tuple[Indicator, ...]
    sid: tuple[Indicator, ...]
    maxima_hundredths: Mapping[str, int]

    @property
    def year(self) -> int:
        """The year that names the edition."""
        return self.known.year

    @property
    def bands(self) -> tuple[Band, ...]:
        """The predicates, best first."""
        return self.known.bands

    @property
    def basic_affairs(self) -> tuple[str, ...]:
        """The names of the basic-service affairs."""
        return self.known.formula.basic_affairs

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """Every score row by its code (`2a`, `16` …), in the order of the guideline."""
        return {indicator.code: indicator for indicator in (*self.spd, *self.sid)}

    @cached_property
    def compulsory(self) -> tuple[Indicator, ...]:
        """The compulsory indicators of an innovation."""
        return tuple(indicator for indicator in self.sid if indicator.mandatory)


def known_years() -> tuple[int, ...]:
    """Return the years of which anything is known."""
    return tuple(int(name) for name in list_editions(SUBJECT))


@cache
def read_known_parts(year: int) -> KnownParts:
    """Read what is known of an edition; raises RulebookError when there is no such edition."""
    book = read_table(SUBJECT, str(year))
    return KnownParts(
        year=book.whole("edition"),
        title=book.text("title"),
        status=book.text("status"),
        first_day=book.day("first_day"),
        retrieved=book.day("retrieved"),
        source=book.text("source"),
        missing=book.texts("missing"),
        notes=book.texts("notes"),
        formula=_formula(book.table("formula") if book.has("formula") else None),
        bands=tuple(_band(row) for row in book.tables("bands")),
    )


@cache
def open_edition(year: int) -> Edition | Refusal:
    """Return a complete edition, or a refusal that says what is missing.

    Raises RulebookError when nothing at all is known of that year.
    """
    known = read_known_parts(year)
    if known.status == COMPLETE:
        return _edition(read_table(SUBJECT, str(year)), known)
    if known.is_announced:
        sentence = gettext_noop("Edisi {year} baru diumumkan: hanya untuk pengandaian.")
    else:
        sentence = gettext_noop("Edisi {year} tidak dapat dihitung: belum diketahui {missing}.")
    missing = "; ".join(known.missing)
    return Refusal(
        message(sentence, year=year, missing=missing), missing=known.missing, article=known.source
    )


def require_edition(year: int) -> Edition:
    """Return a complete edition; raises ValueError with the refusal when it cannot be scored."""
    edition = open_edition(year)
    if isinstance(edition, Refusal):
        raise ValueError(str(edition.reason))
    return edition


def _edition(book: Table, known: KnownParts) -> Edition:
    maxima = book.table("maxima")
    sources = book.table("sources")
    return Edition(
        known=known,
        values=_values(book.table("formula")),
        confirmed_means=book.text("confirmed_means"),
        sources={key: sources.text(key) for key in sources},
        eligibility=_eligibility(book.table("eligibility")),
        spd=tuple(read_indicator(row, Aspect.SPD) for row in book.tables("spd")),
        sid=tuple(read_indicator(row, Aspect.SID) for row in book.tables("sid")),
        maxima_hundredths={key: maxima.points(key) for key in maxima},
    )


def _formula(row: Table | None) -> Formula:
    row = row or Table({}, file="")

    def known(key: str, read: Callable[[Table, str], int]) -> Sourced[int] | None:
        return row.sourced(key, read) if row.has(key) else None

    return Formula(
        article=row.text("article", ""),
        maximum_total_hundredths=known("maximum_total", Table.points),
        divisor_minimum=known("divisor_minimum", Table.whole),
        affairs_minimum=known("affairs_minimum", Table.whole),
        count_weight_hundredths=known("count_weight", Table.points),
        count_cap=known("count_cap", Table.whole),
        basic_affairs=row.texts("basic_affairs"),
    )


def _values(row: Table) -> FormulaValues:
    maximum = row.sourced("maximum_total", Table.points)
    divisor = row.sourced("divisor_minimum", Table.whole)
    affairs = row.sourced("affairs_minimum", Table.whole)
    weight = row.sourced("count_weight", Table.points)
    cap = row.sourced("count_cap", Table.whole)
    return FormulaValues(
        article=row.text("article"),
        maximum_total_hundredths=maximum.value,
        divisor_minimum=divisor.value,
        affairs_minimum=affairs.value,
        count_weight_hundredths=weight.value,
        count_cap=cap.value,
        confirmed=all(part.confirmed for part in (maximum, divisor, affairs, weight, cap)),
    )


def _band(row: Table) -> Band:
    return Band(
        name=row.text("name"),
        low_hundredths=row.points("from"),
        high_hundredths=row.points("to"),
        confirmed=row.flag("confirmed"),
        source=row.text("source"),
    )


def _eligibility(row: Table) -> EligibilityRule:
    return EligibilityRule(
        article=row.text("article"),
        window_from=row.sourced("window_from", Table.day),
        window_to=row.sourced("window_to", Table.day),
        development_counts=row.sourced("development_counts", Table.flag),
        design_words_minimum=row.sourced("design_words_minimum", Table.whole),
        compulsory_needed=row.sourced("compulsory_needed", Table.flag),
        entries_maximum=row.sourced("entries_maximum", Table.whole),
    )
