"""Terms that are a promise, and how far it was kept: exact, in both directions."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prakarsa.rules.contract.book import known_books, open_book, read_book
from prakarsa.rules.contract.standing import Outcome, Status, outcome_of, status_of
from prakarsa.rules.contract.terms import refuse_terms
from prakarsa.rules.progress import Better, progress
from prakarsa.rules.rulebook import RulebookError, parse_table
from prakarsa.rules.working import Worked

BOOK = open_book("contoh")
LIMITS = {"on_track_from": "90", "at_risk_from": "70", "fulfilled_from": "100", "partly_from": "60"}
NUMBERS = st.decimals(
    allow_nan=False, allow_infinity=False, places=3, min_value=-9999, max_value=9999
)
PERCENT = st.fractions(min_value=-200, max_value=200, max_denominator=1000)


def book_text(**changes: str) -> str:
    limits = {**LIMITS, **changes}
    return f"""
subject = "contract"
book = "uji"
title = "Uji"
is_example = true
first_day = 2024-01-01
source = "Uji"
[status]
on_track_from = {limits["on_track_from"]}
at_risk_from = {limits["at_risk_from"]}
[outcome]
fulfilled_from = {limits["fulfilled_from"]}
partly_from = {limits["partly_from"]}
[signals]
history_years = 3
history_values = 2
exact_quarters = 4
exact_share = 75
last_quarter_share = 60
last_quarter_beyond_plan = 25
addenda = 3
"""


@pytest.mark.parametrize("name", known_books())
def test_every_book_names_itself_and_its_source(name: str) -> None:
    book = open_book(name)
    assert book.name == name
    assert book.source
    assert book.title


def test_the_example_says_that_it_is_one_and_confirms_nothing() -> None:
    limits = (BOOK.on_track_from, BOOK.at_risk_from, BOOK.fulfilled_from, BOOK.partly_from)
    assert BOOK.is_example
    assert [limit.value for limit in limits] == [9_000, 7_000, 10_000, 6_000]
    assert not any(limit.confirmed for limit in limits)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"at_risk_from": "91"}, "status.at_risk_from"),
        ({"at_risk_from": "-1"}, "status.at_risk_from"),
        ({"partly_from": "100.01"}, "outcome.partly_from"),
        ({"fulfilled_from": "0.001"}, "outcome.fulfilled_from"),
    ],
)
def test_a_book_with_limits_in_no_order_is_refused(changes: dict[str, str], key: str) -> None:
    with pytest.raises(RulebookError, match=key):
        read_book(parse_table(book_text(**changes), file="f.toml"))


@pytest.mark.parametrize(
    ("baseline", "end", "better", "reason"),
    [
        ("14", "3", Better.LOWER, None),
        ("-3", "0", Better.HIGHER, None),
        ("14", "14.0", Better.LOWER, "Titik akhir sama dengan titik nol"),
        ("14", "15.5", Better.LOWER, "Titik akhir 15,5 lebih tinggi daripada titik nol 14"),
        ("14", "3", Better.HIGHER, "Titik akhir 3 lebih rendah daripada titik nol 14"),
    ],
)
def test_terms(baseline: str, end: str, better: Better, reason: str | None) -> None:
    refusal = refuse_terms(baseline=Decimal(baseline), end=Decimal(end), better=better)
    assert (refusal is None) is (reason is None)
    assert refusal is None or str(refusal.reason).startswith(str(reason))


@given(NUMBERS, NUMBERS, NUMBERS, st.sampled_from(Better))
def test_progress_of_terms_that_stand_never_divides_by_zero(
    baseline: Decimal, end: Decimal, result: Decimal, better: Better
) -> None:
    if refuse_terms(baseline=baseline, end=end, better=better) is not None:
        return
    worked = progress(baseline=baseline, target=end, result=result)
    assert isinstance(worked, Worked)
    assert (worked.value > 0) is (result != baseline and (result > baseline) is (end > baseline))


@pytest.mark.parametrize(
    ("made", "due", "status"),
    [
        (90, 100, Status.ON_TRACK),
        (Fraction(8_999, 100), 100, Status.AT_RISK),
        (70, 100, Status.AT_RISK),
        (Fraction(6_999, 100), 100, Status.OFF_TRACK),
        (45, 50, Status.ON_TRACK),
        (130, 50, Status.ON_TRACK),
        (0, 0, Status.ON_TRACK),
        (Fraction(-1, 100), 0, Status.OFF_TRACK),
        # A loss was planned: what was planned is on track.
        (-10, -10, Status.ON_TRACK),
        (-11, -10, Status.OFF_TRACK),
    ],
)
def test_status(made: Fraction | int, due: int, status: Status) -> None:
    assert status_of(progress=Fraction(made), due=Fraction(due), book=BOOK) is status


@given(PERCENT, PERCENT, PERCENT)
def test_more_progress_never_stands_worse(less: Fraction, more: Fraction, due: Fraction) -> None:
    less, more = sorted((less, more))
    order = [Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK]
    places = [order.index(status_of(progress=each, due=due, book=BOOK)) for each in (less, more)]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("made", "outcome"),
    [
        (100, Outcome.FULFILLED),
        (Fraction(9_999, 100), Outcome.PARTLY),
        (60, Outcome.PARTLY),
        (Fraction(5_999, 100), Outcome.MISSED),
        (-5, Outcome.MISSED),
    ],
)
def test_outcome(made: Fraction | int, outcome: Outcome) -> None:
    assert outcome_of(progress=Fraction(made), book=BOOK) is outcome
