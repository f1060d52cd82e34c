"""Triggers of the database that must be there and switched on."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

SQLITE = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
# O: switched on for ordinary work; an owner can switch a trigger off.
POSTGRES = (
    "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
    " WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    " AND pg_table_is_visible(pg_class.oid)"
)


def missing_guards(*, sqlite: Iterable[str], postgres: Iterable[str]) -> list[str]:
    """Return those of the triggers that are not there, or switched off."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(SQLITE if is_sqlite else POSTGRES)
        found = {name for (name,) in cursor.fetchall()}
    return sorted(set(sqlite if is_sqlite else postgres) - found)
