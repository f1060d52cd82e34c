"""Write an entry in the transaction of the act it tells of; erase what a person may have erased."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.models.functions import Cast

from prakarsa.audit.actors import Actor, Target, system_actor
from prakarsa.audit.digests import entry_digest, payload_digest, storable
from prakarsa.audit.models import AuditEntry, AuditPayload, ChainHead
from prakarsa.foundation.logs import request_id

ERASED, REFUSED = "audit.payloads.erased", "audit.access.refused"
LIMITED = "audit.access.limited"
EXPORTED, COMMANDED = "audit.export.taken", "audit.command.run"
READ = "audit.entries.read"
BATCH = 200


def _lock_head() -> ChainHead:
    head = ChainHead.objects.select_for_update(no_key=True).filter(pk=1).first()
    if head is None:
        ChainHead.objects.bulk_create([ChainHead(pk=1)], ignore_conflicts=True)
        head = ChainHead.objects.select_for_update(no_key=True).get(pk=1)
    return head


def target_key_of(target: models.Model) -> str:
    """Return a record's public key when it has one, else its primary key."""
    return str(getattr(target, "key", None) or target.pk)


def _name(target: models.Model | Target) -> Target:
    if isinstance(target, Target):
        return target
    return Target(kind=target._meta.label_lower, key=target_key_of(target))


@dataclass(frozen=True, slots=True)
class Event:
    """What was done to which record, with the values that changed."""

    act: str
    target: models.Model | Target
    region_code: str = ""
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


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
    event = Event(act, target, region_code, before or {}, after or {})
    return record_many(actor=actor, at=at, events=[event])[0]


def record_many(*, actor: Actor, at: datetime, events: Sequence[Event]) -> list[AuditEntry]:
    """Append one entry for each event, in their order, with one lock of the chain.

    Raises RuntimeError outside a transaction, for the entries must fall with their act.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An audit entry is written inside the transaction of its act.")
    head = _lock_head()
    entries, payloads = [], []
    for event in events:
        payload = _payload_of(event, address=actor.address)
        entry = _entry_of(event, payload, actor=actor, at=at, head=head)
        payload.entry = entry
        head.sequence, head.digest = entry.sequence, entry.digest
        entries.append(entry)
        payloads.append(payload)
    AuditEntry.objects.bulk_create(entries, batch_size=BATCH)
    AuditPayload.objects.bulk_create(payloads, batch_size=BATCH)
    ChainHead.objects.filter(pk=1).update(sequence=head.sequence, digest=head.digest)
    return entries


def _payload_of(event: Event, *, address: str) -> AuditPayload:
    body = storable({"before": event.before, "after": event.after})
    return AuditPayload(salt=secrets.token_hex(16), body=body, address=address)


def _entry_of(
    event: Event, payload: AuditPayload, *, actor: Actor, at: datetime, head: ChainHead
) -> AuditEntry:
    named = _name(event.target)
    entry = AuditEntry(
        sequence=head.sequence + 1,
        at=at,
        actor_key=actor.key,
        role=actor.role,
        act=event.act,
        target_kind=named.kind,
        target_key=named.key,
        region_code=event.region_code,
        request_id=request_id.get(),
        payload_digest=payload_digest(
            salt=payload.salt, body=payload.body, address=payload.address
        ),
        previous_digest=head.digest,
    )
    entry.digest = entry_digest(entry)
    return entry


@transaction.atomic
def record_refusal(
    *, actor: Actor, view_name: str, at: datetime, region_code: str = "", act: str = REFUSED
) -> AuditEntry:
    """Record that somebody was refused a page; the page by its name, never by its address."""
    return record(
        actor=actor,
        act=act,
        target=Target(kind="view", key=view_name[:64] or "-"),
        at=at,
        region_code=region_code,
    )


@transaction.atomic
def record_export(
    *,
    actor: Actor,
    what: str,
    at: datetime,
    region_code: str,
    filters: Mapping[str, Any],
    rows: int,
) -> AuditEntry:
    """Record that somebody took a table, a paper or a pack away: which, how much, never what."""
    return record(
        actor=actor,
        act=EXPORTED,
        target=Target(kind="export", key=what[:64]),
        at=at,
        region_code=region_code,
        after={"filters": filters, "rows": rows},
    )


@transaction.atomic
def record_command(*, name: str, status: int, account: str, at: datetime) -> AuditEntry:
    """Record that a command was run on the server, by which account, and how it ended."""
    return record(
        actor=system_actor(name.replace(" ", "-")),
        act=COMMANDED,
        target=Target(kind="command", key=name[:64]),
        at=at,
        after={"account": account, "status": status},
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
def erase_payloads(
    *, actor: Actor, person_key: str, reason: str, at: datetime, words: Collection[str] = ()
) -> int:
    """Erase what the audit kept of a person, and record which payloads that were.

    Taken are payloads of acts by the person, on the person, or naming the person by the key or by
    one of the words. The entries stay, so the chain still verifies. Returns the number erased.
    """
    payloads = AuditPayload.objects.exclude(entry__act=ERASED).filter(body__isnull=False)
    asked = models.Q(entry__actor_key=person_key) | models.Q(entry__target_key=person_key)
    for word in (person_key, *words):
        # One database keeps the text of a value as it is, the other as JSON escapes it.
        for written in {word, json.dumps(word)[1:-1]}:
            asked |= models.Q(text__icontains=written)
    naming = payloads.alias(text=Cast("body", models.TextField())).filter(asked)
    sequences = sorted(naming.values_list("entry_id", flat=True))
    AuditPayload.objects.filter(entry_id__in=sequences).update(body=None, salt="", address="")
    record(
        actor=actor,
        act=ERASED,
        target=Target(kind="accounts.person", key=person_key),
        at=at,
        after={"sequences": sequences, "reason": reason},
    )
    return len(sequences)
