"""The column that is searched by words: FTS5 on SQLite, a tsvector on PostgreSQL, one question.

Nothing a visitor types reaches either language of queries: a question holds words made of letters
and digits only, each quoted, and goes to the database as a parameter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression
from django.db.models.sql.compiler import SQLCompiler

TABLE = "catalogue_words"
# The columns of FTS5 in their order, and their labels in a tsvector.
COLUMNS: dict[str, str] = {"name": "A", "summary": "B", "rest": "C", "awards": "D"}
SQLITE_RANK = "bm25(10.0, 4.0, 2.0, 2.0)"
# PostgreSQL reads the weights from D to A; 1 divides by the logarithm of the length.
POSTGRES_RANK = "ts_rank('{{0.2, 0.2, 0.4, 1.0}}', {column}, %s::tsquery, 1)"
SQL = tuple[str, tuple[str | int, ...]]


@dataclass(frozen=True, slots=True)
class Group:
    """Words of which one is enough, anywhere or in some columns only."""

    words: tuple[str, ...]
    columns: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.words or not all(word.isalnum() for word in self.words):
            raise ValueError(f"Words of a search hold letters and digits only: {self.words}")


@dataclass(frozen=True, slots=True)
class Question:
    """Groups of words that must all be met."""

    groups: tuple[Group, ...]

    def for_sqlite(self) -> str:
        """Return the question in the language of FTS5."""
        parts = []
        for group in self.groups:
            columns = f"{{{' '.join(group.columns)}}} : " if group.columns else ""
            parts.append(columns + "(" + " OR ".join(f'"{word}"' for word in group.words) + ")")
        return " AND ".join(parts)

    def for_postgres(self) -> str:
        """Return the question as a tsquery."""
        parts = []
        for group in self.groups:
            labels = "".join(COLUMNS[column] for column in group.columns)
            mark = f":{labels}" if labels else ""
            parts.append("(" + " | ".join(f"'{word}'{mark}" for word in group.words) + ")")
        return " & ".join(parts)

    def on(self, connection: BaseDatabaseWrapper) -> str:
        """Return the question in the language of a database."""
        return self.for_postgres() if connection.vendor == "postgresql" else self.for_sqlite()


if TYPE_CHECKING:
    Field = models.Field[Any, Any]
    Lookup = models.Lookup[Any]
else:
    Field = models.Field
    Lookup = models.Lookup


class WordsField(Field):
    """A column that can only be asked questions; the database itself keeps its contents."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """Return the column's type; on SQLite it is the hidden column of an FTS5 table."""
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_prep_value(self, value: Any) -> Any:
        """Leave a question as it is: only the lookup knows the database."""
        return value


@WordsField.register_lookup
class Answers(Lookup):
    """`words__answers=question`: the rows that answer it."""

    lookup_name = "answers"

    def get_db_prep_lookup(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        """Write the question in the language of the database."""
        return "%s", [value.on(connection)]

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> SQL:
        """Compare the column with the question."""
        column, column_values = self.process_lhs(compiler, connection)
        place, values = self.process_rhs(compiler, connection)
        sign = f"@@ {place}::tsquery" if connection.vendor == "postgresql" else f"MATCH {place}"
        return f"{column} {sign}", (*column_values, *values)


class Distance(Expression):
    """How far a row is from a question, the nearest first; exact values differ per database."""

    output_field = models.FloatField()

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question

    def as_sql(self, _compiler: SQLCompiler, _connection: BaseDatabaseWrapper) -> SQL:
        """Read the rank that FTS5 keeps in a hidden column."""
        return f'"{TABLE}"."rank"', ()

    def as_postgresql(self, _compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> SQL:
        """Compute the rank from the weights of the words."""
        rank = POSTGRES_RANK.format(column=f'"{TABLE}"."{TABLE}"')
        return f"-{rank}", (self.question.on(connection),)
