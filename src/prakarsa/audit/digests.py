"""How an entry is turned into bytes: one canonical form for writing and for verifying."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from prakarsa.audit.models import AuditEntry

SIGNED_COLUMNS = (
    "sequence", "actor_key", "role", "act", "target_kind", "target_key", "region_code",
    "request_id", "payload_digest", "previous_digest",
)  # fmt: skip


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | Decimal):
        return str(value)
    return str(value)


def canonical(body: Mapping[str, Any]) -> str:
    """Return JSON text that is equal on every database, zone and locale."""
    return json.dumps(
        body, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=_plain
    )


def payload_digest(*, salt: str, body: Mapping[str, Any], address: str) -> str:
    """Return the salted digest of a payload (hex, SHA-256)."""
    return hashlib.sha256(f"{salt}\n{address}\n{canonical(body)}".encode()).hexdigest()


def entry_digest(entry: AuditEntry) -> str:
    """Return the digest that the next entry will name."""
    columns: dict[str, Any] = {name: getattr(entry, name) for name in SIGNED_COLUMNS}
    columns["at"] = entry.at.astimezone(UTC).isoformat()
    return hashlib.sha256(canonical(columns).encode()).hexdigest()
