"""How an entry is turned into bytes: one canonical form for writing and for verifying."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from prakarsa.audit.models import AuditEntry

SIGNED_COLUMNS = (
    "sequence", "actor_key", "role", "act", "target_kind", "target_key", "region_code",
    "request_id", "payload_digest", "previous_digest",
)  # fmt: skip
NEVER_KEPT = frozenset({"password", "token", "secret", "csrfmiddlewaretoken", "session_key"})


def storable(value: object) -> Any:
    """Return a value that every database gives back unchanged; raise ValueError on a secret.

    Moments become UTC text; numbers that are not whole become text, for databases print them
    each in its own way; NUL and lone surrogates, which PostgreSQL refuses, are replaced.
    """
    if isinstance(value, Mapping):
        return {_key(key): storable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return [storable(item) for item in items]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return _clean(str(value))


def _key(key: object) -> str:
    if str(key) in NEVER_KEPT:
        raise ValueError(f"{key!r} is never kept in the audit.")
    return _clean(str(key))


def _clean(text: str) -> str:
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return whole.replace("\0", "\N{REPLACEMENT CHARACTER}")


def canonical(body: Mapping[str, Any]) -> str:
    """Return JSON text that is equal on every database, zone and locale."""
    return json.dumps(body, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def payload_digest(*, salt: str, body: Mapping[str, Any] | None, address: str) -> str:
    """Return the salted digest of a payload (hex, SHA-256)."""
    return hashlib.sha256(f"{salt}\n{address}\n{canonical(body or {})}".encode()).hexdigest()


def entry_digest(entry: AuditEntry, *, sequence: int | None = None) -> str:
    """Return the digest that the next entry will name, or that it had at another place."""
    columns: dict[str, Any] = {name: getattr(entry, name) for name in SIGNED_COLUMNS}
    if sequence is not None:
        columns["sequence"] = sequence
    columns["at"] = entry.at.astimezone(UTC).isoformat()
    return hashlib.sha256(canonical(columns).encode()).hexdigest()
