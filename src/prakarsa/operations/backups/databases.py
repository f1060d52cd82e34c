"""What a backup asks of a database, whichever it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from prakarsa.operations.backups.manifest import TableDigest

# Sign-ins and half-made things of the moment: in a backup they would only be keys for a thief.
# After a restore everybody signs in again and begins an upload anew. One-time letters are in: the
# table holds only digests of their tokens, and mails that wait refer to them.
LEFT_OUT = (
    "accounts_devicesession", "axes_accessattempt", "axes_accessattemptexpiration",
    "axes_accessfailurelog", "axes_accesslog", "cache", "django_session", "files_uploadsession",
)  # fmt: skip
MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"
CHAIN_HEAD = "SELECT sequence, digest FROM audit_chainhead WHERE id = 1"
STORED_FILES = "SELECT key, sha256, size FROM files_storedfile ORDER BY key"


class Reader(Protocol):
    """One instant of a database."""

    def rows(self, statement: str) -> Iterator[tuple[Any, ...]]:
        """Give the rows of a statement of ours."""
        ...

    def digests(self) -> dict[str, TableDigest]:
        """Return the digest of every table that a backup holds."""
        ...


class Driver(Protocol):
    """One database: read as one instant, or replaced as a whole."""

    @property
    def kind(self) -> str:
        """Return `sqlite` or `postgresql`."""
        ...

    @property
    def part(self) -> str:
        """Return the name of the database's file in a backup."""
        ...

    def snapshot(self, target: Path) -> AbstractContextManager[Reader]:
        """Write one instant to a new file, and let it be read while the body runs."""
        ...

    def reader(self) -> AbstractContextManager[Reader]:
        """Let the database be read as it is now."""
        ...

    def is_empty(self) -> bool:
        """Say whether there is no table yet."""
        ...

    def refuse_company(self) -> None:
        """Raise Refused when somebody else is connected."""
        ...

    def load(self, source: Path, *, aside: str) -> str:
        """Put a snapshot in place at once; what was there is kept under the name returned."""
        ...


def quoted(name: str) -> str:
    """Return the name of a table or column as it stands in a statement."""
    return '"' + name.replace('"', '""') + '"'


def spaced(*words: str) -> str:
    """Return a statement made of fixed words and quoted names of the database's own catalogue."""
    return " ".join(words)
