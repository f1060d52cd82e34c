"""Which changes of the database this version knows, and which of them are done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from prakarsa.audit.actions import record
from prakarsa.audit.actors import Target, system_actor
from prakarsa.audit.models import AuditEntry

APPLIED = "operations.migrations.applied"
_migrated: list[bool] = []


def unknown_migrations(names: Iterable[str]) -> list[str]:
    """Return those of the migrations (`app.name`) that this version does not know."""
    loader = MigrationLoader(None)
    replaced = {key for each in loader.disk_migrations.values() for key in each.replaces}
    known = {f"{app}.{name}" for app, name in {*loader.disk_migrations, *replaced}}
    return sorted(set(names) - known)


def waiting_migrations() -> list[str]:
    """Return the migrations of this version that were not done, those between others too."""
    executor = MigrationExecutor(connection)
    done = executor.loader.applied_migrations
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    names = ((migration.app_label, migration.name) for migration, _is_back in plan)
    return [f"{app}.{name}" for app, name in names if (app, name) not in done]


def applied_migrations() -> dict[str, datetime]:
    """Return the changes that were done, each with its moment."""
    rows = MigrationRecorder(connection).applied_migrations()
    return {f"{app}.{name}": row.applied for (app, name), row in sorted(rows.items())}


@transaction.atomic
def record_migrations(*, at: datetime) -> bool:
    """Record the changes that no entry tells of yet; say whether there were any.

    So a run that was killed between a change and its entry is made up for by the next one.
    """
    told = _told_migrations()
    fresh = {name: moment for name, moment in applied_migrations().items() if name not in told}
    if fresh:
        record(
            actor=system_actor("migrate"), act=APPLIED, at=at,
            target=Target(kind="operations.migrations"), after={"migrations": fresh},
        )  # fmt: skip
    return bool(fresh)


def _told_migrations() -> set[str]:
    entries = AuditEntry.objects.filter(region_code="", act=APPLIED).select_related("payload")
    bodies = [entry.payload.body or {} for entry in entries]
    return {name for body in bodies for name in body.get("after", {}).get("migrations", [])}


def is_ready() -> bool:
    """Say whether the database answers and holds the tables of this version.

    That nothing is left to migrate is remembered: it does not become untrue while we run.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if not _migrated and not waiting_migrations():
        _migrated.append(True)
    return bool(_migrated)
