"""The database itself adds up the answers of each submission, whenever one of them changes.

The sums are computed anew from the answers and never moved by a difference, so whatever wrote the
answers (an act, an import, somebody at the console) leaves true sums behind.
"""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

ANSWERS, SUMS = "evidence_answer", "evidence_answersums"
COLUMNS = (
    "submission_id, claimed_hundredths, supported_hundredths, verified_hundredths,"
    " final_hundredths, final_levels, returned_answers, claimed_codes, verified_codes"
)
WATCHED = ", ".join(
    ["submission_id", "indicator", "state"]
    + [
        f"{kind}_{what}"
        for kind in ("claimed", "supported", "verified", "final")
        for what in ("level", "points_hundredths")
    ]
)


def _write(source: str, codes: str) -> str:
    """Return the statement that writes the sums of the answers of a source."""
    claimed, verified = (codes.format(kind=kind) for kind in ("claimed", "verified"))
    return (
        f"INSERT INTO {SUMS} ({COLUMNS}) SELECT submission_id,"
        " sum(claimed_points_hundredths), sum(supported_points_hundredths),"
        " sum(verified_points_hundredths), sum(final_points_hundredths), count(final_level),"
        " count(CASE WHEN state = 'returned' THEN 1 END),"
        f" coalesce({claimed}, ''), coalesce({verified}, '')"
        f" FROM {source} GROUP BY submission_id"
    )


def _sqlite_write(condition: str) -> str:
    answers = f"SELECT * FROM {ANSWERS} WHERE {condition} ORDER BY submission_id, indicator"
    codes = "group_concat(CASE WHEN {kind}_level > 0 THEN indicator END, ' ')"
    return _write(f"({answers})", codes)


def _postgres_write(condition: str) -> str:
    codes = (
        "string_agg(CASE WHEN {kind}_level > 0 THEN indicator END, ' '"
        ' ORDER BY indicator COLLATE "C")'
    )
    return _write(f"{ANSWERS} WHERE {condition}", codes)


def _sqlite_trigger(name: str, event: str, row: str, condition: str = "") -> str:
    own = f"submission_id = {row}.submission_id"
    return (
        f"CREATE TRIGGER {name} AFTER {event} ON {ANSWERS} FOR EACH ROW"
        f" WHEN {row}.submission_id IS NOT NULL{condition}"
        f" BEGIN DELETE FROM {SUMS} WHERE {own}; {_sqlite_write(own)}; END"
    )


def sqlite_statements() -> list[str]:
    """Return the triggers for SQLite."""
    return [
        _sqlite_trigger("evidence_sums_insert", "INSERT", "NEW"),
        _sqlite_trigger("evidence_sums_update", f"UPDATE OF {WATCHED}", "NEW"),
        _sqlite_trigger(
            "evidence_sums_move", "UPDATE OF submission_id", "OLD",
            " AND OLD.submission_id IS NOT NEW.submission_id",
        ),
        _sqlite_trigger("evidence_sums_delete", "DELETE", "OLD"),
    ]  # fmt: skip


def postgres_statements() -> list[str]:
    """Return the functions and the trigger for PostgreSQL.

    The submission is locked first, so that what is added up includes whatever another transaction
    was writing beside this one.
    """
    own = "submission_id = which"
    return [
        "CREATE FUNCTION evidence_sums_write(which bigint) RETURNS void LANGUAGE plpgsql AS $body$"
        " BEGIN PERFORM 1 FROM registry_submission WHERE id = which FOR NO KEY UPDATE;"
        f" DELETE FROM {SUMS} WHERE {own}; {_postgres_write(own)}; END $body$",
        "CREATE FUNCTION evidence_sums_kept() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN"
        " IF TG_OP = 'DELETE' THEN PERFORM evidence_sums_write(OLD.submission_id); RETURN NULL;"
        " END IF;"
        " PERFORM evidence_sums_write(NEW.submission_id);"
        " IF TG_OP = 'UPDATE' THEN IF OLD.submission_id IS DISTINCT FROM NEW.submission_id THEN"
        " PERFORM evidence_sums_write(OLD.submission_id); END IF; END IF;"
        " RETURN NULL; END $body$",
        f"CREATE TRIGGER evidence_sums_kept AFTER INSERT OR DELETE OR UPDATE OF {WATCHED}"
        f" ON {ANSWERS} FOR EACH ROW EXECUTE FUNCTION evidence_sums_kept()",
    ]


def install(_apps: Any, editor: Any) -> None:
    """Create what keeps the sums, then write those of the answers that are there."""
    is_sqlite = editor.connection.vendor == "sqlite"
    for statement in sqlite_statements() if is_sqlite else postgres_statements():
        editor.execute(statement, params=None)
    every = "submission_id IS NOT NULL"
    editor.execute(_sqlite_write(every) if is_sqlite else _postgres_write(every), params=None)


def remove(_apps: Any, editor: Any) -> None:
    """Take the triggers away again."""
    if editor.connection.vendor == "sqlite":
        for statement in sqlite_statements():
            editor.execute(f"DROP TRIGGER {statement.split()[2]}", params=None)
        return
    editor.execute("DROP FUNCTION evidence_sums_kept() CASCADE", params=None)
    editor.execute("DROP FUNCTION evidence_sums_write(bigint)", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0005_queue_index"),
        ("registry", "0006_unique_on_both_databases"),
    ]
    operations = [
        migrations.CreateModel(
            name="AnswerSums",
            fields=[
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="sums",
                        serialize=False,
                        to="registry.submission",
                    ),
                ),
                ("claimed_hundredths", models.PositiveIntegerField()),
                ("supported_hundredths", models.PositiveIntegerField()),
                ("verified_hundredths", models.PositiveIntegerField()),
                ("final_hundredths", models.PositiveIntegerField()),
                ("final_levels", models.PositiveSmallIntegerField()),
                ("returned_answers", models.PositiveSmallIntegerField()),
                ("claimed_codes", models.CharField(max_length=400)),
                ("verified_codes", models.CharField(max_length=400)),
            ],
        ),
        migrations.RunPython(install, remove),
    ]
