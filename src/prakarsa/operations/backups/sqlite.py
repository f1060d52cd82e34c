"""SQLite: copied by its own online backup, taken back by one rename."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from prakarsa.files.storage import sync_folder
from prakarsa.operations.backups.databases import LEFT_OUT, Reader, quoted, spaced
from prakarsa.operations.backups.manifest import TableDigest
from prakarsa.operations.backups.parts import copy_file, new_file
from prakarsa.operations.backups.refusals import Damaged, Refused

TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    " AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
)
KEYS = "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk"
BESIDE = ("-journal", "-wal", "-shm")
PATIENCE_SECONDS = 60.0


class SqliteDriver:
    """One database file."""

    kind = "sqlite"
    part = "database.sqlite3"

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def path(self) -> Path:
        """Return the file of the database."""
        return Path(self.name)

    @contextmanager
    def snapshot(self, target: Path) -> Iterator[Reader]:
        """Copy the database page by page in one step, then leave out what no backup holds."""
        with (
            new_file(target),
            closing(_connect(self.name)) as live,
            closing(_connect(str(target))) as copy,
        ):
            live.backup(copy)
            _leave_out(copy)
        with _reading(target) as reader:
            yield reader

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """Let the file be read."""
        with _reading(self.path) as reader:
            yield reader

    def is_empty(self) -> bool:
        """Say whether there is no file, or one without tables."""
        if not self.path.exists() or not self.path.stat().st_size:
            return True
        try:
            with closing(_connect(self.name)) as connection:
                return not connection.execute(TABLES).fetchall()
        except sqlite3.DatabaseError:
            return False

    def refuse_company(self) -> None:
        """Raise Refused when another process writes; a damaged file has no company."""
        if self.is_empty():
            return
        with closing(_connect(self.name, timeout=1)) as connection:
            try:
                connection.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as problem:
                raise Refused(_("Basis data sedang dipakai. Hentikan web dan worker.")) from problem
            except sqlite3.DatabaseError:
                return

    def load(self, source: Path, *, aside: str) -> str:
        """Copy beside the place, look whether the copy is sound, and rename it into place."""
        fresh = self.path.with_name(f"{self.path.name}.restoring")
        fresh.unlink(missing_ok=True)
        copy_file(source, fresh)
        _refuse_unsound(fresh)
        kept = self._set_aside(aside)
        fresh.replace(self.path)
        sync_folder(self.path.parent)
        return kept

    def _set_aside(self, aside: str) -> str:
        """Keep the present file under another name, with the journal that may belong to it."""
        if not self.path.exists():
            return ""
        kept = self.path.with_name(f"{self.path.name}.{aside}")
        # A second name first: at no moment is there no database.
        os.link(self.path, kept)
        for suffix in BESIDE:
            with suppress(FileNotFoundError):
                Path(f"{self.path}{suffix}").replace(f"{kept}{suffix}")
        return str(kept)


class SqliteReader:
    """A file that is read by one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, statement: str) -> Iterator[tuple[Any, ...]]:
        """Give the rows of a statement of ours."""
        yield from self._connection.execute(statement)

    def digests(self) -> dict[str, TableDigest]:
        """Return the digest of every table that a backup holds."""
        names = [str(name) for (name,) in self._connection.execute(TABLES)]
        return {name: self._digest(name) for name in names if name not in LEFT_OUT}

    def _digest(self, table: str) -> TableDigest:
        columns = self._connection.execute(KEYS, (table,))
        order = ", ".join(quoted(name) for (name,) in columns) or "rowid"
        statement = spaced("SELECT * FROM", quoted(table), "ORDER BY", order)
        digest, count = hashlib.sha256(), 0
        for row in self._connection.execute(statement):
            digest.update(repr(row).encode())
            count += 1
        return TableDigest(count, digest.hexdigest())


@contextmanager
def _reading(path: Path) -> Iterator[SqliteReader]:
    with closing(_connect(str(path))) as connection:
        connection.execute("BEGIN")
        yield SqliteReader(connection)


def _connect(name: str, *, timeout: float = PATIENCE_SECONDS) -> sqlite3.Connection:
    return sqlite3.connect(
        name, timeout=timeout, isolation_level=None, uri=name.startswith("file:")
    )


def _leave_out(copy: sqlite3.Connection) -> None:
    # One file without a journal beside it; what is deleted is overwritten, not only unlinked.
    copy.execute("PRAGMA journal_mode = DELETE")
    copy.execute("PRAGMA secure_delete = ON")
    present = {name for (name,) in copy.execute(TABLES)}
    for table in sorted(present & set(LEFT_OUT)):
        copy.execute(spaced("DELETE FROM", quoted(table)))
    copy.execute("VACUUM")


def _refuse_unsound(path: Path) -> None:
    with closing(_connect(str(path))) as connection:
        try:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            strays = connection.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError as problem:
            found, strays = [str(problem)], []
    if found != ["ok"] or strays:
        path.unlink()
        raise Damaged(_("Basis data dalam cadangan tidak utuh; tidak ada yang diubah."))
