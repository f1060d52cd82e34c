"""Due dates skip weekends and holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prakarsa.rules.calendar import (
    add_working_days,
    count_working_days,
    is_working_day,
    next_working_day,
)

FRIDAY = date(2026, 8, 14)
INDEPENDENCE = date(2026, 8, 17)
HOLIDAYS = frozenset({INDEPENDENCE})


@pytest.mark.parametrize(
    ("days", "due"),
    [(0, FRIDAY), (1, date(2026, 8, 18)), (3, date(2026, 8, 20)), (5, date(2026, 8, 24))],
)
def test_due_dates_over_a_weekend_and_a_holiday(days: int, due: date) -> None:
    assert add_working_days(FRIDAY, days, holidays=HOLIDAYS) == due


def test_no_days_from_a_day_off_is_the_next_working_day() -> None:
    assert add_working_days(date(2026, 8, 15), 0, holidays=HOLIDAYS) == date(2026, 8, 18)
    assert next_working_day(INDEPENDENCE, holidays=()) == INDEPENDENCE


def test_negative_days_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working_days(FRIDAY, -1, holidays=HOLIDAYS)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 60))
def test_counting_undoes_adding(start: date, days: int) -> None:
    due = add_working_days(start, days, holidays=HOLIDAYS)
    assert is_working_day(due, holidays=HOLIDAYS)
    assert count_working_days(start, due, holidays=HOLIDAYS) == days
    assert count_working_days(due, start, holidays=HOLIDAYS) == -days
    assert due - start >= timedelta(days=days)
