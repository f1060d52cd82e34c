"""Take the database's guards away for a while: to empty tables after a test, or to tamper."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

POSTGRES_TABLES = (
    "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"
)
# A table with unchecked references of this transaction cannot be altered.
CHECK_NOW = "SET CONSTRAINTS ALL IMMEDIATE"
SQLITE_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"


@contextmanager
def unguarded() -> Iterator[None]:
    """Switch all triggers off, and on again afterwards, as only the owner of the tables could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_TABLES)
            tables = [name for (name,) in cursor.fetchall()]
            off = [CHECK_NOW, *(f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in tables)]
            off.append("SET CONSTRAINTS ALL DEFERRED")
            on = [CHECK_NOW, *(f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in tables)]
            on.append("SET CONSTRAINTS ALL DEFERRED")
        else:
            cursor.execute(SQLITE_TRIGGERS)
            triggers = cursor.fetchall()
            off = [f"DROP TRIGGER {name}" for name, _sql in triggers]
            on = [sql for _name, sql in triggers]
        for statement in off:
            cursor.execute(statement)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in on:
                cursor.execute(statement)
