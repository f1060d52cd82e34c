"""Write a plan of an import: all of it in one transaction, each innovation with its revision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects

from prakarsa.audit.actions import Event, record_many
from prakarsa.audit.actors import Actor
from prakarsa.organisations.importing import Outcome, write_agencies
from prakarsa.organisations.models import Agency, Region
from prakarsa.registry.actions.recording import lock, write
from prakarsa.registry.actions.writing import fill_year, prepare_new
from prakarsa.registry.importing.plan import AWARD_FIELDS, Plan, PlannedRow, changes_of, judge
from prakarsa.registry.models import Award, Innovation, InnovationAffair, Revision
from prakarsa.registry.parts import ROW_FIELDS
from prakarsa.registry.snapshots import take_snapshot
from prakarsa.registry.states import Act
from prakarsa.rules.text import normalise_name

BATCH = 200


class PlanHasErrors(Exception):
    """Nothing was written, because some rows are wrong and leaving them out was not asked for."""


@transaction.atomic
def import_innovations(
    *,
    plan: Plan,
    actor: Actor,
    at: datetime,
    skip_errors: bool = False,
    tell: Callable[[int], None] = lambda _done: None,
) -> int:
    """Write the new and changed rows of a plan and return how many.

    Raises PlanHasErrors when a row is wrong, unless errors are to be left out. `tell` hears now
    and then how many rows are done.
    """
    # Imports of one region follow each other; the later one sees what the earlier one wrote.
    regions = Region.objects.select_for_update(no_key=True)
    list(regions.filter(pk__in=[each.pk for each in plan.regions]).order_by("pk"))
    judge(plan)
    if plan.errors and not skip_errors:
        raise PlanHasErrors(len(plan.errors))
    _lock_changed(plan)
    write_agencies(plan.units, actor=actor, at=at)
    new = [row for row in plan.due if row.outcome is Outcome.NEW]
    for start in range(0, len(new), BATCH):
        _write_new(new[start : start + BATCH], actor=actor, at=at)
        tell(min(start + BATCH, len(new)))
    changed = [row for row in plan.due if row.outcome is not Outcome.NEW]
    for done, row in enumerate(changed, start=len(new) + 1):
        _write_changed(row, actor=actor, at=at)
        tell(done)
    return len(plan.due)


def _lock_changed(plan: Plan) -> None:
    """Wait for everybody who has a row in hand before the chain of entries is in ours."""
    keys = sorted(row.innovation.pk for row in plan.due if row.innovation is not None)
    rows = Innovation.objects.select_for_update(no_key=True).order_by("pk")
    for start in range(0, len(keys), BATCH):
        list(rows.filter(pk__in=keys[start : start + BATCH]).values_list("pk"))


def _write_new(rows: Sequence[PlannedRow], *, actor: Actor, at: datetime) -> None:
    """Write new innovations with their rows, first revisions and audit entries."""
    agencies = _agencies_of(rows)
    innovations = [_new_innovation(row, agencies, actor=actor, at=at) for row in rows]
    Innovation.objects.bulk_create(innovations)
    pairs = list(zip(innovations, rows, strict=True))
    InnovationAffair.objects.bulk_create(
        InnovationAffair(innovation=innovation, affair=affair)
        for innovation, row in pairs
        for affair in _other_affairs(innovation, row)
    )
    Award.objects.bulk_create(
        Award(innovation=innovation, **_award_of(row)) for innovation, row in pairs
        if "award" in row.values
    )  # fmt: skip
    prefetch_related_objects(innovations, *ROW_FIELDS, "affairs")
    _write_first(innovations, actor=actor, at=at)


def _write_first(innovations: Sequence[Innovation], *, actor: Actor, at: datetime) -> None:
    """Write the first revision and the audit entry of each."""
    revisions = [
        Revision(
            innovation=each, number=each.version, actor_key=actor.key, role=actor.role, at=at,
            act=Act.IMPORT if each.state == Innovation.State.PUBLISHED else Act.CREATE,
            snapshot=take_snapshot(each),
        )
        for each in innovations
    ]  # fmt: skip
    Revision.objects.bulk_create(revisions)
    events = [
        Event(
            act=f"registry.innovation.{each.act}", target=each.innovation,
            region_code=each.innovation.region_id, after=each.snapshot,
        )
        for each in revisions
    ]  # fmt: skip
    record_many(actor=actor, at=at, events=events)


def _new_innovation(
    row: PlannedRow, agencies: Mapping[tuple[str, str], Agency], *, actor: Actor, at: datetime
) -> Innovation:
    if row.owner is None:
        raise ValueError(f"Row {row.number} has no owner.")
    # What a public source names is a public fact; a list without sources begins as drafts.
    is_public = bool(row.values.get("source"))
    innovation = Innovation(
        region=row.owner.region,
        agency=row.owner.agency or agencies.get((row.owner.region.pk, row.owner.unit)),
        state=Innovation.State.PUBLISHED if is_public else Innovation.State.DRAFT,
        published_at=at if is_public else None,
    )
    _put(innovation, row)
    prepare_new(innovation, actor=actor, at=at)
    return innovation


def _agencies_of(rows: Iterable[PlannedRow]) -> dict[tuple[str, str], Agency]:
    """Return the units that the rows name and the plan did not know yet; the newest of a name."""
    owners = [row.owner for row in rows if row.owner and row.owner.unit and not row.owner.agency]
    known = Agency.objects.filter(
        region__in={each.region.pk for each in owners},
        normalised_name__in={each.unit for each in owners},
    )
    return {(each.region_id, each.normalised_name): each for each in known.order_by("pk")}


def _write_changed(row: PlannedRow, *, actor: Actor, at: datetime) -> None:
    if row.innovation is None:
        raise ValueError(f"Row {row.number} changes nothing known.")
    current = lock(row.innovation)
    before = take_snapshot(current)
    if not changes_of(current, row.values):
        return
    _put(current, row)
    _put_rows(current, row)
    write(current, act=Act.IMPORT, actor=actor, at=at, before=before)


def _put(innovation: Innovation, row: PlannedRow) -> None:
    for name, value in row.values.items():
        if name not in AWARD_FIELDS | {"affairs"}:
            setattr(innovation, name, value)
    fill_year(innovation)
    innovation.normalised_name = normalise_name(innovation.name)


def _put_rows(innovation: Innovation, row: PlannedRow) -> None:
    if "affairs" in row.values:
        innovation.affairs.all().delete()
        InnovationAffair.objects.bulk_create(
            InnovationAffair(innovation=innovation, affair=affair)
            for affair in _other_affairs(innovation, row)
        )
    if "award" in row.values:
        award = _award_of(row)
        source = award.pop("source")
        Award.objects.get_or_create(innovation=innovation, **award, defaults={"source": source})


def _other_affairs(innovation: Innovation, row: PlannedRow) -> list[str]:
    names = row.values.get("affairs", ())
    return [name for name in names if name != innovation.main_affair]


def _award_of(row: PlannedRow) -> dict[str, Any]:
    return {
        "name": row.values["award"],
        "year": row.values.get("award_year"),
        "source": row.values.get("source", ""),
    }
