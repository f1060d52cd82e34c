"""Which rulebooks are in use: one digest over all of them, kept in the audit chain."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from prakarsa.audit.actions import record
from prakarsa.audit.actors import Target, system_actor
from prakarsa.audit.models import AuditEntry

LOADED = "operations.rulebooks.loaded"


def rulebooks_folder() -> Path:
    """Return the folder of the rulebooks, local editions included."""
    return Path(settings.PACKAGE) / "rulebooks"


def rulebook_paths() -> list[Path]:
    """Return every rulebook, by name."""
    return sorted(rulebooks_folder().rglob("*.toml"))


def rulebooks_digest() -> str:
    """Return one sha256 over the names and bytes of all rulebooks."""
    digest = hashlib.sha256()
    for path in rulebook_paths():
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(rulebooks_folder())} {content}\n".encode())
    return digest.hexdigest()


def recorded_digest() -> str:
    """Return the digest of the rulebooks that were loaded last; empty before the first time."""
    last = AuditEntry.objects.filter(region_code="", act=LOADED).order_by("-sequence")
    entry = last.select_related("payload").first()
    body = entry.payload.body if entry else None
    return str((body or {}).get("after", {}).get("sha256", ""))


@transaction.atomic
def record_rulebooks(*, at: datetime) -> bool:
    """Record the rulebooks in use when they differ from those recorded last; say whether so."""
    digest = rulebooks_digest()
    if digest == recorded_digest():
        return False
    record(
        actor=system_actor("migrate"),
        act=LOADED,
        target=Target(kind="operations.rulebooks"),
        at=at,
        after={"sha256": digest, "files": len(rulebook_paths())},
    )
    return True
