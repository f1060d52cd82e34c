"""What every act on an innovation shares: the lock, the version, the revision, the audit entry."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied

from prakarsa.audit.actions import record
from prakarsa.audit.actors import Actor
from prakarsa.registry.actions.refusals import StaleInnovation
from prakarsa.registry.models import Innovation, Revision
from prakarsa.registry.snapshots import Snapshot, take_snapshot
from prakarsa.registry.states import Act, transition


def lock(innovation: Innovation) -> Innovation:
    """Return the row as it is now; other acts on it wait until this transaction ends."""
    # Only the innovation's own row is locked: its optional relations cannot be on PostgreSQL.
    locked = Innovation.objects.select_for_update(no_key=True, of=("self",))
    return locked.select_related("region", "agency", "service").get(pk=innovation.pk)


def is_replay(current: Innovation, *, act: Act, actor: Actor, version: int) -> bool:
    """Say whether this very act was already done from this version: a double click or resend."""
    if current.version != version + 1:
        return False
    latest = latest_revision(current)
    return latest.act == act and latest.actor_key == actor.key


def refuse_stale(current: Innovation, *, version: int) -> None:
    """Raise StaleInnovation unless the record is still what the page showed."""
    if current.version != version:
        raise StaleInnovation(current, latest_revision(current))


def latest_revision(innovation: Innovation) -> Revision:
    """Return the revision of the present version."""
    return Revision.objects.get(innovation=innovation, number=innovation.version)


def move(innovation: Innovation, act: Act, *, back_to: str = "") -> None:
    """Set the state that follows the act; raise PermissionDenied where the table has no row.

    `back_to` is the state before, for an act that undoes another.
    """
    row = transition(innovation.state, act)
    if row is None:
        raise PermissionDenied
    innovation.state = row.next_state or Innovation.State(back_to)


def write(
    innovation: Innovation,
    *,
    act: Act,
    actor: Actor,
    at: datetime,
    before: Snapshot | None = None,
    told: dict[str, Any] | None = None,
) -> None:
    """Save the next version with its revision and its audit entry."""
    if before is not None:
        innovation.version += 1
    innovation.changed_at = at
    innovation.save()
    # Rows that belong to the innovation may have been read before they changed.
    vars(innovation).pop("_prefetched_objects_cache", None)
    after = take_snapshot(innovation)
    Revision.objects.create(
        innovation=innovation,
        number=innovation.version,
        act=act,
        actor_key=actor.key,
        role=actor.role,
        at=at,
        snapshot=after,
    )
    changed = [name for name in after if before is None or before.get(name) != after[name]]
    record(
        actor=actor,
        act=f"registry.innovation.{act.value}",
        target=innovation,
        at=at,
        region_code=innovation.region_id,
        before={name: before.get(name) for name in changed} if before else {},
        after={name: after[name] for name in changed} | (told or {}),
    )
