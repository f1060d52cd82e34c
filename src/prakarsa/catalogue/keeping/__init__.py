"""Keeps the catalogue's tables in step: the database does it, by triggers that stand in SQL files.

The registry lies below us and may not know us, and people also load rows in bulk; so the database
itself writes our tables in the same transaction. SQLite loses the triggers of a table that a
migration makes anew, and refuses to make it while a trigger names it: they are taken away before
migrations and put back after them, and then everything is written again (see `apps`).
"""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from pathlib import Path

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from prakarsa.catalogue.models import Entry, EntryAffair, Words
from prakarsa.registry.models import Innovation, Revision
from prakarsa.registry.queries import public_innovations

FOLDER = Path(__file__).parent
TABLES = {model._meta.db_table for model in (Entry, EntryAffair, Words, Innovation, Revision)}
SQLITE_OURS = (
    "SELECT type, name, sql FROM sqlite_master"
    " WHERE type IN ('trigger', 'view') AND name LIKE 'catalogue\\_%' ESCAPE '\\'"
)
POSTGRES_OURS = (
    "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
    " WHERE n.nspname = current_schema() AND p.proname LIKE 'catalogue\\_%' ORDER BY p.proname"
)
POSTGRES_MARK = (
    "SELECT obj_description(to_regprocedure('catalogue_refresh(bigint)')::oid, 'pg_proc'),"
    # A restore keeps the former schema beside this one, with triggers of the same names.
    " (SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
    " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema()"
    " AND t.tgname LIKE 'catalogue\\_%' AND NOT t.tgisinternal)"
)
POSTGRES_TRIGGERS = 5
# No innovation has the number 0: it is there so that the edition changes when nothing is published.
# The condition is that of `registry.queries.is_public`.
SQLITE_REBUILD = (
    "INSERT INTO catalogue_refresh (innovation)"
    " SELECT 0 UNION SELECT id FROM registry_innovation WHERE state = 'published'"
    " OR (public_revision_id IS NOT NULL AND state <> 'retired')"
)
POSTGRES_REBUILD = (
    "SELECT count(catalogue_refresh(i.id)) FROM"
    " (SELECT 0 AS id UNION SELECT id FROM registry_innovation WHERE state = 'published'"
    " OR (public_revision_id IS NOT NULL AND state <> 'retired')) i"
)
log = logging.getLogger(__name__)


def is_postgres() -> bool:
    """Say whether the database in use is PostgreSQL."""
    return connection.vendor == "postgresql"


def has_tables() -> bool:
    """Say whether the tables that are read and written exist."""
    return set(connection.introspection.table_names()) >= TABLES


@transaction.atomic
def install() -> None:
    """Put the triggers of this version in place and write everything again."""
    with connection.cursor() as cursor:
        _remove(cursor)
        if is_postgres():
            cursor.execute(_definition())
            cursor.execute(f"COMMENT ON FUNCTION catalogue_refresh(bigint) IS '{_mark()}'")
        else:
            for statement in _statements(_definition()):
                cursor.execute(statement)
        rebuild()


@transaction.atomic
def remove() -> None:
    """Take the triggers away; until they are back the catalogue is not kept."""
    with connection.cursor() as cursor:
        _remove(cursor)


@transaction.atomic
def rebuild() -> None:
    """Write every entry again from the registry."""
    Words.objects.all().delete()
    EntryAffair.objects.all().delete()
    Entry.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(POSTGRES_REBUILD if is_postgres() else SQLITE_REBUILD)


def is_current() -> bool:
    """Say whether exactly the triggers of this version are in place."""
    with connection.cursor() as cursor:
        if is_postgres():
            cursor.execute(POSTGRES_MARK)
            return tuple(cursor.fetchone()) == (_mark(), POSTGRES_TRIGGERS)
        cursor.execute(SQLITE_OURS)
        found = {sql for _type, _name, sql in cursor.fetchall()}
        return found == set(_statements(_definition()))


def is_kept() -> bool:
    """Say whether the catalogue can be trusted to be whole; write to the log when it cannot."""
    published = public_innovations().count()
    counts = {published, Entry.objects.count(), Words.objects.count()}
    if len(counts) == 1 and is_current():
        return True
    log.error("the catalogue is not kept in step; run `prakarsa migrate`", extra={"counts": counts})
    return False


def _remove(cursor: CursorWrapper) -> None:
    if is_postgres():
        cursor.execute(POSTGRES_OURS)
        for (signature,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION IF EXISTS {signature} CASCADE")
        return
    cursor.execute(SQLITE_OURS)
    # A view takes its own triggers along, so the triggers go first.
    for kind, name, _sql in sorted(cursor.fetchall()):
        cursor.execute(f"DROP {kind.upper()} IF EXISTS {connection.ops.quote_name(name)}")


def _definition() -> str:
    return (FOLDER / ("postgres.sql" if is_postgres() else "sqlite.sql")).read_text("utf-8")


def _mark() -> str:
    return hashlib.sha256(_definition().encode()).hexdigest()


def _statements(text: str) -> list[str]:
    """Return the statements of a file as SQLite stores them: without comments and last sign."""
    found, pending = [], ""
    for line in text.splitlines():
        if not pending and (not line or line.startswith("--")):
            continue
        pending += line if not pending else f"\n{line}"
        if sqlite3.complete_statement(pending):
            found.append(pending.removesuffix(";"))
            pending = ""
    return found
