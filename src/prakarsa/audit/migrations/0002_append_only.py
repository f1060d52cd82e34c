"""The database itself keeps the chain: entries never change, payloads are only ever erased whole.

The one change allowed to a payload is its erasure: body NULL, salt and address empty at once.
The guard against inserting over an existing entry is for SQLite, whose REPLACE deletes silently.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

ENTRIES, PAYLOADS = "audit_auditentry", "audit_auditpayload"
FIXED = "the audit chain is append-only"
ONLY_ERASED = "an audit payload can only be erased"
IS_ERASURE = (
    "NEW.entry_id = OLD.entry_id AND OLD.body IS NOT NULL"
    " AND NEW.body IS NULL AND NEW.salt = '' AND NEW.address = ''"
)


def _sqlite_trigger(name: str, event: str, when: str, problem: str) -> str:
    condition = f" WHEN {when}" if when else ""
    return (
        f"CREATE TRIGGER {name} BEFORE {event} FOR EACH ROW{condition}"
        f" BEGIN SELECT RAISE(ABORT, '{problem}'); END"
    )


def sqlite_statements() -> list[str]:
    """Return the triggers for SQLite."""
    again = f"EXISTS (SELECT 1 FROM {ENTRIES} WHERE sequence = NEW.sequence)"
    payload_again = f"EXISTS (SELECT 1 FROM {PAYLOADS} WHERE entry_id = NEW.entry_id)"
    return [
        _sqlite_trigger("audit_entry_no_update", f"UPDATE ON {ENTRIES}", "", FIXED),
        _sqlite_trigger("audit_entry_no_delete", f"DELETE ON {ENTRIES}", "", FIXED),
        _sqlite_trigger("audit_entry_no_replace", f"INSERT ON {ENTRIES}", again, FIXED),
        _sqlite_trigger(
            "audit_payload_erasure", f"UPDATE ON {PAYLOADS}", f"NOT ({IS_ERASURE})", ONLY_ERASED
        ),
        _sqlite_trigger("audit_payload_no_delete", f"DELETE ON {PAYLOADS}", "", ONLY_ERASED),
        _sqlite_trigger(
            "audit_payload_no_replace", f"INSERT ON {PAYLOADS}", payload_again, ONLY_ERASED
        ),
    ]


def postgres_statements() -> list[str]:
    """Return the functions and triggers for PostgreSQL."""
    refuse = "RAISE EXCEPTION '{}' USING ERRCODE = 'integrity_constraint_violation';"
    head = "RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN"
    return [
        f"CREATE FUNCTION audit_fixed() {head} {refuse.format(FIXED)} END $body$",
        f"CREATE FUNCTION audit_only_erased() {head} IF {IS_ERASURE} THEN RETURN NEW; END IF;"
        f" {refuse.format(ONLY_ERASED)} END $body$",
        f"CREATE TRIGGER audit_entry_fixed BEFORE UPDATE OR DELETE ON {ENTRIES}"
        " FOR EACH ROW EXECUTE FUNCTION audit_fixed()",
        f"CREATE TRIGGER audit_payload_erasure BEFORE UPDATE ON {PAYLOADS}"
        " FOR EACH ROW EXECUTE FUNCTION audit_only_erased()",
        f"CREATE TRIGGER audit_payload_fixed BEFORE DELETE ON {PAYLOADS}"
        " FOR EACH ROW EXECUTE FUNCTION audit_fixed()",
        *(
            f"CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION audit_fixed()"
            for table in (ENTRIES, PAYLOADS)
        ),
    ]


def install(_apps: Any, editor: Any) -> None:
    """Create the guards of the database in use."""
    is_sqlite = editor.connection.vendor == "sqlite"
    for statement in sqlite_statements() if is_sqlite else postgres_statements():
        editor.execute(statement, params=None)


def remove(_apps: Any, editor: Any) -> None:
    """Take the guards away again."""
    if editor.connection.vendor == "sqlite":
        for name in ("entry_no_update", "entry_no_delete", "entry_no_replace"):
            editor.execute(f"DROP TRIGGER audit_{name}", params=None)
        for name in ("payload_erasure", "payload_no_delete", "payload_no_replace"):
            editor.execute(f"DROP TRIGGER audit_{name}", params=None)
        return
    for name in ("audit_fixed", "audit_only_erased"):
        editor.execute(f"DROP FUNCTION {name}() CASCADE", params=None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
