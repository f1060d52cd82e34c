"""The limits by which a contract is judged, from a rulebook of the region."""

from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache

from prakarsa.rules.rulebook import Sourced, Table, list_editions, read_table

SUBJECT = "contract"


@dataclass(frozen=True)
class SignalLimits:
    """From where on something is worth a look; shares in whole percent."""

    history_years: int
    history_values: int
    exact_quarters: int
    exact_share: int
    last_quarter_share: int
    last_quarter_beyond_plan: int
    addenda: int


@dataclass(frozen=True)
class Book:
    """A rulebook of contracts; limits in hundredths of a percent."""

    name: str
    title: str
    is_example: bool
    first_day: date
    source: str
    on_track_from: Sourced[int]
    at_risk_from: Sourced[int]
    fulfilled_from: Sourced[int]
    partly_from: Sourced[int]
    signals: SignalLimits
    # Days from the due day of a quarter on which its agencies are reminded; negative before it.
    reminder_days: Sourced[tuple[int, ...]]


def known_books() -> tuple[str, ...]:
    """Return the names of the books, in order."""
    return list_editions(SUBJECT)


@cache
def open_book(name: str) -> Book:
    """Read a book; raises RulebookError when it is absent or its limits are in no order."""
    return read_book(read_table(SUBJECT, name))


def read_book(table: Table) -> Book:
    """Read the limits of a table; each pair must fall from the better to the worse."""
    status, outcome = table.table("status"), table.table("outcome")
    book = Book(
        name=table.text("book"),
        title=table.text("title"),
        is_example=table.flag("is_example"),
        first_day=table.day("first_day"),
        source=table.text("source"),
        on_track_from=status.sourced("on_track_from", Table.points),
        at_risk_from=status.sourced("at_risk_from", Table.points),
        fulfilled_from=outcome.sourced("fulfilled_from", Table.points),
        partly_from=outcome.sourced("partly_from", Table.points),
        signals=_read_signals(table.table("signals")),
        reminder_days=_read_reminders(table),
    )
    _refuse_order(status, "at_risk_from", book.at_risk_from, book.on_track_from)
    _refuse_order(outcome, "partly_from", book.partly_from, book.fulfilled_from)
    return book


def _read_signals(table: Table) -> SignalLimits:
    return SignalLimits(
        **{
            field.name: table.sourced(field.name, Table.whole).value
            for field in fields(SignalLimits)
        }
    )


def _read_reminders(table: Table) -> Sourced[tuple[int, ...]]:
    """Return the days of reminders in order; a book without any reminds nobody."""
    if not table.has("reminders"):
        return Sourced((), confirmed=True)
    days = table.table("reminders").sourced("days_from_due", Table.wholes)
    return replace(days, value=tuple(sorted(set(days.value))))


def _refuse_order(table: Table, key: str, lower: Sourced[int], upper: Sourced[int]) -> None:
    if not 0 <= lower.value <= upper.value:
        raise table.wrong(key, "is not between zero and the limit above it")
