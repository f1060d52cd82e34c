"""How progress and status are said: exact to two decimals, with the working to open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.auctions.showing.values import figure, plain
from prakarsa.contracts.models import Outcome
from prakarsa.contracts.queries.delivery import Delivery
from prakarsa.foundation.writing import decimals
from prakarsa.rules.contract.book import Book
from prakarsa.rules.contract.delivery import Standing
from prakarsa.rules.contract.quarters import Quarter
from prakarsa.rules.contract.standing import Status
from prakarsa.rules.working import Step, Worked

STATUS: dict[Status, tuple[str, Promise]] = {
    Status.ON_TRACK: ("ok", gettext_lazy("Sesuai jalur")),
    Status.AT_RISK: ("look", gettext_lazy("Berisiko")),
    Status.OFF_TRACK: ("off", gettext_lazy("Meleset")),
}
RESULT: dict[str, tuple[str, Promise]] = {
    Outcome.Result.FULFILLED: ("ok", gettext_lazy("Terpenuhi")),
    Outcome.Result.PARTLY: ("look", gettext_lazy("Terpenuhi sebagian")),
    Outcome.Result.MISSED: ("off", gettext_lazy("Tidak terpenuhi")),
}
UNREPORTED = ("wait", gettext_lazy("Belum ada capaian terverifikasi"))
NOT_DUE = ("draft", gettext_lazy("Belum ada yang jatuh tempo"))
UNSIGNED = ("wait", gettext_lazy("Belum ditandatangani"))
Mark = tuple[str, str]


@dataclass(frozen=True, slots=True)
class StepLine:
    """One line of a working: what it is, the numbers put in, and the result."""

    step: Step
    numbers: str
    result: str


def percent_words(worked: Worked[Fraction] | None) -> str:
    """Write a part of the way: 32,50%."""
    return "" if worked is None else f"{decimals(worked.value)}%"


def working_of(worked: Worked[Fraction] | None) -> list[StepLine]:
    """Return the working of a progress, its numbers put into the formula."""
    if worked is None:
        return []
    return [StepLine(each, _numbers(each), f"{decimals(worked.value)}%") for each in worked.steps]


def _numbers(step: Step) -> str:
    start, end, now = (
        plain(Fraction(step.inputs[name])) for name in ("baseline", "target", "result")
    )
    return f"({now} − {start}) ÷ ({end} − {start}) × 100"


def mark_of(status: Status | None, *, otherwise: tuple[str, Promise] = NOT_DUE) -> Mark:
    """Return the icon and words of a status, or of what stands where there is none."""
    kind, words = STATUS[status] if status is not None else otherwise
    return kind, str(words)


def standing_mark(delivery: Delivery, today: date) -> Mark:
    """Return the icon and words for where a contract stands, or for how it ended."""
    outcome = outcome_of(delivery)
    if outcome is not None and outcome.result:
        kind, words = RESULT[outcome.result]
        return kind, str(words)
    standing = delivery.standing(today)
    if standing is None:
        return mark_of(None, otherwise=UNSIGNED)
    return mark_of(standing.status, otherwise=UNREPORTED if standing.is_unreported else NOT_DUE)


def outcome_of(delivery: Delivery) -> Outcome | None:
    """Return the final measure of a contract, if one was given."""
    found: Outcome | None = getattr(delivery.contract, "outcome", None)
    return found


def quarter_words(quarter: Quarter | None) -> str:
    """Write a quarter: triwulan III 2026."""
    if quarter is None:
        return ""
    words = {"number": ROMAN[quarter.number], "year": quarter.year}
    return _("triwulan %(number)s %(year)d") % words


ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


def headline(standing: Standing | None) -> str:
    """Say in one sentence how far a contract is."""
    if standing is None:
        return _("Menunggu tanda tangan")
    if standing.made is None:
        return _("Belum ada capaian yang terverifikasi")
    words = {
        "part": percent_words(standing.made),
        "quarter": quarter_words(standing.made_in),
    }
    return _("%(part)s jalan ditempuh sampai %(quarter)s") % words


def limits_words(book: Book) -> str:
    """Say by which limits a status is given."""
    words = {
        "on_track": decimals(Fraction(book.on_track_from.value, 100), 0),
        "at_risk": decimals(Fraction(book.at_risk_from.value, 100), 0),
        "book": book.title,
    }
    text = _(
        "Sesuai jalur sejak %(on_track)s%% dari kemajuan yang jatuh tempo, berisiko sejak"
        " %(at_risk)s%%, di bawahnya meleset. Ambang dari %(book)s."
    )
    return text % words


def promise_words(delivery: Delivery) -> str:
    """Write from where to where a contract goes."""
    terms = delivery.terms
    if terms is None:
        return ""
    words = {
        "start": figure(terms.baseline, terms.unit),
        "end": figure(terms.end_value, terms.unit),
    }
    return _("dari %(start)s menjadi %(end)s") % words
