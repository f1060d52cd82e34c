"""Reminders come on the days of the book, one at a time, and not long afterwards."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prakarsa.rules.contract.book import open_book
from prakarsa.rules.contract.reminders import CATCH_UP_DAYS, reminder_due

DUE = date(2026, 10, 15)
DAYS = open_book("contoh").reminder_days


def test_the_example_names_its_days_as_an_example() -> None:
    assert DAYS.value == (-14, -3, 1, 7, 14)
    assert not DAYS.confirmed


@pytest.mark.parametrize(
    ("passed", "expected"),
    [
        (-15, None), (-14, -14), (-11, -14), (-10, None), (-3, -3), (0, -3), (1, 1), (4, 1),
        (5, None), (7, 7), (14, 14), (17, 14), (18, None), (400, None),
    ],
)  # fmt: skip
def test_one_reminder_stands_for_a_day(passed: int, expected: int | None) -> None:
    today = DUE + timedelta(days=passed)
    assert reminder_due(today, due_on=DUE, days_from_due=DAYS.value) == expected


@given(st.lists(st.integers(-60, 60), max_size=6), st.integers(-90, 90))
def test_a_reminder_is_never_early_and_never_old(days: list[int], passed: int) -> None:
    found = reminder_due(DUE + timedelta(days=passed), due_on=DUE, days_from_due=days)
    if found is not None:
        assert found in days
        assert 0 <= passed - found <= CATCH_UP_DAYS
