"""What is harder or softer about an offer, on value and on date, whichever way is better."""

import itertools
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prakarsa.rules.contract.offers import Movement, Offered, movement
from prakarsa.rules.progress import Better

DAY = date(2028, 6, 30)
OFFERS = st.builds(
    Offered,
    st.fractions(min_value=-1000, max_value=1000, max_denominator=100),
    st.dates(date(2020, 1, 1), date(2035, 12, 31)),
)


def offered(value: int, days: int = 0) -> Offered:
    return Offered(Fraction(value), DAY + timedelta(days=days))


@pytest.mark.parametrize(
    ("before", "after", "better", "moved", "is_harder", "is_softer"),
    [
        (offered(75), offered(79, -184), Better.HIGHER, Movement(Fraction(4), 184), True, False),
        (offered(82), offered(79), Better.HIGHER, Movement(Fraction(-3), 0), False, True),
        (offered(14), offered(10, 30), Better.LOWER, Movement(Fraction(4), -30), False, False),
        (offered(14), offered(14), Better.LOWER, Movement(Fraction(0), 0), False, False),
        (offered(14), offered(14, -1), Better.LOWER, Movement(Fraction(0), 1), True, False),
    ],
)
def test_movement(
    before: Offered,
    after: Offered,
    better: Better,
    moved: Movement,
    is_harder: bool,
    is_softer: bool,
) -> None:
    found = movement(before=before, after=after, better=better)
    assert found == moved
    assert (found.is_harder, found.is_softer) == (is_harder, is_softer)


@given(st.lists(OFFERS, min_size=2, max_size=8), st.sampled_from(Better))
def test_the_steps_of_a_round_add_up_to_what_it_won(offers: list[Offered], better: Better) -> None:
    steps = [
        movement(before=before, after=after, better=better)
        for before, after in itertools.pairwise(offers)
    ]
    won = movement(before=offers[0], after=offers[-1], better=better)
    assert sum((step.value for step in steps), Fraction(0)) == won.value
    assert sum(step.days for step in steps) == won.days


@given(OFFERS, OFFERS, st.sampled_from(Better))
def test_the_way_back_is_the_opposite(one: Offered, other: Offered, better: Better) -> None:
    there = movement(before=one, after=other, better=better)
    back = movement(before=other, after=one, better=better)
    assert (back.value, back.days) == (-there.value, -there.days)
    assert there.is_harder is back.is_softer
