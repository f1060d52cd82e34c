"""When the last backup was made and the last restore proven: read from the audit chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from prakarsa.audit.actions import record
from prakarsa.audit.actors import Target, system_actor
from prakarsa.audit.models import AuditEntry
from prakarsa.operations.backups.manifest import Manifest

MADE, PROVEN = "operations.backup.made", "operations.restore.proven"
KIND = "operations.backup"


@dataclass(frozen=True, slots=True)
class Done:
    """One backup or restore: when it was done, and the name and instant of the backup."""

    at: datetime
    backup: str
    taken_at: datetime


def last_backup() -> Done | None:
    """Return the last backup; one that was taken back counts, for its own entry came after it."""
    found = [done for done in (_last(MADE), _last(PROVEN)) if done]
    return max(found, key=lambda done: done.taken_at, default=None)


def last_proof() -> Done | None:
    """Return the last restore whose rows, files and chain were those of its backup."""
    return _last(PROVEN)


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


def _last(act: str) -> Done | None:
    rows = AuditEntry.objects.filter(region_code="", act=act).select_related("payload")
    entry = rows.order_by("-sequence").first()
    if entry is None:
        return None
    taken_at = (entry.payload.body or {}).get("after", {}).get("taken_at")
    moment = datetime.fromisoformat(taken_at) if taken_at else entry.at
    return Done(entry.at, entry.target_key, moment)
