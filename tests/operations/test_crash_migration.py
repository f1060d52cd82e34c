"""L05, C01: what a killed upgrade did is written down by the next one, and once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from prakarsa.audit.models import AuditEntry
from prakarsa.audit.verification import verify
from prakarsa.operations.schema import APPLIED, applied_migrations, record_migrations
from tests.worlds import AT


def told() -> list[set[str]]:
    """Return the names that each entry tells of, oldest entry first."""
    entries = AuditEntry.objects.filter(act=APPLIED).order_by("sequence").select_related("payload")
    return [set((each.payload.body or {})["after"]["migrations"]) for each in entries]


@pytest.mark.django_db
def test_C01_L05_a_change_without_its_entry_is_told_by_the_next_run() -> None:
    assert record_migrations(at=AT)
    assert told() == [set(applied_migrations())]
    # The run that made this change was killed before its entry.
    MigrationRecorder(connection).record_applied("registry", "9999_later")
    assert record_migrations(at=AT)
    assert told()[1:] == [{"registry.9999_later"}]
    assert not record_migrations(at=AT)
    assert len(told()) == 2
    assert verify().is_whole
