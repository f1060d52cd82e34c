"""How a contract stands on its way, and what came of it at its end.

Progress is a part of the way from baseline to end, in percent, exact (`rules.progress`). The
limits are those of the region's book; where a book is an example, so is the answer.
"""

from enum import StrEnum
from fractions import Fraction

from prakarsa.rules.contract.book import Book


class Status(StrEnum):
    """How a contract that runs stands today."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"


class Outcome(StrEnum):
    """What came of a contract that ended."""

    FULFILLED = "fulfilled"
    PARTLY = "partly"
    MISSED = "missed"


def status_of(*, progress: Fraction, due: Fraction, book: Book) -> Status:
    """Compare the progress made with the progress that is due by now, both in percent.

    Where nothing is due yet, or a loss was planned, a share of it says nothing: whoever is there
    or beyond is on track, whoever is behind is not.
    """
    if due <= 0:
        return Status.ON_TRACK if progress >= due else Status.OFF_TRACK
    if progress >= _part(due, book.on_track_from.value):
        return Status.ON_TRACK
    return Status.AT_RISK if progress >= _part(due, book.at_risk_from.value) else Status.OFF_TRACK


def outcome_of(*, progress: Fraction, book: Book) -> Outcome:
    """Return what came of a contract whose last measure is verified."""
    if progress * 100 >= book.fulfilled_from.value:
        return Outcome.FULFILLED
    return Outcome.PARTLY if progress * 100 >= book.partly_from.value else Outcome.MISSED


def _part(due: Fraction, hundredths_of_percent: int) -> Fraction:
    return due * Fraction(hundredths_of_percent, 10_000)
