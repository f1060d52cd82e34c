"""PostgreSQL: dumped by pg_dump from a snapshot that we read as well, taken back by psql.

The dump is put into a new schema `public` in one transaction; the former one is renamed, so that
it can be looked at, or put back, until somebody drops it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from prakarsa.operations.backups.databases import LEFT_OUT, Reader, quoted, spaced
from prakarsa.operations.backups.manifest import TableDigest
from prakarsa.operations.backups.parts import new_file
from prakarsa.operations.backups.refusals import Refused

if TYPE_CHECKING:
    from psycopg import Connection

SCHEMA = "public"
# One instant for everything read, and one way of writing values, whatever the server's setting.
SNAPSHOT = (
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL idle_in_transaction_session_timeout = 0",
    "SET LOCAL DateStyle = 'ISO, YMD'",
    "SET LOCAL IntervalStyle = 'iso_8601'",
    "SET LOCAL TimeZone = 'UTC'",
    "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL extra_float_digits = 1",
)
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
COLUMNS = (
    "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public'"
    " AND table_name = %s ORDER BY column_name"
)
KEYS = (
    "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid"
    " AND a.attnum = ANY (i.indkey) WHERE i.indrelid = %s::regclass AND i.indisprimary"
    " ORDER BY array_position(i.indkey::int2[], a.attnum)"
)
COMPANY = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)
OPTIONS = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host",
           "PORT": "port"}  # fmt: skip
VARIABLES = {"NAME": "PGDATABASE", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "HOST": "PGHOST",
             "PORT": "PGPORT"}  # fmt: skip
QUIETLY = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1")
# Made by ourselves, so that the dump must not make it a second time.
OURS = (" SCHEMA - public ", " COMMENT - SCHEMA public ", " ACL - SCHEMA public ")


class PostgresDriver:
    """One database of a server."""

    kind = "postgresql"
    part = "database.dump"

    def __init__(self, database: Mapping[str, Any]) -> None:
        self._database = database

    @contextmanager
    def snapshot(self, target: Path) -> Iterator[Reader]:
        """Export a snapshot, let pg_dump write it, and read the same one while the body runs."""
        tool = _tool("pg_dump")
        with self._connected() as connection:
            reader = _begin(connection)
            exported = next(reader.rows("SELECT pg_export_snapshot()"))[0]
            left_out = [f"--exclude-table-data={SCHEMA}.{table}" for table in LEFT_OUT]
            options = ["--format=custom", f"--snapshot={exported}", f"--schema={SCHEMA}"]
            with new_file(target) as descriptor:
                self._write([tool, *options, *left_out], descriptor)
            yield reader

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """Let the database be read as one instant."""
        with self._connected() as connection:
            yield _begin(connection)

    def is_empty(self) -> bool:
        """Say whether the schema holds no table."""
        with self._connected() as connection:
            return not connection.execute(TABLES).fetchall()

    def refuse_company(self) -> None:
        """Raise Refused when somebody else is connected to the database."""
        with self._connected() as connection:
            row = connection.execute(COMPANY).fetchone()
        if row and row[0]:
            raise Refused(
                _("Masih ada %d sambungan lain ke basis data. Hentikan web dan worker.") % row[0]
            )

    def load(self, source: Path, *, aside: str) -> str:
        """Put the dump in place in one transaction; the former schema is kept under a name."""
        restore, psql = _tool("pg_restore"), _tool("psql")
        former = "" if self.is_empty() else aside.replace("-", "_").lower()
        first = "SELECT 1"
        if former:
            first = f'ALTER SCHEMA {SCHEMA} RENAME TO "{former}"; CREATE SCHEMA {SCHEMA}'
        with TemporaryDirectory() as folder:
            contents = Path(folder) / "contents"
            contents.write_text(_without_schema(self._output([restore, "--list", str(source)])))
            options = ["--no-owner", "--no-privileges", "--file=-", f"--use-list={contents}"]
            self._pour(
                [restore, *options, str(source)],
                [psql, *QUIETLY, "--single-transaction", f"--command={first}", "--file=-"],
            )
        return former

    @contextmanager
    def _connected(self) -> Iterator[Connection[tuple[Any, ...]]]:
        import psycopg
        from psycopg.conninfo import make_conninfo

        given = {option: self._database[name] for name, option in OPTIONS.items()}
        address = make_conninfo(**{name: value for name, value in given.items() if value})
        try:
            connection = psycopg.connect(address, autocommit=True, connect_timeout=10)
        except psycopg.OperationalError as problem:
            raise Refused(_("Basis data tidak dapat dihubungi: %s") % problem) from problem
        try:
            yield connection
        finally:
            connection.close()

    def _output(self, command: list[str]) -> str:
        with TemporaryFile() as complaints:
            done = subprocess.run(
                command, env=self._environment(), stdout=subprocess.PIPE, stderr=complaints,
                check=False,
            )  # fmt: skip
            _refuse_failure(command, done.returncode, complaints)
        return done.stdout.decode()

    def _write(self, command: list[str], descriptor: int) -> None:
        with TemporaryFile() as complaints:
            done = subprocess.run(
                command, env=self._environment(), stdout=descriptor, stderr=complaints, check=False
            )
            _refuse_failure(command, done.returncode, complaints)

    def _pour(self, source: list[str], target: list[str]) -> None:
        """Pour one tool into the other; the target must not see an end that came too early.

        At the end of its input psql commits, so it is killed when the source failed.
        """
        environment = self._environment()
        with (
            TemporaryFile() as complaints,
            subprocess.Popen(
                source, env=environment, stdout=subprocess.PIPE, stderr=complaints
            ) as giving,
            subprocess.Popen(
                target, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                stderr=complaints,
            ) as taking,
        ):  # fmt: skip
            if giving.stdout is None or taking.stdin is None:
                raise RuntimeError("The tools were started without pipes.")
            with suppress(BrokenPipeError):
                shutil.copyfileobj(giving.stdout, taking.stdin)
                taking.stdin.flush()
            giving.stdout.close()
            if giving.wait():
                taking.kill()
            with suppress(BrokenPipeError):
                taking.stdin.close()
            _refuse_failure(target, taking.wait() or giving.returncode, complaints)

    def _environment(self) -> dict[str, str]:
        """Return the environment of a tool: the password stands in no list of processes."""
        given = {name: str(self._database[key] or "") for key, name in VARIABLES.items()}
        ours = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return {**ours, **{name: value for name, value in given.items() if value}}


class PostgresReader:
    """One transaction that sees one instant."""

    def __init__(self, connection: Connection[tuple[Any, ...]]) -> None:
        self._connection = connection

    def rows(self, statement: str) -> Iterator[tuple[Any, ...]]:
        """Give the rows of a statement of ours."""
        yield from self._connection.execute(statement.encode())

    def digests(self) -> dict[str, TableDigest]:
        """Return the digest of every table that a backup holds."""
        names = [str(name) for (name,) in self.rows(TABLES)]
        return {name: self._digest(name) for name in names if name not in LEFT_OUT}

    def _digest(self, table: str) -> TableDigest:
        name = f"{SCHEMA}.{quoted(table)}"
        columns = self._names(COLUMNS, table)
        order = self._names(KEYS, name) or columns
        chosen = spaced("SELECT", columns, "FROM", name, "ORDER BY", order)
        statement = spaced("COPY (", chosen, ") TO STDOUT")
        digest, count = hashlib.sha256(), 0
        with self._connection.cursor().copy(statement.encode()) as pieces:
            for piece in pieces:
                digest.update(piece)
                # A line end inside a value is written as two letters.
                count += bytes(piece).count(b"\n")
        return TableDigest(count, digest.hexdigest())

    def _names(self, statement: str, table: str) -> str:
        found = self._connection.execute(statement.encode(), [table])
        return ", ".join(quoted(name) for (name,) in found)


def _begin(connection: Connection[tuple[Any, ...]]) -> PostgresReader:
    for statement in SNAPSHOT:
        connection.execute(statement.encode())
    return PostgresReader(connection)


def _without_schema(contents: str) -> str:
    """Take the schema itself out of a dump's contents: it is there already."""
    lines = [line for line in contents.splitlines() if not any(own in line for own in OURS)]
    return "\n".join(lines) + "\n"


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise Refused(_("%s tidak ditemukan. Pasang klien PostgreSQL (postgresql-client).") % name)
    return found


def _refuse_failure(command: list[str], status: int, complaints: IO[bytes]) -> None:
    if status:
        complaints.seek(0)
        said = complaints.read().decode(errors="replace").strip().splitlines()
        words = {"tool": Path(command[0]).name, "said": said[0] if said else str(status)}
        raise Refused(_("%(tool)s gagal: %(said)s") % words)
