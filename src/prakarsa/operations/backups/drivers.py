"""Which driver reads and replaces a database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prakarsa.operations.backups.databases import Driver
from prakarsa.operations.backups.postgres import PostgresDriver
from prakarsa.operations.backups.sqlite import SqliteDriver


def driver_of(database: Mapping[str, Any]) -> Driver:
    """Return the driver for Django's settings of a database."""
    if database["ENGINE"].endswith("sqlite3"):
        return SqliteDriver(str(database["NAME"]))
    return PostgresDriver(database)
