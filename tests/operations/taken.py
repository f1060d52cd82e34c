"""Backups that tests take."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from prakarsa.foundation.time import now
from prakarsa.operations.backups.making import make_backup
from prakarsa.operations.backups.manifest import Manifest
from prakarsa.operations.backups.places import Place


def rows_of(place: Place, statement: str) -> list[tuple[Any, ...]]:
    with place.driver.reader() as reader:
        return list(reader.rows(statement))


def backed_up(at: datetime | None = None) -> tuple[Path, Manifest]:
    return make_backup(Path(settings.PRAKARSA_BACKUPS), at=at or now())


def vars_of(manifest: Manifest) -> dict[str, Any]:
    return {name: getattr(manifest, name) for name in manifest.__dataclass_fields__}
