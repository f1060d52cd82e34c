"""Holidays and working days: what the law fixes, what the region adds, what tables bring."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from prakarsa.audit.models import AuditEntry
from prakarsa.calendars import actions
from prakarsa.calendars.actions import NewHoliday
from prakarsa.calendars.fixed_holidays import fixed_between
from prakarsa.calendars.importing import Outcome, plan_holidays, read_day
from prakarsa.calendars.models import Holiday
from prakarsa.calendars.queries import due_date, holidays_of, working_days_left
from prakarsa.organisations.roles import Role
from tests.worlds import World

NYEPI = NewHoliday(date(2026, 3, 19), "Hari Suci Nyepi", "SKB contoh")


def test_the_law_fixes_five_days_of_the_year() -> None:
    year = fixed_between(date(2026, 1, 1), date(2026, 12, 31))
    assert [day for day, _holiday in year] == [
        date(2026, 1, 1),
        date(2026, 5, 1),
        date(2026, 6, 1),
        date(2026, 8, 17),
        date(2026, 12, 25),
    ]
    assert all(holiday.source.startswith("Keppres 8/2024") for _day, holiday in year)


def test_before_the_first_day_of_the_law_it_fixes_nothing() -> None:
    assert fixed_between(date(2024, 1, 1), date(2024, 4, 30)) == []
    assert len(fixed_between(date(2024, 1, 29), date(2024, 12, 31))) == 4


def test_a_region_adds_days_of_its_own(world: World, at: datetime) -> None:
    actions.add_holiday(seat=world.seat(Role.SECRETARIAT), holiday=NYEPI, at=at)
    march = (date(2026, 3, 1), date(2026, 3, 31))
    assert [line.name for line in holidays_of(world.home, *march)] == ["Hari Suci Nyepi"]
    assert holidays_of(world.other, *march) == []
    with pytest.raises(ValidationError, match="sudah ada"):
        actions.add_holiday(seat=world.seat(Role.SECRETARIAT), holiday=NYEPI, at=at)
    assert AuditEntry.objects.filter(act="calendars.holiday.added").count() == 1


def test_due_dates_skip_weekends_and_holidays(world: World, at: datetime) -> None:
    friday_before = date(2026, 8, 14)
    assert due_date(world.home, friday_before, 1) == date(2026, 8, 18)
    assert due_date(world.home, friday_before, 3) == date(2026, 8, 20)
    assert working_days_left(world.home, friday_before, date(2026, 8, 18)) == 1
    assert working_days_left(world.home, date(2026, 8, 18), friday_before) == 0
    own = NewHoliday(date(2026, 8, 18), "Cuti bersama", "SKB contoh")
    actions.add_holiday(seat=world.seat(Role.SECRETARIAT), holiday=own, at=at)
    assert due_date(world.home, friday_before, 1) == date(2026, 8, 19)
    assert due_date(world.other, friday_before, 1) == date(2026, 8, 18)


def test_due_dates_count_past_many_holidays_in_a_row(world: World, at: datetime) -> None:
    days = [NewHoliday(date(2026, 3, day), f"Libur {day}", "x") for day in range(2, 31)]
    actions.add_holidays(seat=world.seat(Role.SECRETARIAT), holidays=days, at=at)
    assert due_date(world.home, date(2026, 3, 1), 1) == date(2026, 3, 31)


def test_Z01_only_the_secretariat_keeps_the_list(world: World, at: datetime) -> None:
    holiday = actions.add_holiday(seat=world.seat(Role.SECRETARIAT), holiday=NYEPI, at=at)
    for role in Role:
        if role not in (Role.SECRETARIAT, Role.PUBLIC):
            with pytest.raises(PermissionDenied):
                actions.add_holiday(seat=world.seat(role), holiday=NYEPI, at=at)
    with pytest.raises(PermissionDenied):
        actions.remove_holiday(seat=world.other_seat(Role.SECRETARIAT), holiday=holiday, at=at)
    assert Holiday.objects.count() == 1


def test_M04_taking_a_day_off_the_list_twice_is_once(world: World, at: datetime) -> None:
    seat = world.seat(Role.SECRETARIAT)
    holiday = actions.add_holiday(seat=seat, holiday=NYEPI, at=at)
    key = holiday.pk
    for _twice in range(2):
        holiday.pk = key
        actions.remove_holiday(seat=seat, holiday=holiday, at=at)
    assert Holiday.objects.count() == 0
    assert AuditEntry.objects.filter(act="calendars.holiday.removed").count() == 1


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-19", date(2026, 3, 19)),
        ("19/03/2026", date(2026, 3, 19)),
        ("3-4-2026", date(2026, 4, 3)),
        ("19/03/26", None),
        ("31/02/2026", None),
        ("19 Maret 2026", None),
        ("", None),
    ],
)
def test_F08_days_are_read_with_the_day_before_the_month(text: str, day: date | None) -> None:
    assert read_day(text) == day


def test_F08_a_table_says_for_each_row_what_it_would_do(db: None) -> None:
    records = [
        (2, {"tanggal": "2026-03-19", "nama": "Nyepi", "sumber": "SKB"}),
        (3, {"tanggal": "2026-03-19", "nama": "Nyepi lagi", "sumber": "SKB"}),
        (4, {"tanggal": "19 Maret", "nama": "x", "sumber": "SKB"}),
        (5, {"tanggal": "2026-03-20", "nama": "", "sumber": "SKB"}),
        (6, {"tanggal": "2026-03-21", "nama": "Idulfitri", "sumber": ""}),
    ]
    plan = plan_holidays(records, known=set())
    assert [(row.number, row.outcome) for row in plan] == [
        (2, Outcome.NEW),
        (3, Outcome.SAME),
        (4, Outcome.ERROR),
        (5, Outcome.ERROR),
        (6, Outcome.ERROR),
    ]
    assert plan[2].reason.startswith("Tanggal tidak terbaca")


def test_M04_the_same_table_twice_changes_nothing(world: World, at: datetime) -> None:
    seat = world.seat(Role.SECRETARIAT)
    assert len(actions.add_holidays(seat=seat, holidays=[NYEPI], at=at)) == 1
    assert actions.add_holidays(seat=seat, holidays=[NYEPI], at=at) == []
