"""What was done to the installation, written down: backups made and taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from prakarsa.audit.actions import record
from prakarsa.audit.actors import Target, system_actor
from prakarsa.operations.backups.manifest import Manifest
from prakarsa.operations.queries import MADE, PROVEN

KIND = "operations.backup"


@transaction.atomic
def record_backup(*, name: str, manifest: Manifest, at: datetime) -> None:
    """Write down that a backup was made."""
    _record(MADE, name, manifest, at, {"files": manifest.files, "bytes": manifest.size})


@transaction.atomic
def record_proof(*, name: str, manifest: Manifest, is_here: bool, at: datetime) -> None:
    """Write down that a backup was taken back, here or elsewhere for a trial, and was the same."""
    _record(PROVEN, name, manifest, at, {"is_here": is_here})


def _record(act: str, name: str, manifest: Manifest, at: datetime, facts: dict[str, Any]) -> None:
    record(
        actor=system_actor("backup"),
        act=act,
        target=Target(kind=KIND, key=name),
        at=at,
        after={
            **facts,
            "taken_at": manifest.taken_at,
            "rows_sha256": manifest.rows_digest,
            "chain_count": manifest.chain_count,
        },
    )
