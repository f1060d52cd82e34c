"""Where a contract stands: exact, never divided by nothing, a status only where one is due."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prakarsa.rules.contract.book import open_book
from prakarsa.rules.contract.consequence import Proposal, proposal_after
from prakarsa.rules.contract.delivery import QuarterFacts, quarter_status, standing_on
from prakarsa.rules.contract.plan import Planned, remarks_on
from prakarsa.rules.contract.quarters import Quarter, quarter_of, quarters_between
from prakarsa.rules.contract.standing import Outcome, Status
from prakarsa.rules.progress import Better, Number

BOOK = open_book("contoh")
VALUES = st.decimals(places=3, min_value=-9999, max_value=9999)
DAYS = st.dates(min_value=date(2025, 1, 1), max_value=date(2031, 12, 31))


def facts(
    number: int, target: Number, verified: Number | None = None, year: int = 2026
) -> QuarterFacts:
    quarter = Quarter(year, number)
    return QuarterFacts(
        quarter=quarter,
        due_on=quarter.following.first_day.replace(day=15),
        target=target,
        verified=verified,
    )


@st.composite
def many_facts(draw: st.DrawFn) -> list[QuarterFacts]:
    quarters = draw(
        st.lists(
            st.builds(Quarter, st.integers(2025, 2030), st.integers(1, 4)), unique=True, max_size=12
        )
    )
    return [
        QuarterFacts(
            quarter=each,
            due_on=draw(DAYS),
            target=draw(VALUES),
            verified=draw(st.none() | VALUES),
        )
        for each in quarters
    ]


@given(many_facts(), VALUES, VALUES, DAYS)
def test_progress_never_divides_by_zero_and_a_status_needs_both_sides(
    quarters: list[QuarterFacts], baseline: Decimal, end: Decimal, today: date
) -> None:
    found = standing_on(today, quarters, baseline=baseline, end=end, book=BOOK)
    if baseline == end:
        assert (found.made, found.due, found.status) == (None, None, None)
        return
    assert (found.made is None) is all(each.verified is None for each in quarters)
    assert (found.status is None) is (found.made is None or found.due is None)
    if found.due is None:
        assert all(each.due_on > today for each in quarters)
    elif found.made_in is not None and found.due_in is not None:
        assert found.due_in >= found.made_in


@given(VALUES, VALUES, VALUES)
def test_a_rising_and_a_falling_contract_stand_alike(
    baseline: Decimal, step: Decimal, made: Decimal
) -> None:
    start, width, value = (Fraction(each) for each in (baseline, step, made))
    if width == 0:
        return
    up = standing_on(
        date(2026, 12, 31), [facts(1, start + width, value)], baseline=start, end=start + width,
        book=BOOK,
    )  # fmt: skip
    down = standing_on(
        date(2026, 12, 31), [facts(1, start - width, 2 * start - value)], baseline=start,
        end=start - width, book=BOOK,
    )  # fmt: skip
    assert up.made is not None
    assert down.made is not None
    assert (up.made.value, up.status) == (down.made.value, down.status)


def test_the_last_verified_quarter_is_held_against_what_is_due_by_now() -> None:
    quarters = [facts(1, 65, 66), facts(2, 70), facts(3, 75)]
    found = standing_on(date(2026, 7, 20), quarters, baseline=60, end=80, book=BOOK)
    assert (found.made_in, found.due_in) == (Quarter(2026, 1), Quarter(2026, 2))
    assert found.made is not None
    assert found.due is not None
    assert (found.made.value, found.due.value) == (Fraction(30), Fraction(50))
    assert found.status is Status.OFF_TRACK


def test_who_reports_early_is_held_against_the_quarter_they_report() -> None:
    quarters = [facts(1, 65, 66), facts(2, 70, 66)]
    found = standing_on(date(2026, 6, 30), quarters, baseline=60, end=80, book=BOOK)
    assert (found.due_in, found.status) == (Quarter(2026, 2), Status.OFF_TRACK)


def test_nothing_verified_is_no_progress_of_zero() -> None:
    found = standing_on(date(2026, 7, 20), [facts(1, 65)], baseline=60, end=80, book=BOOK)
    assert (found.made, found.status, found.is_unreported) == (None, None, True)
    before = standing_on(date(2026, 1, 2), [facts(1, 65)], baseline=60, end=80, book=BOOK)
    assert not before.is_unreported


def test_a_quarter_is_judged_by_its_own_target() -> None:
    for value, status in ((65, Status.ON_TRACK), (64, Status.AT_RISK), (61, Status.OFF_TRACK)):
        found = quarter_status(facts(1, 65, value), baseline=60, end=80, book=BOOK)
        assert found is status
    assert quarter_status(facts(1, 65), baseline=60, end=80, book=BOOK) is None


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((65, 70, 75, 80), ["Target dibagi rata: 5"]),
        ((70, 75, 78, 80), []),
        ((65, 70), ["Target terakhir 70"]),
        ((70, 68, 79, 79), ["Target triwulan 2 2026", "Target terakhir 79"]),
        ((), []),
    ],
)
def test_plans_are_remarked_on_and_never_refused(values: tuple[int, ...], said: list[str]) -> None:
    planned = [
        Planned(Quarter(2026, place), Fraction(value)) for place, value in enumerate(values, 1)
    ]
    found = remarks_on(
        planned, baseline=Fraction(60), end=Fraction(80), better=Better.HIGHER
    )  # fmt: skip
    assert [str(each) for each in found if not any(map(str(each).startswith, said))] == []
    assert len(found) == len(said)


def test_a_falling_plan_is_read_downwards() -> None:
    planned = [Planned(Quarter(2026, 1), Fraction(30)), Planned(Quarter(2026, 2), Fraction(20))]
    found = remarks_on(
        planned, baseline=Fraction(60), end=Fraction(20), better=Better.LOWER
    )  # fmt: skip
    assert found == ()


def test_quarters_follow_each_other_over_years() -> None:
    assert quarter_of(date(2026, 12, 31)) == Quarter(2026, 4)
    assert Quarter(2026, 4).following == Quarter(2027, 1)
    assert (Quarter(2026, 1).first_day, Quarter(2026, 1).last_day) == (
        date(2026, 1, 1), date(2026, 3, 31),
    )  # fmt: skip
    assert len(quarters_between(date(2026, 5, 1), date(2027, 1, 1))) == 4


def test_an_honest_failure_is_never_proposed_for_review() -> None:
    for outcome in Outcome:
        found = proposal_after(outcome, is_honest_failure=True)
        assert found is not Proposal.REVIEW
    assert proposal_after(Outcome.MISSED, is_honest_failure=False) is Proposal.REVIEW
    assert proposal_after(Outcome.PARTLY, is_honest_failure=False) is Proposal.NONE
    assert proposal_after(Outcome.FULFILLED, is_honest_failure=False) is Proposal.REWARD
