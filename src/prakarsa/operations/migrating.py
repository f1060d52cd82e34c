"""Change the database step by step, each step and its entry in one transaction.

Django writes some steps down only after they are committed. An upgrade that is killed between the
two would be done again by the next one and fail, because the table is there already.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration


class WholeExecutor(MigrationExecutor):
    """Does a migration and writes it down at once, forwards and backwards."""

    def apply_migration(self, state: Any, migration: Migration, *given: Any, **named: Any) -> Any:
        """Run a migration forwards."""
        with _whole(self.connection, migration):
            return super().apply_migration(state, migration, *given, **named)

    def unapply_migration(self, state: Any, migration: Migration, *given: Any, **named: Any) -> Any:
        """Run a migration backwards."""
        with _whole(self.connection, migration):
            return super().unapply_migration(state, migration, *given, **named)


def migrate_database() -> None:
    """Run all migrations that were not run yet."""
    # The command makes its executor by this name; there is no other way to give it one.
    vars(migrate)["MigrationExecutor"] = WholeExecutor
    call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def _whole(database: BaseDatabaseWrapper, migration: Migration) -> Iterator[None]:
    if not migration.atomic:
        yield
        return
    # SQLite changes tables with its keys unchecked, and cannot switch that in a transaction;
    # the editor of the tables checks all of them at its end.
    database.disable_constraint_checking()
    try:
        with transaction.atomic(using=database.alias):
            yield
    finally:
        database.enable_constraint_checking()
