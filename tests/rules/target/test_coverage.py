"""Coverage: who owes, who met it, exact shares, services, successions."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from prakarsa.rules.rounding import hundredths, two_decimals
from prakarsa.rules.target.counting import Counted, Facts, Milestone, Terms, Work
from prakarsa.rules.target.coverage import Quota, Standing, Tally, UnitCoverage, cover, tally
from prakarsa.rules.target.units import Succession, Unit, heirs_of

TERMS = Terms(
    first=date(2026, 1, 1),
    last=date(2026, 12, 31),
    as_of=date(2026, 7, 14),
    milestone=Milestone.VERIFIED,
    only_new=False,
)
ONE = {"kelurahan": Quota(1)}


def unit(key: int, **others: Any) -> Unit:
    return Unit(key=key, kind="kelurahan", **others)


def verified(key: int, owner: int | None, month: int = 3, service: int | None = None) -> Facts:
    reached = {Milestone.VERIFIED: (date(2026, month, 1),)}
    return Facts(key=key, unit=owner, service=service, reached=reached)


def draft(key: int, owner: int, work: Work = Work.DRAFT) -> Facts:
    return Facts(key=key, unit=owner, work=work)


def only(units: tuple[UnitCoverage, ...]) -> UnitCoverage:
    (single,) = units
    return single


def test_a_unit_meets_it_is_under_way_or_has_nothing() -> None:
    found = cover(
        units=[unit(1), unit(2), unit(3)],
        innovations=[verified(11, 1), draft(12, 2)],
        quotas=ONE,
        terms=TERMS,
    )
    assert [each.standing for each in found.units] == [
        Standing.MET, Standing.UNDER_WAY, Standing.NOTHING,
    ]  # fmt: skip
    assert found.tally == Tally(total=3, met=1, under_way=1)
    assert (found.tally.nothing, found.tally.share) == (1, Fraction(1, 3))


def test_33_of_46_is_71_74_percent_exactly_rounded_half_up() -> None:
    found = cover(
        units=[unit(key) for key in range(46)],
        innovations=[verified(100 + key, key) for key in range(33)],
        quotas=ONE,
        terms=TERMS,
    )
    share = found.tally.share
    assert share == Fraction(33, 46)
    assert two_decimals(hundredths(share * 100)) == "71.74"


@pytest.mark.parametrize(("met", "total", "percent"), [(1, 8, "12.50"), (1, 32, "3.13")])
def test_half_a_hundredth_goes_up(met: int, total: int, percent: str) -> None:
    share = Tally(total=total, met=met, under_way=0).share
    assert share is not None
    assert two_decimals(hundredths(share * 100)) == percent


def test_no_unit_has_no_share_and_not_zero() -> None:
    found = cover(units=[], innovations=[verified(1, 1)], quotas=ONE, terms=TERMS)
    assert found.tally == Tally(total=0, met=0, under_way=0)
    assert found.tally.share is None
    assert found.without_unit == (Counted(1, date(2026, 3, 1)),)


def test_a_quota_of_two_is_met_on_the_day_of_the_second() -> None:
    quotas = {"kelurahan": Quota(2)}
    facts = [verified(1, 1, month=2), verified(2, 1, month=6), verified(3, 1, month=4)]
    found = only(cover(units=[unit(1)], innovations=facts, quotas=quotas, terms=TERMS).units)
    assert (found.owed, found.towards, found.met_since) == (2, 2, date(2026, 4, 1))
    part = only(cover(units=[unit(1)], innovations=facts[:1], quotas=quotas, terms=TERMS).units)
    assert (part.owed, part.towards, part.met_since) == (2, 1, None)
    assert part.standing is Standing.UNDER_WAY


def test_per_service_one_service_does_not_make_up_for_another() -> None:
    quotas = {"kelurahan": Quota(1, per_service=True)}
    office = unit(1, services=(7, 8))
    facts = [verified(1, 1, service=7), verified(2, 1, service=7), verified(3, 1)]
    found = only(cover(units=[office], innovations=facts, quotas=quotas, terms=TERMS).units)
    assert (found.owed, found.towards, found.standing) == (2, 1, Standing.UNDER_WAY)
    facts.append(verified(4, 1, month=5, service=8))
    found = only(cover(units=[office], innovations=facts, quotas=quotas, terms=TERMS).units)
    assert (found.standing, found.met_since) == (Standing.MET, date(2026, 5, 1))


def test_per_service_a_unit_without_services_owes_it_once() -> None:
    quotas = {"kelurahan": Quota(1, per_service=True)}
    found = cover(units=[unit(1)], innovations=[verified(1, 1)], quotas=quotas, terms=TERMS)
    assert only(found.units).standing is Standing.MET


def test_only_kinds_with_a_quota_owe() -> None:
    office = Unit(key=2, kind="opd")
    found = cover(
        units=[unit(1), office],
        innovations=[verified(1, 2), verified(2, None)],
        quotas=ONE,
        terms=TERMS,
    )
    assert [each.unit.key for each in found.units] == [1]
    assert [each.key for each in found.without_unit] == [1, 2]


@pytest.mark.parametrize(
    ("start", "end", "owes"),
    [
        (None, None, True),
        (None, date(2026, 1, 1), False),
        (None, date(2026, 1, 2), True),
        (date(2026, 12, 31), None, True),
        (date(2027, 1, 1), None, False),
    ],
)
def test_Z09_a_unit_owes_when_it_existed_on_any_day_of_the_period(
    start: date | None, end: date | None, owes: bool
) -> None:
    found = cover(
        units=[unit(1, valid_from=start, valid_until=end)],
        innovations=[],
        quotas=ONE,
        terms=TERMS,
    )
    assert bool(found.units) is owes


def test_Z09_the_single_heir_owes_and_inherits() -> None:
    merged = [Succession(1, 3, date(2026, 5, 1)), Succession(2, 3, date(2026, 5, 1))]
    found = cover(
        units=[
            unit(1, valid_until=date(2026, 5, 1)),
            unit(2, valid_until=date(2026, 5, 1)),
            unit(3),
        ],
        successions=merged,
        innovations=[verified(11, 1)],
        quotas=ONE,
        terms=TERMS,
    )
    assert [(each.unit.key, each.standing) for each in found.units] == [(3, Standing.MET)]


def test_Z09_a_succession_after_the_period_changes_nothing_in_it() -> None:
    found = cover(
        units=[unit(1, valid_until=date(2027, 5, 1)), unit(2, valid_from=date(2027, 5, 1))],
        successions=[Succession(1, 2, date(2027, 5, 1))],
        innovations=[verified(11, 1)],
        quotas=ONE,
        terms=TERMS,
    )
    assert [(each.unit.key, each.standing) for each in found.units] == [(1, Standing.MET)]


def test_Z09_a_split_unit_stays_itself() -> None:
    day = date(2026, 5, 1)
    found = cover(
        units=[unit(1, valid_until=day), unit(2, valid_from=day), unit(3, valid_from=day)],
        successions=[Succession(1, 2, day), Succession(1, 3, day)],
        innovations=[verified(11, 1)],
        quotas=ONE,
        terms=TERMS,
    )
    assert [each.standing for each in found.units] == [
        Standing.MET, Standing.NOTHING, Standing.NOTHING,
    ]  # fmt: skip


def test_a_chain_of_names_leads_to_the_last_and_a_ring_ends() -> None:
    day = date(2026, 5, 1)
    chain = [Succession(1, 2, day), Succession(2, 3, day)]
    assert heirs_of(chain, by=day) == {1: 3, 2: 3}
    ring = [Succession(1, 2, day), Succession(2, 1, day)]
    assert set(heirs_of(ring, by=day)) == {1, 2}


def test_the_furthest_work_is_named() -> None:
    facts = [draft(1, 1), draft(2, 1, Work.SUBMITTED), draft(3, 1, Work.RETURNED)]
    found = only(cover(units=[unit(1)], innovations=facts, quotas=ONE, terms=TERMS).units)
    assert (found.furthest, found.in_work) == (Work.SUBMITTED, (1, 2, 3))


def test_tallies_by_group_add_up_to_the_whole() -> None:
    found = cover(
        units=[unit(1), unit(2), Unit(key=3, kind="opd")],
        innovations=[verified(11, 1), verified(12, 3)],
        quotas=ONE | {"opd": Quota(1)},
        terms=TERMS,
    )
    by_kind = tally(found.units, by=lambda each: each.unit.kind)
    assert by_kind == {"kelurahan": Tally(2, 1, 0), "opd": Tally(1, 1, 0)}
    assert sum(each.total for each in by_kind.values()) == found.tally.total
