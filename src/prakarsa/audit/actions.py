"""Write an entry in the transaction of the act it tells of; erase what a person may have erased."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.models.functions import Cast

from prakarsa.audit.actors import Actor, Target
from prakarsa.audit.digests import entry_digest, payload_digest, storable
from prakarsa.audit.models import AuditEntry, AuditPayload, ChainHead
from prakarsa.foundation.logs import request_id

ERASED, REFUSED = "audit.payloads.erased", "audit.access.refused"
READ = "audit.entries.read"


def _lock_head() -> ChainHead:
    head = ChainHead.objects.select_for_update().filter(pk=1).first()
    if head is None:
        ChainHead.objects.bulk_create([ChainHead(pk=1)], ignore_conflicts=True)
        head = ChainHead.objects.select_for_update().get(pk=1)
    return head


def target_key_of(target: models.Model) -> str:
    """Return a record's public key when it has one, else its primary key."""
    return str(getattr(target, "key", None) or target.pk)


def _name(target: models.Model | Target) -> Target:
    if isinstance(target, Target):
        return target
    return Target(kind=target._meta.label_lower, key=target_key_of(target))


def record(
    *,
    actor: Actor,
    act: str,
    target: models.Model | Target,
    at: datetime,
    region_code: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry; raise RuntimeError outside a transaction, for it must fall with the act."""
    if not connection.in_atomic_block:
        raise RuntimeError("An audit entry is written inside the transaction of its act.")
    body = storable({"before": before or {}, "after": after or {}})
    salt = secrets.token_hex(16)
    head = _lock_head()
    named = _name(target)
    entry = AuditEntry(
        sequence=head.sequence + 1,
        at=at,
        actor_key=actor.key,
        role=actor.role,
        act=act,
        target_kind=named.kind,
        target_key=named.key,
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


@transaction.atomic
def record_refusal(
    *, actor: Actor, view_name: str, at: datetime, region_code: str = ""
) -> AuditEntry:
    """Record that somebody was refused a page; the page by its name, never by its address."""
    return record(
        actor=actor,
        act=REFUSED,
        target=Target(kind="view", key=view_name[:64] or "-"),
        at=at,
        region_code=region_code,
    )


@transaction.atomic
def record_reading(
    *, actor: Actor, at: datetime, region_code: str, criteria: Mapping[str, Any]
) -> AuditEntry:
    """Record that somebody read the audit, and which part of it."""
    return record(
        actor=actor,
        act=READ,
        target=Target(kind=AuditEntry._meta.label_lower),
        at=at,
        region_code=region_code,
        after={name: value for name, value in criteria.items() if value},
    )


@transaction.atomic
def erase_payloads(*, actor: Actor, person_key: str, at: datetime) -> int:
    """Erase what the audit kept of a person, and record which payloads that were.

    Taken are payloads of acts by the person, on the person, or naming the person. The entries
    stay, so the chain still verifies. Returns the number of payloads erased.
    """
    payloads = AuditPayload.objects.exclude(entry__act=ERASED).filter(body__isnull=False)
    ours = models.Q(entry__actor_key=person_key) | models.Q(entry__target_key=person_key)
    naming = payloads.alias(text=Cast("body", models.TextField())).filter(
        ours | models.Q(text__contains=person_key)
    )
    sequences = sorted(naming.values_list("entry_id", flat=True))
    AuditPayload.objects.filter(entry_id__in=sequences).update(body=None, salt="", address="")
    record(
        actor=actor,
        act=ERASED,
        target=Target(kind="accounts.person", key=person_key),
        at=at,
        after={"sequences": sequences},
    )
    return len(sequences)
