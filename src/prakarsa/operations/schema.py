"""Which changes of the database this version knows, and which of them are done."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader


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
