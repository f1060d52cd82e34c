"""L05, C01: a killed upgrade did a step wholly or not at all; what it did is told once."""

from __future__ import annotations

from typing import ClassVar

import pytest
from django.db import connection, migrations, models
from django.db.migrations.migration import Migration
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from prakarsa.audit.models import AuditEntry
from prakarsa.audit.verification import verify
from prakarsa.operations.migrating import WholeExecutor
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


class Killed(Exception):
    """Stands for the end of the process."""


class ATable(Migration):
    """Makes a table with an index: Django commits such a one before it is written down."""

    operations: ClassVar = [
        migrations.CreateModel(
            "Thing",
            fields=[("id", models.BigAutoField(primary_key=True)), ("at", models.IntegerField())],
        ),
        migrations.AddIndex("thing", models.Index(fields=["at"], name="killed_at")),
        migrations.AddField("thing", "of", models.ForeignKey("Thing", models.CASCADE)),
    ]


def a_table() -> Migration:
    return ATable("0001_initial", "killed")


@pytest.mark.django_db(transaction=True)
def test_C01_a_step_and_its_entry_are_there_together_or_not_at_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def killed(*_given: object) -> None:
        raise Killed

    executor = WholeExecutor(connection)
    with monkeypatch.context() as patch:
        patch.setattr(MigrationRecorder, "record_applied", killed)
        with pytest.raises(Killed):
            executor.apply_migration(ProjectState(), a_table())
    assert "killed_thing" not in connection.introspection.table_names()
    state = executor.apply_migration(ProjectState(), a_table())
    assert "killed_thing" in connection.introspection.table_names()
    assert ("killed", "0001_initial") in MigrationRecorder(connection).applied_migrations()
    with monkeypatch.context() as patch:
        patch.setattr(MigrationRecorder, "record_unapplied", killed)
        with pytest.raises(Killed):
            executor.unapply_migration(ProjectState(), a_table())
    assert "killed_thing" in connection.introspection.table_names()
    executor.unapply_migration(ProjectState(), a_table())
    assert "killed_thing" not in connection.introspection.table_names()
    assert state.models.keys() == {("killed", "thing")}
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)
