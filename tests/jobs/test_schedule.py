"""Daily work: once per day and kind, at or after its hour, also late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from prakarsa.audit.models import AuditEntry
from prakarsa.jobs.models import Job
from prakarsa.jobs.schedule import enqueue_due
from tests.jobs import kinds_for_tests
from tests.working import run_next

SIX_WIB = datetime(2026, 7, 13, 23, 0, tzinfo=UTC)
KIND = "tests.daily"

assert kinds_for_tests.STEPS == 5


def count() -> int:
    return Job.objects.filter(kind=KIND).count()


@pytest.mark.django_db
def test_daily_work_waits_for_its_hour_in_the_zone_of_the_installation() -> None:
    enqueue_due(SIX_WIB - timedelta(seconds=1))
    assert count() == 0
    enqueue_due(SIX_WIB)
    assert count() == 1


@pytest.mark.django_db
def test_C03_daily_work_is_asked_for_once_a_day_however_often_one_looks() -> None:
    for hours in (0, 1, 5, 0):
        enqueue_due(SIX_WIB + timedelta(hours=hours))
    assert count() == 1
    enqueue_due(SIX_WIB + timedelta(days=1))
    assert count() == 2


@pytest.mark.django_db
def test_daily_work_missed_at_its_hour_is_done_later_that_day() -> None:
    enqueue_due(SIX_WIB + timedelta(hours=17, minutes=59))
    assert count() == 1


@pytest.mark.django_db
def test_L05_daily_work_is_an_entry_with_what_it_removed() -> None:
    enqueue_due(SIX_WIB)
    while run_next(at=SIX_WIB):
        pass
    entries = AuditEntry.objects.filter(act="jobs.job.done", actor_key="system:jobs.sweep")
    kept = (
        "files",
        "uploads",
        "jobs",
        "letters",
        "devices",
        "sessions",
        "attempts",
        "invitations",
        "tallies",
        "temporary",
    )
    assert entries.get().payload.body["after"]["result"] == dict.fromkeys(kept, 0)
