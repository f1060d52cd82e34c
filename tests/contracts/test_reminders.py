"""Reminders of due days: once per agency and day of the book, never for what was handed in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from prakarsa.audit.actors import system_actor
from prakarsa.audit.models import AuditEntry
from prakarsa.contracts.actions.reminding import send_reminder
from prakarsa.contracts.models import Holder, PerformanceContract, QuarterTarget, SentReminder
from prakarsa.contracts.queries.reminders import DueReminder, due_reminders
from prakarsa.jobs.models import Job
from prakarsa.jobs.schedule import enqueue_due
from prakarsa.notices.models import Notice
from prakarsa.organisations.roles import Role
from tests.contracts.delivering import make_contract, make_targets, submitted
from tests.working import run_all
from tests.worlds import World

pytestmark = pytest.mark.django_db
DUE = date(2026, 10, 15)


@pytest.fixture
def contract(world: World) -> PerformanceContract:
    found = make_contract(world)
    QuarterTarget.objects.create(contract=found, year=2026, quarter=3, value=75, due_on=DUE)
    return found


def due(world: World, days: int) -> list[DueReminder]:
    return list(due_reminders(world.home, DUE + timedelta(days=days)))


def test_the_days_of_the_book_remind(world: World, contract: PerformanceContract) -> None:
    found = {days: [each.offset_days for each in due(world, days)] for days in range(-16, 20)}
    assert {days for days, offsets in found.items() if offsets == [days]} == {-14, -3, 1, 7, 14}
    assert found[-16] == []
    assert found[19] == []


def test_what_was_handed_in_is_not_asked_for(world: World, contract: PerformanceContract) -> None:
    submitted(world, contract.targets.get(), 75)
    assert due(world, 1) == []


@pytest.mark.parametrize("state", ["signing", "measured", "judged", "closed"])
def test_only_running_contracts_remind(world: World, state: str) -> None:
    make_targets(make_contract(world, state=state), 65, 70, 75)
    assert due(world, 1) == []


def test_the_agency_that_holds_it_on_the_day_is_reminded(
    world: World, contract: PerformanceContract
) -> None:
    Holder.objects.update(valid_until=date(2026, 10, 10))
    Holder.objects.create(
        contract=contract, agency=world.second_ward, share_hundredths=10_000, is_lead=True,
        valid_from=date(2026, 10, 10),
    )  # fmt: skip
    assert [each.agency for each in due(world, -14)] == [world.ward]
    assert [each.agency for each in due(world, 1)] == [world.second_ward]


def test_each_reminder_goes_once_and_is_written_down(
    world: World, contract: PerformanceContract
) -> None:
    at = datetime(2026, 10, 16, 2, 0, tzinfo=UTC)
    (reminder,) = due(world, 1)
    actor = system_actor("contracts.remind")
    assert send_reminder(actor=actor, due=reminder, at=at) == 2
    assert send_reminder(actor=actor, due=reminder, at=at) == 0
    assert due(world, 1) == []
    notice = Notice.objects.get(person=world.person(Role.OPERATOR))
    assert notice.title == (
        "Laporan triwulan 3 2026 lewat tenggat 15 Oktober 2026: Sampah terkelola"
    )
    assert Notice.objects.count() == 2
    assert AuditEntry.objects.filter(act="contracts.reminder.sent").count() == 1


def test_the_daily_work_reminds_each_region_in_its_own_day(
    world: World, contract: PerformanceContract
) -> None:
    # Seven in the morning in Jakarta, still the day before in Greenwich.
    at = datetime(2026, 10, 16, 0, 0, tzinfo=UTC)
    enqueue_due(at)
    run_all(at=at)
    job = Job.objects.get(kind="contracts.remind")
    assert (job.state, job.result) == ("done", {"reminders": 1, "people": 2})
    assert SentReminder.objects.get().offset_days == 1
