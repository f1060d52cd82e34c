"""Which changes of the database this version knows, and which of them are done."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

_migrated: list[bool] = []


def unknown_migrations(names: Iterable[str]) -> list[str]:
    """Return those of the migrations (`app.name`) that this version does not know."""
    loader = MigrationLoader(None)
    replaced = {key for each in loader.disk_migrations.values() for key in each.replaces}
    known = {f"{app}.{name}" for app, name in {*loader.disk_migrations, *replaced}}
    return sorted(set(names) - known)


def waiting_migrations() -> list[str]:
    """Return the migrations that `prakarsa migrate` would do now."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _is_back in plan]


def is_ready() -> bool:
    """Say whether the database answers and holds the tables of this version.

    That nothing is left to migrate is remembered: it does not become untrue while we run.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if not _migrated and not waiting_migrations():
        _migrated.append(True)
    return bool(_migrated)
