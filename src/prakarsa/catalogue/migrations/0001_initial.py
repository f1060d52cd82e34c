"""The tables of the catalogue; the words stand in FTS5 on SQLite, in a tsvector on PostgreSQL.

The triggers that keep them are no part of a migration, see `catalogue.keeping`.
"""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import prakarsa.catalogue.words_field

SQLITE_TABLE = (
    "CREATE VIRTUAL TABLE catalogue_words USING fts5("
    "name, summary, rest, awards, tokenize = 'unicode61 remove_diacritics 0')"
)
SQLITE_WEIGHTS = f"""
    INSERT INTO catalogue_words (catalogue_words, rank)
    VALUES ('rank', '{prakarsa.catalogue.words_field.SQLITE_RANK}')
"""
# What stands in the index, and in how many rows: read for stems, typing errors and rare words.
SQLITE_VOCABULARY = "CREATE VIRTUAL TABLE catalogue_vocabulary USING fts5vocab(catalogue_words, row)"
POSTGRES_TABLE = (
    "CREATE TABLE catalogue_words (rowid bigint PRIMARY KEY, catalogue_words tsvector NOT NULL)"
)
POSTGRES_STEP = "CREATE SEQUENCE catalogue_step"
POSTGRES_INDEX = "CREATE INDEX catalogue_words_gin ON catalogue_words USING gin (catalogue_words)"


def create_words(_apps: Any, editor: Any) -> None:
    """Create the table of words for the database in use."""
    is_sqlite = editor.connection.vendor == "sqlite"
    sqlite = (SQLITE_TABLE, SQLITE_WEIGHTS, SQLITE_VOCABULARY)
    postgres = (POSTGRES_TABLE, POSTGRES_INDEX, POSTGRES_STEP)
    for statement in sqlite if is_sqlite else postgres:
        editor.execute(statement, params=None)


def drop_words(_apps: Any, editor: Any) -> None:
    """Drop the table of words."""
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TABLE catalogue_vocabulary", params=None)
    else:
        editor.execute("DROP SEQUENCE catalogue_step", params=None)
    editor.execute("DROP TABLE catalogue_words", params=None)


class Migration(migrations.Migration):
    initial = True

    dependencies = [("organisations", "0001_initial"), ("registry", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("part", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Words",
                    fields=[
                        (
                            "innovation",
                            models.BigIntegerField(
                                db_column="rowid", primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "words",
                            prakarsa.catalogue.words_field.WordsField(db_column="catalogue_words"),
                        ),
                    ],
                    options={"db_table": "catalogue_words"},
                )
            ],
            database_operations=[migrations.RunPython(create_words, drop_words)],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "innovation",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="registry.innovation",
                    ),
                ),
                ("name", models.CharField(max_length=750)),
                ("year", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=11)),
                ("form", models.CharField(max_length=14)),
                ("is_awarded", models.BooleanField()),
                ("is_example", models.BooleanField()),
                (
                    "agency",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organisations.agency",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organisations.region",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["is_example", "name"], name="catalogue_by_name"),
                    models.Index(fields=["is_example", "-year", "name"], name="catalogue_by_year"),
                    models.Index(fields=["year"], name="catalogue_e_year_b4c11e_idx"),
                    models.Index(fields=["kind"], name="catalogue_e_kind_d3b1e8_idx"),
                    models.Index(fields=["form"], name="catalogue_e_form_37c804_idx"),
                    models.Index(fields=["is_awarded"], name="catalogue_e_is_awar_b44e1a_idx"),
                ]
            },
        ),
        migrations.CreateModel(
            name="EntryAffair",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("affair", models.CharField(max_length=120)),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="affairs",
                        to="catalogue.entry",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["affair"], name="catalogue_by_affair")]
            },
        ),
    ]
