"""Write a plan of an import: all of it in one transaction, each innovation with its revision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from prakarsa.audit.actors import Actor
from prakarsa.organisations.importing import Outcome, write_agencies
from prakarsa.organisations.models import Agency, Region
from prakarsa.registry.actions.recording import lock, write
from prakarsa.registry.actions.writing import prepare_new
from prakarsa.registry.importing.plan import AWARD_FIELDS, Plan, PlannedRow, changes_of, judge
from prakarsa.registry.models import Award, Innovation, InnovationAffair
from prakarsa.registry.snapshots import take_snapshot
from prakarsa.registry.states import Act
from prakarsa.rules.text import normalise_name


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

    Raises PlanHasErrors when a row is wrong, unless errors are to be left out. `tell` hears how
    many rows are done.
    """
    # Imports of one region follow each other; the later one sees what the earlier one wrote.
    regions = Region.objects.select_for_update().filter(pk__in=[each.pk for each in plan.regions])
    list(regions.order_by("pk"))
    judge(plan)
    if plan.errors and not skip_errors:
        raise PlanHasErrors(len(plan.errors))
    write_agencies(plan.units, actor=actor, at=at)
    for done, row in enumerate(plan.due, start=1):
        if row.outcome is Outcome.NEW:
            _write_new(row, actor=actor, at=at)
        else:
            _write_changed(row, actor=actor, at=at)
        tell(done)
    return len(plan.due)


def _write_new(row: PlannedRow, *, actor: Actor, at: datetime) -> None:
    if row.owner is None:
        raise ValueError(f"Row {row.number} has no owner.")
    # What a public source names is a public fact; a list without sources begins as drafts.
    is_public = bool(row.values.get("source"))
    state = Innovation.State.PUBLISHED if is_public else Innovation.State.DRAFT
    innovation = Innovation(
        region=row.owner.region,
        agency=_agency_of(row),
        state=state,
        published_at=at if is_public else None,
    )
    _put(innovation, row)
    prepare_new(innovation, actor=actor, at=at)
    innovation.save(force_insert=True)
    _put_rows(innovation, row)
    write(innovation, act=Act.IMPORT if is_public else Act.CREATE, actor=actor, at=at)


def _agency_of(row: PlannedRow) -> Agency | None:
    if row.owner is None or not row.owner.unit:
        return None
    if row.owner.agency is not None:
        return row.owner.agency
    rows = Agency.objects.filter(region=row.owner.region, normalised_name=row.owner.unit)
    return rows.order_by("-pk").first()


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
    innovation.normalised_name = normalise_name(innovation.name)


def _put_rows(innovation: Innovation, row: PlannedRow) -> None:
    if "affairs" in row.values:
        wanted = [name for name in row.values["affairs"] if name != innovation.main_affair]
        innovation.affairs.all().delete()
        InnovationAffair.objects.bulk_create(
            InnovationAffair(innovation=innovation, affair=name) for name in wanted
        )
    if "award" in row.values:
        Award.objects.get_or_create(
            innovation=innovation,
            name=row.values["award"],
            year=row.values.get("award_year"),
            defaults={"source": row.values.get("source", "")},
        )
