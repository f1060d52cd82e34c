"""Write an entry in the transaction of the act it tells of."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, models

from prakarsa.audit.actors import Actor
from prakarsa.audit.digests import canonical, entry_digest, payload_digest
from prakarsa.audit.models import AuditEntry, AuditPayload, ChainHead
from prakarsa.foundation.logs import request_id


def _lock_head() -> ChainHead:
    head = ChainHead.objects.select_for_update().filter(pk=1).first()
    if head is None:
        ChainHead.objects.bulk_create([ChainHead(pk=1)], ignore_conflicts=True)
        head = ChainHead.objects.select_for_update().get(pk=1)
    return head


def target_key_of(target: models.Model) -> str:
    """Return a record's public key when it has one, else its primary key."""
    return str(getattr(target, "key", None) or target.pk)


def record(
    *,
    actor: Actor,
    act: str,
    target: models.Model,
    at: datetime,
    region_code: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry; raise RuntimeError outside a transaction, for it must fall with the act."""
    if not connection.in_atomic_block:
        raise RuntimeError("An audit entry is written inside the transaction of its act.")
    body = json.loads(canonical({"before": dict(before or {}), "after": dict(after or {})}))
    salt = secrets.token_hex(16)
    head = _lock_head()
    entry = AuditEntry(
        sequence=head.sequence + 1,
        at=at,
        actor_key=actor.key,
        role=actor.role,
        act=act,
        target_kind=target._meta.label_lower,
        target_key=target_key_of(target),
        region_code=region_code,
        request_id=request_id.get(),
        payload_digest=payload_digest(salt=salt, body=body, address=actor.address),
        previous_digest=head.digest,
    )
    entry.digest = entry_digest(entry)
    entry.save(force_insert=True)
    AuditPayload.objects.create(entry=entry, salt=salt, body=body, address=actor.address)
    ChainHead.objects.filter(pk=1).update(sequence=entry.sequence, digest=entry.digest)
    return entry
