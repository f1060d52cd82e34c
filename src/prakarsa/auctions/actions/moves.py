"""How every act moves a lot: locked, from its state and version, with an event and an entry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from prakarsa.auctions.models import Lot, LotEvent
from prakarsa.auctions.permissions import is_own_region, may_try
from prakarsa.auctions.refusals import NotNow, TooLate
from prakarsa.auctions.states import Act, transition
from prakarsa.audit.actions import record
from prakarsa.organisations.seats import Seat


def lock_lot(*, seat: Seat, lot: Lot, act: Act, version: int) -> Lot:
    """Return the lot as it is now, locked until the end of the transaction.

    Raises TooLate when it is not the one the page showed, NotNow when its state forbids the act,
    PermissionDenied when the seat may not do it at all.
    """
    rows = Lot.objects.select_for_update(no_key=True, of=("self",))
    current = rows.select_related("period__region", "mission", "round").get(pk=lot.pk)
    if not is_own_region(seat, current.period):
        raise PermissionDenied
    if current.version != version:
        raise TooLate(current)
    row = transition(current.state, act)
    if row is None:
        raise NotNow(current)
    if not may_try(seat, current, act):
        raise PermissionDenied
    return current


def is_repeat(*, seat: Seat, lot: Lot, act: Act, version: int) -> bool:
    """Say whether the same person's same act was the last one, on the version the page showed.

    A second click, or a form sent again by Back, then finds its work done.
    """
    last = LotEvent.objects.filter(lot=lot).order_by("-pk").first()
    current = Lot.objects.only("version").get(pk=lot.pk)
    return (
        last is not None
        and last.act == act
        and last.actor_key == seat.actor.key
        and current.version == version + 1
    )


def move(
    *,
    seat: Seat,
    lot: Lot,
    act: Act,
    at: datetime,
    reason: str = "",
    after: Mapping[str, Any] | None = None,
) -> Lot:
    """Put a locked lot into its next state and write down that, by whom and why.

    Call it inside the transaction of the act, after `lock_lot`. Raises ValidationError when the
    act needs a reason and none was given.
    """
    row = transition(lot.state, act)
    if row is None:
        raise NotNow(lot)
    if row.needs_reason and not reason.strip():
        raise ValidationError({"reason": _("Isi alasannya.")})
    before = lot.state
    if row.next_state != before:
        lot.state_since = at
    lot.state, lot.changed_at = row.next_state, at
    lot.version += 1
    lot.save()
    LotEvent.objects.create(
        lot=lot,
        act=act,
        state_before=before,
        state_after=lot.state,
        round=lot.round,
        reason=reason.strip(),
        actor_key=seat.actor.key,
        role=seat.role.value,
        at=at,
    )
    record_lot(seat=seat, lot=lot, act=act, at=at, before={"state": before}, after=after)
    return lot


def record_lot(
    *,
    seat: Seat,
    lot: Lot,
    act: Act,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write one audit entry about a lot."""
    record(
        actor=seat.actor,
        act=f"auctions.lot.{act.value}",
        target=lot,
        at=at,
        region_code=lot.period.region_id,
        before=before,
        after={"state": lot.state, **(after or {})},
    )
