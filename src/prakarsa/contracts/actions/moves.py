"""How every act moves a contract: locked, from its state and version, with an entry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from prakarsa.audit.actions import record
from prakarsa.contracts.models import PerformanceContract
from prakarsa.contracts.permissions import is_own_region, may_try
from prakarsa.contracts.refusals import NotNow, TooLate
from prakarsa.contracts.states import Act, transition
from prakarsa.organisations.seats import Seat


def lock_row(contract: PerformanceContract) -> PerformanceContract:
    """Return the contract as it is now, locked until the end of the transaction."""
    rows = PerformanceContract.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("region", "lot__period").get(pk=contract.pk)


def refuse_act(
    *,
    seat: Seat,
    contract: PerformanceContract,
    act: Act,
    at: datetime,
    version: int | None = None,
) -> None:
    """Refuse an act on a locked contract that the seat may not do, or not now.

    `version` is that of the contract as the page showed it; a signature binds to its text
    instead. Raises TooLate when it is another one, NotNow when the state forbids the act,
    PermissionDenied when the seat may not do it at all.
    """
    if not is_own_region(seat, contract):
        raise PermissionDenied
    if version is not None and contract.version != version:
        raise TooLate(contract)
    if transition(contract.state, act) is None:
        raise NotNow(contract)
    if not may_try(seat, contract, act, on=seat.today(at)):
        raise PermissionDenied


def lock_contract(
    *, seat: Seat, contract: PerformanceContract, act: Act, at: datetime, version: int
) -> PerformanceContract:
    """Return the locked contract for an act; raises as `refuse_act`."""
    current = lock_row(contract)
    refuse_act(seat=seat, contract=current, act=act, at=at, version=version)
    return current


def move(
    *,
    seat: Seat,
    contract: PerformanceContract,
    act: Act,
    at: datetime,
    reason: str = "",
    is_last: bool = False,
    after: Mapping[str, Any] | None = None,
) -> PerformanceContract:
    """Put a locked contract into its next state and record that, by whom and why.

    `is_last` tells of the last of several signatures. Raises ValidationError when the act needs a
    reason and none was given.
    """
    row = transition(contract.state, act)
    if row is None:
        raise NotNow(contract)
    refuse_without_reason(reason, is_needed=row.needs_reason)
    before = contract.state
    contract.state = row.last_state if is_last and row.last_state else row.next_state
    contract.version += 1
    contract.changed_at = at
    contract.save(update_fields=["state", "version", "changed_at"])
    facts: dict[str, Any] = {"reason": reason.strip()} if reason.strip() else {}
    record_contract(
        seat=seat, contract=contract, act=act, at=at, before={"state": before},
        after={**facts, **(after or {})},
    )  # fmt: skip
    return contract


def refuse_without_reason(reason: str, *, is_needed: bool = True) -> None:
    """Refuse an act that needs a reason and was given none."""
    if is_needed and not reason.strip():
        raise ValidationError({"reason": _("Isi alasannya.")})


def record_contract(
    *,
    seat: Seat,
    contract: PerformanceContract,
    act: Act | str,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write one audit entry about a contract."""
    name = act.value if isinstance(act, Act) else act
    record(
        actor=seat.actor,
        act=f"contracts.contract.{name}",
        target=contract,
        at=at,
        region_code=contract.region_id,
        before=before,
        after={"state": contract.state, **(after or {})},
    )
