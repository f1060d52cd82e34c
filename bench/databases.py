"""Empty databases for measuring: SQLite always, PostgreSQL when DATABASE_URL names a server."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit


@contextmanager
def postgres_database(server_address: str) -> Iterator[str]:
    """Give the address of an empty database on a server, and drop it at the end."""
    import psycopg

    name = f"prakarsa_bench_{secrets.token_hex(4)}"
    with psycopg.connect(server_address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlsplit(server_address)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def empty_database(kind: str) -> Iterator[str]:
    """Give the address of one empty database: "SQLite" or "PostgreSQL"."""
    if kind == "SQLite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        return
    with postgres_database(os.environ["DATABASE_URL"]) as address:
        yield address


def known_databases() -> list[str]:
    """Return what can be measured here."""
    has_server = urlsplit(os.environ.get("DATABASE_URL", "")).scheme.startswith("postgres")
    return ["SQLite", "PostgreSQL"] if has_server else ["SQLite"]
