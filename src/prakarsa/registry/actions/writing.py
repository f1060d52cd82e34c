"""Record an innovation and change its profile, one part at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from prakarsa.audit.actions import record
from prakarsa.audit.actors import Actor
from prakarsa.organisations.models import Agency, Region, Service
from prakarsa.organisations.roles import AGENCY_ROLES
from prakarsa.organisations.seats import Seat
from prakarsa.registry.actions.recording import latest_revision, lock, write
from prakarsa.registry.actions.refusals import NameTaken, StaleInnovation
from prakarsa.registry.models import (
    Innovation,
    InnovationAffair,
    ReturnNote,
    Revision,
    Submission,
)
from prakarsa.registry.parts import CONTENTS, Part
from prakarsa.registry.permissions import can_create, can_edit
from prakarsa.registry.restoring import ROW_MODELS
from prakarsa.registry.snapshots import Snapshot, take_snapshot
from prakarsa.registry.states import Act
from prakarsa.rules.text import count_words, normalise_name


@transaction.atomic
def create_innovation(
    *,
    seat: Seat,
    name: str,
    agency: Agency | None,
    at: datetime,
    service: Service | None = None,
) -> Innovation:
    """Record a draft; the same draft again by the same person is that draft.

    Raises NameTaken when the unit already has an innovation of that name.
    """
    region = seat.region
    if region is None or not can_create(seat) or not _is_own(seat, region, agency):
        raise PermissionDenied
    if service is not None and service.agency_id != (agency.pk if agency else None):
        raise PermissionDenied
    existing = find_named(region=region, agency=agency, name=name)
    if existing is not None:
        if existing.version == 1 and existing.created_by_key == seat.actor.key:
            return existing
        raise NameTaken(existing)
    innovation = Innovation(
        region=region, agency=agency, service=service, name=name, state=Innovation.State.DRAFT
    )
    prepare_new(innovation, actor=seat.actor, at=at)
    try:
        with transaction.atomic():
            write(innovation, act=Act.CREATE, actor=seat.actor, at=at)
    except IntegrityError:
        faster = find_named(region=region, agency=agency, name=name)
        if faster is None:
            raise
        raise NameTaken(faster) from None
    return innovation


def prepare_new(innovation: Innovation, *, actor: Actor, at: datetime) -> None:
    """Fill in what a new innovation's row needs beside its profile."""
    innovation.normalised_name = normalise_name(innovation.name)
    innovation.created_by_key = actor.key
    innovation.created_at = innovation.changed_at = at


def find_named(*, region: Region, agency: Agency | None, name: str) -> Innovation | None:
    """Return the unit's innovation of that name, if there is one."""
    same = Innovation.objects.filter(region=region, normalised_name=normalise_name(name))
    return same.filter(agency=agency).first()


def _is_own(seat: Seat, region: Region, agency: Agency | None) -> bool:
    if seat.role in AGENCY_ROLES:
        return agency is not None and agency.pk in seat.agency_ids
    return agency is None or agency.region_id == region.pk


@transaction.atomic
def change_innovation(
    *,
    seat: Seat,
    innovation: Innovation,
    part: Part,
    values: Mapping[str, Any],
    at: datetime,
    version: int | None = None,
) -> Innovation:
    """Write one part of the profile and return the innovation as it is then.

    `values` holds the part's columns, or its list of rows. `version` is the one the page showed
    (default: that of `innovation`). Raises StaleInnovation when this part changed meanwhile,
    NameTaken when a new name is taken. Values that are already there change nothing.
    """
    current = lock(innovation)
    if not can_edit(seat, current):
        raise PermissionDenied
    before = take_snapshot(current)
    refuse_taken_name(current, values)
    seen = innovation.version if version is None else version
    _put(current, part, values)
    is_changed = take_snapshot(current) != before
    if is_changed:
        refuse_overtaken(current, part, before, seen)
        write(current, act=Act.CHANGE, actor=seat.actor, at=at, before=before)
    if _mark_done(current, part, at) and not is_changed:
        record(
            actor=seat.actor,
            act="registry.innovation.part_confirmed",
            target=current,
            at=at,
            region_code=current.region_id,
            after={"part": part.value},
        )
    return current


def refuse_taken_name(current: Innovation, values: Mapping[str, Any]) -> None:
    """Raise NameTaken when the unit has another innovation of the name that would be written."""
    if "name" in values:
        taken = find_named(region=current.region, agency=current.agency, name=values["name"])
        if taken is not None and taken.pk != current.pk:
            raise NameTaken(taken)


def refuse_overtaken(current: Innovation, part: Part, present: Snapshot, seen: int) -> None:
    """Another part may have been saved meanwhile; only this page's own values count."""
    if current.version == seen:
        return
    shown = Revision.objects.filter(innovation=current, number=seen).first()
    names = [*CONTENTS[part].fields, *filter(None, [CONTENTS[part].rows])]
    if shown is None or any(shown.snapshot.get(name) != present.get(name) for name in names):
        raise StaleInnovation(lock(current), latest_revision(current))


def _put(innovation: Innovation, part: Part, values: Mapping[str, Any]) -> None:
    contents = CONTENTS[part]
    for name in contents.fields:
        if name in values and name != "affairs":
            setattr(innovation, name, values[name])
    if "implemented_on" in contents.fields:
        fill_year(innovation)
    innovation.normalised_name = normalise_name(innovation.name)
    innovation.design_words = count_words(innovation.design)
    if "affairs" in contents.fields and "affairs" in values:
        put_affairs(innovation, values["affairs"])
    if contents.rows in ROW_MODELS and contents.rows in values:
        put_rows(innovation, contents.rows, values[contents.rows])


def fill_year(innovation: Innovation) -> None:
    """Take the year from the day of implementation where none was given."""
    if innovation.year is None and innovation.implemented_on is not None:
        innovation.year = innovation.implemented_on.year


def put_affairs(innovation: Innovation, affairs: Sequence[str]) -> None:
    """Let an innovation touch these affairs beside its main one, and no others."""
    wanted = [name for name in dict.fromkeys(affairs) if name != innovation.main_affair]
    innovation.affairs.all().delete()
    InnovationAffair.objects.bulk_create(
        InnovationAffair(innovation=innovation, affair=name) for name in wanted
    )


def put_rows(innovation: Innovation, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write one list of the profile (`partners`, `awards`, `benefits`) as a whole."""
    model = ROW_MODELS[name]
    getattr(innovation, name).all().delete()
    model._default_manager.bulk_create(model(innovation=innovation, **row) for row in rows)


def _mark_done(innovation: Innovation, part: Part, at: datetime) -> bool:
    """A saved part answers the notes about it and is renewed for the edition that asked for it."""
    notes = ReturnNote.objects.filter(innovation=innovation, about=part, resolved_at=None)
    has_marked = notes.update(resolved_at=at) > 0
    drafts = Submission.objects.filter(innovation=innovation, submitted_at=None, withdrawn_at=None)
    for submission in drafts:
        if part in submission.to_renew:
            submission.to_renew = [name for name in submission.to_renew if name != part]
            submission.save(update_fields=["to_renew"])
            has_marked = True
    return has_marked
