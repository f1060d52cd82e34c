"""Named reads of what was done to the installation: they come from the audit chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from prakarsa.audit.models import AuditEntry

MADE, PROVEN = "operations.backup.made", "operations.restore.proven"


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


def _last(act: str) -> Done | None:
    rows = AuditEntry.objects.filter(region_code="", act=act).select_related("payload")
    entry = rows.order_by("-sequence").first()
    if entry is None:
        return None
    taken_at = (entry.payload.body or {}).get("after", {}).get("taken_at")
    moment = datetime.fromisoformat(taken_at) if taken_at else entry.at
    return Done(entry.at, entry.target_key, moment)
