"""Where a backup is taken back to: this installation, or a new place to try it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from prakarsa.foundation.profiles import parse_database_url
from prakarsa.operations.backups.databases import Driver
from prakarsa.operations.backups.drivers import driver_of
from prakarsa.operations.backups.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One installation: its folder, its database, its files and checkpoints."""

    folder: Path
    files: Path
    checkpoints: Path
    database: Mapping[str, Any]
    is_here: bool

    @property
    def driver(self) -> Driver:
        """Return how the database of this place is read and replaced."""
        return driver_of(self.database)


def this_installation() -> Place:
    """Return the place that the settings name."""
    return Place(
        folder=Path(settings.PRAKARSA_FOLDER),
        files=Path(settings.PRAKARSA_FILES),
        checkpoints=Path(settings.PRAKARSA_CHECKPOINTS),
        database=connection.settings_dict,
        is_here=True,
    )


def place_of(folder: Path, *, address: str) -> Place:
    """Return another place: a folder, and the address of a database or a new SQLite file in it."""
    if not address and connection.vendor != "sqlite":
        raise Refused(_("Sebutkan basis data kosong dengan --database."))
    path = folder.resolve()
    return Place(
        folder=path,
        files=path / "files",
        checkpoints=path / "checkpoints",
        database=parse_database_url(address or f"sqlite:///{path / 'prakarsa.sqlite3'}"),
        is_here=False,
    )
