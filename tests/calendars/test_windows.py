"""Windows: open and closed to the last instant, reopened for whom it was said, with a reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from prakarsa.audit.models import AuditEntry
from prakarsa.calendars import actions
from prakarsa.calendars.models import Reopening, ReportingWindow
from prakarsa.calendars.queries import (
    current_edition_year,
    deadline_for,
    is_open_for,
    reopenings_seen_by,
    window_of,
)
from prakarsa.calendars.telling import remind_of_closing
from prakarsa.foundation.time import WIB, WIT, WITA, end_of_day
from prakarsa.notices.models import Notice
from prakarsa.organisations.models import Agency, Region
from prakarsa.organisations.roles import Role
from tests.worlds import World

OPENS = datetime(2026, 6, 30, 17, 0, tzinfo=UTC)
CLOSES = end_of_day(date(2026, 7, 31), WIB)
MICROSECOND = timedelta(microseconds=1)
AFTER = CLOSES + timedelta(days=2)


def open_2026(
    world: World, at: datetime, *, opens: datetime = OPENS, closes: datetime = CLOSES
) -> ReportingWindow:
    return actions.open_window(
        seat=world.seat(Role.SECRETARIAT), edition_year=2026, opens_at=opens, closes_at=closes,
        source="Surat Sekda 1/2026", at=at,
    )  # fmt: skip


def is_open(region: Region, at: datetime, agency: Agency | None = None, year: int = 2026) -> bool:
    return is_open_for(region=region, agency=agency, edition_year=year, at=at)


def reopen(
    world: World, window: ReportingWindow, at: datetime, agency: Agency | None = None
) -> Reopening:
    return actions.reopen_window(
        seat=world.seat(Role.SECRETARIAT), window=window, agency=agency,
        until=AFTER + timedelta(days=3), reason="Banjir di kelurahan", at=at,
    )  # fmt: skip


def test_M02_a_window_includes_its_first_and_last_instant(world: World, at: datetime) -> None:
    open_2026(world, at)
    moments = [OPENS - MICROSECOND, OPENS, CLOSES, CLOSES + MICROSECOND]
    assert [is_open(world.home, each) for each in moments] == [False, True, True, False]
    assert not is_open(world.home, at, year=2025)
    assert not is_open(world.other, at)


@pytest.mark.parametrize(
    ("zone", "last"),
    [
        (WIB, datetime(2026, 7, 31, 16, 59, 59, 999_000, tzinfo=UTC)),
        (WITA, datetime(2026, 7, 31, 15, 59, 59, 999_000, tzinfo=UTC)),
        (WIT, datetime(2026, 7, 31, 14, 59, 59, 999_000, tzinfo=UTC)),
    ],
)
def test_M02_one_date_ends_at_another_instant_in_each_zone(
    world: World, at: datetime, zone: str, last: datetime
) -> None:
    open_2026(world, at, closes=end_of_day(date(2026, 7, 31), zone))
    assert is_open(world.home, last)
    assert not is_open(world.home, last + timedelta(milliseconds=1))


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2028, 2, 29), datetime(2028, 2, 29, 16, 59, 59, 999_999, tzinfo=UTC)),
        (date(2026, 12, 31), datetime(2026, 12, 31, 16, 59, 59, 999_999, tzinfo=UTC)),
    ],
)
def test_M02_leap_day_and_new_year(world: World, at: datetime, day: date, last: datetime) -> None:
    open_2026(world, at, closes=end_of_day(day, WIB))
    window = window_of(world.home, 2026)
    assert window is not None
    assert window.closes_at == last
    assert is_open(world.home, last)
    assert not is_open(world.home, last + MICROSECOND)


def test_without_a_window_nothing_is_open(world: World, at: datetime) -> None:
    assert not is_open(world.home, at)
    assert deadline_for(region=world.home, agency=None, edition_year=2026, at=at) is None


def test_a_reopening_is_for_the_unit_it_names(world: World, at: datetime) -> None:
    window = open_2026(world, at)
    reopening = reopen(world, window, AFTER, world.ward)
    assert is_open(world.home, AFTER, world.ward)
    assert not is_open(world.home, AFTER, world.second_ward)
    assert not is_open(world.home, AFTER)
    assert is_open(world.home, reopening.until, world.ward)
    assert not is_open(world.home, reopening.until + MICROSECOND, world.ward)
    ends = [
        deadline_for(region=world.home, agency=agency, edition_year=2026, at=AFTER)
        for agency in (world.ward, world.second_ward)
    ]
    assert ends == [reopening.until, CLOSES]


def test_a_reopening_for_all_is_for_all_from_its_moment_on(world: World, at: datetime) -> None:
    window = open_2026(world, at)
    reopen(world, window, AFTER)
    for agency in (world.ward, world.second_ward, None):
        assert is_open(world.home, AFTER, agency)
        assert not is_open(world.home, AFTER - MICROSECOND, agency)


def test_M04_the_same_reopening_twice_is_one_with_one_message(world: World, at: datetime) -> None:
    window = open_2026(world, at)
    assert reopen(world, window, AFTER, world.ward) == reopen(world, window, AFTER, world.ward)
    notice = Notice.objects.get()
    assert notice.person == world.person(Role.OPERATOR)
    assert notice.title == "Masa pelaporan 2026 dibuka kembali"
    assert notice.body.endswith("sampai 5 Agustus 2026 pukul 23.59 WIB.")
    assert AuditEntry.objects.filter(act="calendars.window.reopened").count() == 1


def test_an_open_window_is_changed_instead_of_reopened(world: World, at: datetime) -> None:
    window = open_2026(world, at)
    with pytest.raises(ValidationError, match="belum ditutup"):
        reopen(world, window, CLOSES)
    with pytest.raises(ValidationError, match="sudah lewat"):
        reopen(world, window, AFTER + timedelta(days=4))


def test_Z01_only_the_secretariat_of_the_region_sets_windows(world: World, at: datetime) -> None:
    window = open_2026(world, at)
    values = {"opens_at": OPENS, "closes_at": AFTER, "source": "x"}
    seats = [world.seat(role) for role in Role if role not in (Role.PUBLIC, Role.SECRETARIAT)]
    for seat in [*seats, world.other_seat(Role.SECRETARIAT)]:
        with pytest.raises(PermissionDenied):
            actions.change_window(seat=seat, window=window, version=1, at=at, **values)
        with pytest.raises(PermissionDenied):
            actions.reopen_window(
                seat=seat, window=window, agency=None, until=AFTER, reason="x", at=AFTER
            )
    for seat in seats:
        with pytest.raises(PermissionDenied):
            actions.open_window(seat=seat, edition_year=2025, at=at, **values)


def test_Z04_a_window_is_not_reopened_for_a_unit_of_another_region(
    world: World, at: datetime
) -> None:
    window = open_2026(world, at)
    with pytest.raises(PermissionDenied):
        reopen(world, window, AFTER, world.other_office)
    assert Reopening.objects.count() == 0


def test_M03_an_edition_has_one_window(world: World, at: datetime) -> None:
    open_2026(world, at)
    with pytest.raises(ValidationError, match="sudah ditetapkan"):
        open_2026(world, at)
    assert ReportingWindow.objects.count() == 1


def test_a_window_does_not_close_before_it_opens(world: World, at: datetime) -> None:
    with pytest.raises(ValidationError, match="lebih awal"):
        open_2026(world, at, closes=OPENS)


def test_Z10_a_stale_page_changes_nothing(world: World, at: datetime) -> None:
    window, seat = open_2026(world, at), world.seat(Role.SECRETARIAT)
    changed = actions.change_window(
        seat=seat, window=window, version=1, opens_at=OPENS, closes_at=AFTER, source="x", at=at
    )
    assert changed.version == 2
    with pytest.raises(ValidationError, match="berubah sejak"):
        actions.change_window(
            seat=seat, window=window, version=1, opens_at=OPENS, closes_at=CLOSES, source="y", at=at
        )
    changed.refresh_from_db()
    assert (changed.closes_at, changed.source) == (AFTER, "x")


def test_L01_each_act_writes_one_entry_with_before_and_after(world: World, at: datetime) -> None:
    window = open_2026(world, at)
    actions.change_window(
        seat=world.seat(Role.SECRETARIAT), window=window, version=1, opens_at=OPENS,
        closes_at=AFTER, source="x", at=at,
    )  # fmt: skip
    entries = AuditEntry.objects.filter(act__startswith="calendars.").order_by("sequence")
    assert [entry.act for entry in entries] == [
        "calendars.window.opened",
        "calendars.window.changed",
    ]
    body = entries[1].payload.body
    assert body["before"]["closes_at"] == CLOSES.astimezone(UTC).isoformat()
    assert body["after"]["closes_at"] == AFTER.astimezone(UTC).isoformat()
    assert {entry.region_code for entry in entries} == {"99.01"}


def test_a_unit_reads_its_own_reopenings_and_the_region_reads_all(
    world: World, at: datetime
) -> None:
    window = open_2026(world, at)
    own, other = (
        reopen(world, window, AFTER, world.ward),
        reopen(world, window, AFTER, world.second_ward),
    )
    seen = {role: set(reopenings_seen_by(world.seat(role), window)) for role in (
        Role.OPERATOR, Role.SECRETARIAT, Role.MAYOR, Role.FINANCE,
    )}  # fmt: skip
    assert seen == {
        Role.OPERATOR: {own},
        Role.SECRETARIAT: {own, other},
        Role.MAYOR: {own, other},
        Role.FINANCE: set(),
    }


def test_the_current_edition_is_the_open_one_else_the_last_opened_else_the_newest_complete(
    world: World, at: datetime
) -> None:
    assert current_edition_year(None, at) == 2026
    assert current_edition_year(world.home, at) == 2026
    seat, year = world.seat(Role.SECRETARIAT), timedelta(days=365)
    old = actions.open_window(
        seat=seat, edition_year=2025, opens_at=OPENS - year, closes_at=CLOSES - year, source="x",
        at=at,
    )  # fmt: skip
    assert current_edition_year(world.home, OPENS - MICROSECOND) == 2025
    open_2026(world, at)
    assert current_edition_year(world.home, OPENS - MICROSECOND) == 2025
    assert current_edition_year(world.home, OPENS) == 2026
    assert current_edition_year(world.home, AFTER) == 2026
    reopen(world, old, AFTER)
    assert current_edition_year(world.home, AFTER) == 2025
    assert current_edition_year(world.other, AFTER) == 2026


def test_operators_are_reminded_once_on_each_day_that_counts(world: World, at: datetime) -> None:
    open_2026(world, at)
    operator = world.person(Role.OPERATOR)
    told = {}
    for days in range(20):
        moment = CLOSES - timedelta(days=days, hours=12)
        for _twice in range(2):
            remind_of_closing(at=moment)
        told[days] = Notice.objects.count()
        Notice.objects.all().delete()
    assert {days for days, count in told.items() if count} == {14, 7, 3, 1}
    assert set(told.values()) == {0, 1}
    remind_of_closing(at=CLOSES - timedelta(days=7))
    notice = Notice.objects.get()
    assert (notice.person, notice.title) == (operator, "Masa pelaporan 2026: 7 hari lagi")
    assert notice.body == "Anda dapat mengajukan dan mengubah sampai 31 Juli 2026 pukul 23.59 WIB."


def test_the_unit_of_a_reopening_is_reminded_of_its_own_end(world: World, at: datetime) -> None:
    window = open_2026(world, at)
    reopening = reopen(world, window, AFTER, world.ward)
    Notice.objects.all().delete()
    assert remind_of_closing(at=reopening.until - timedelta(days=1)) == 1
    assert Notice.objects.get().person == world.person(Role.OPERATOR)
    assert remind_of_closing(at=reopening.until + MICROSECOND) == 0
