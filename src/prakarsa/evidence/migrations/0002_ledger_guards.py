"""The database itself keeps the ledger append-only and the level columns true to it.

An entry is never updated or deleted, and names the level before it as it was. A level column of
an answer starts empty and becomes only what the newest entry of its kind says. To load many
answers: insert them with empty levels, insert the entries in order, then update the columns.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

KINDS = ("claimed", "supported", "verified", "final")
FIXED = "the ledger of levels is append-only"
BROKEN = "level_before is not the newest entry of this kind"
UNTRUE = "a level changes only through the ledger"
NOT_EMPTY = "an answer starts without levels"
SAME_ROW = "an answer keeps its row"
ANY_LEVEL = " OR ".join(f"NEW.{kind}_level IS NOT NULL" for kind in KINDS)


def _newest(answer: str, kind: str) -> str:
    return (
        "SELECT level_after FROM evidence_levelentry"
        f" WHERE answer_id = {answer} AND kind = {kind} ORDER BY id DESC LIMIT 1"
    )


def _taken(table: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"


def _sqlite_trigger(name: str, event: str, condition: str, problem: str) -> str:
    when = f" WHEN {condition}" if condition else ""
    return (
        f"CREATE TRIGGER {name} BEFORE {event} FOR EACH ROW{when}"
        f" BEGIN SELECT RAISE(ABORT, '{problem}'); END"
    )


def sqlite_statements() -> list[str]:
    """Return the triggers for SQLite."""
    ledger, answers = "evidence_levelentry", "evidence_answer"
    statements = [
        _sqlite_trigger("evidence_ledger_no_update", f"UPDATE ON {ledger}", "", FIXED),
        _sqlite_trigger("evidence_ledger_no_delete", f"DELETE ON {ledger}", "", FIXED),
        _sqlite_trigger(
            "evidence_ledger_follows",
            f"INSERT ON {ledger}",
            f"NEW.level_before IS NOT ({_newest('NEW.answer_id', 'NEW.kind')})",
            BROKEN,
        ),
        _sqlite_trigger("evidence_answer_empty", f"INSERT ON {answers}", ANY_LEVEL, NOT_EMPTY),
        # REPLACE deletes without firing the triggers of a delete, so it is stopped here.
        _sqlite_trigger("evidence_ledger_no_replace", f"INSERT ON {ledger}", _taken(ledger), FIXED),
        _sqlite_trigger(
            "evidence_answer_no_replace", f"INSERT ON {answers}", _taken(answers), SAME_ROW
        ),
        _sqlite_trigger(
            "evidence_answer_same_row", f"UPDATE OF id ON {answers}", "NEW.id <> OLD.id", SAME_ROW
        ),
    ]
    for kind in KINDS:
        column = f"{kind}_level"
        quoted = f"'{kind}'"
        condition = (
            f"NEW.{column} IS NOT OLD.{column} AND ("
            f"NEW.{column} IS NOT ({_newest('NEW.id', quoted)}) OR NOT EXISTS ("
            f"SELECT 1 FROM {ledger} WHERE answer_id = NEW.id AND kind = {quoted}))"
        )
        event = f"UPDATE OF {column} ON {answers}"
        statements.append(_sqlite_trigger(f"evidence_answer_{kind}", event, condition, UNTRUE))
    return statements


def _postgres_function(name: str, body: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$"
        f" BEGIN {body} RETURN NEW; END $body$"
    )


def _refuse(problem: str) -> str:
    return f"RAISE EXCEPTION '{problem}' USING ERRCODE = 'integrity_constraint_violation';"


def _postgres_checks() -> str:
    return " ".join(
        f"IF NEW.{kind}_level IS DISTINCT FROM OLD.{kind}_level"
        f" AND (NEW.{kind}_level IS DISTINCT FROM ({_newest('NEW.id', repr(kind))})"
        f" OR NOT EXISTS (SELECT 1 FROM evidence_levelentry"
        f" WHERE answer_id = NEW.id AND kind = '{kind}')) THEN {_refuse(UNTRUE)} END IF;"
        for kind in KINDS
    )


def _postgres_trigger(function: str, event: str) -> str:
    return f"CREATE TRIGGER {function} BEFORE {event} FOR EACH ROW EXECUTE FUNCTION {function}()"


def postgres_statements() -> list[str]:
    """Return the functions and triggers for PostgreSQL."""
    newest = _newest("NEW.answer_id", "NEW.kind")
    follows = f"IF NEW.level_before IS DISTINCT FROM ({newest}) THEN {_refuse(BROKEN)} END IF;"
    empty = f"IF {ANY_LEVEL} THEN {_refuse(NOT_EMPTY)} END IF;"
    columns = ", ".join(f"{kind}_level" for kind in KINDS)
    parts = [
        ("evidence_ledger_fixed", _refuse(FIXED), "UPDATE OR DELETE ON evidence_levelentry"),
        ("evidence_ledger_follows", follows, "INSERT ON evidence_levelentry"),
        ("evidence_answer_empty", empty, "INSERT ON evidence_answer"),
        ("evidence_answer_true", _postgres_checks(), f"UPDATE OF {columns} ON evidence_answer"),
        (
            "evidence_answer_same_row",
            f"IF NEW.id <> OLD.id THEN {_refuse(SAME_ROW)} END IF;",
            "UPDATE OF id ON evidence_answer",
        ),
    ]
    statements = [
        statement
        for name, body, event in parts
        for statement in (_postgres_function(name, body), _postgres_trigger(name, event))
    ]
    return [
        *statements,
        "CREATE TRIGGER evidence_ledger_kept BEFORE TRUNCATE ON evidence_levelentry"
        " FOR EACH STATEMENT EXECUTE FUNCTION evidence_ledger_fixed()",
    ]


def install(_apps: Any, editor: Any) -> None:
    """Create the guards of the database in use."""
    is_sqlite = editor.connection.vendor == "sqlite"
    for statement in sqlite_statements() if is_sqlite else postgres_statements():
        editor.execute(statement, params=None)


def remove(_apps: Any, editor: Any) -> None:
    """Take the guards away again."""
    if editor.connection.vendor == "sqlite":
        for statement in sqlite_statements():
            editor.execute(f"DROP TRIGGER {statement.split()[2]}", params=None)
        return
    for statement in postgres_statements():
        if statement.startswith("CREATE FUNCTION"):
            editor.execute(f"DROP FUNCTION {statement.split()[2]} CASCADE", params=None)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
