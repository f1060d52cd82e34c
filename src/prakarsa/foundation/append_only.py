"""Tables that the database itself keeps append-only: rows come, and never change or go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from prakarsa.foundation.guards import missing_guards

PROBLEM = "rows of this table are never changed"
SQLITE_EVENTS = ("update", "delete", "replace")
POSTGRES_EVENTS = ("fixed", "kept")


def guards_missing(tables: Iterable[str]) -> list[str]:
    """Return the guards of these tables that are not there, or switched off."""
    names = list(tables)
    return missing_guards(
        sqlite=[f"{table}_no_{event}" for table in names for event in SQLITE_EVENTS],
        postgres=[f"{table}_{event}" for table in names for event in POSTGRES_EVENTS],
    )


def installer(*tables: str) -> Callable[[Any, Any], None]:
    """Return what a migration runs to put guards on these tables."""

    def install(_apps: Any, editor: Any) -> None:
        make = _sqlite if editor.connection.vendor == "sqlite" else _postgres
        for table in tables:
            for statement in make(table):
                editor.execute(statement, params=None)

    return install


def remover(*tables: str) -> Callable[[Any, Any], None]:
    """Return what takes them away again."""

    def remove(_apps: Any, editor: Any) -> None:
        for table in tables:
            statements = [f"DROP FUNCTION {table}_fixed() CASCADE"]
            if editor.connection.vendor == "sqlite":
                statements = [f"DROP TRIGGER {table}_no_{event}" for event in SQLITE_EVENTS]
            for statement in statements:
                editor.execute(statement, params=None)

    return remove


def _sqlite(table: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{PROBLEM}'); END"
    # REPLACE deletes without firing the triggers of a delete, so it is stopped at the insert.
    taken = f"WHEN NEW.id IN (SELECT id FROM {table})"
    events = (("update", "UPDATE", ""), ("delete", "DELETE", ""), ("replace", "INSERT", taken))
    return [
        f"CREATE TRIGGER {table}_no_{name} BEFORE {event} ON {table} FOR EACH ROW {when} {refuse}"
        for name, event, when in events
    ]


def _postgres(table: str) -> list[str]:
    refuse = f"RAISE EXCEPTION '{PROBLEM}' USING ERRCODE = 'integrity_constraint_violation';"
    run = f"EXECUTE FUNCTION {table}_fixed()"
    function = (
        f"CREATE FUNCTION {table}_fixed() RETURNS trigger LANGUAGE plpgsql AS $body$"
        f" BEGIN {refuse} END $body$"
    )
    row = f"CREATE TRIGGER {table}_fixed BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {run}"
    whole = f"CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {run}"
    return [function, row, whole]
