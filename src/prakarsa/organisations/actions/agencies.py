"""Acts on agencies: made, changed, merged or split, and their services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from prakarsa.audit.actions import record
from prakarsa.foundation.versions import Stale
from prakarsa.foundation.writing import day
from prakarsa.organisations.models import Agency, AgencySuccession, Region, Service
from prakarsa.organisations.permissions import (
    can_manage_agency,
    can_manage_region,
    can_manage_services,
)
from prakarsa.organisations.seats import Seat, overlaps
from prakarsa.organisations.wording import twin_words
from prakarsa.rules.text import normalise_name

FIELDS = ("name", "kind", "parent_id", "valid_from", "valid_until")


def _values(agency: Agency) -> dict[str, Any]:
    return {name: getattr(agency, name) for name in FIELDS}


def _refuse_twin(agency: Agency) -> None:
    # Two people may add the same unit at once: whoever comes second sees what the first added.
    Region.objects.select_for_update(no_key=True).get(pk=agency.region_id)
    rows = Agency.objects.filter(region=agency.region, normalised_name=agency.normalised_name)
    overlapping = overlaps(agency.valid_from, agency.valid_until)
    if twin := rows.filter(overlapping).exclude(pk=agency.pk).first():
        raise ValidationError({"name": twin_words(twin)})


def _refuse_circle(agency: Agency) -> None:
    passed: set[int] = set()
    above = agency.parent
    while above is not None and above.pk not in passed:
        if above.pk == agency.pk:
            raise ValidationError(
                {"parent": _("Unit tidak dapat berada di bawah dirinya sendiri.")}
            )
        passed.add(above.pk)
        above = above.parent


@transaction.atomic
def create_agency(*, seat: Seat, region: Region, values: Mapping[str, Any], at: datetime) -> Agency:
    """Make an agency; raise ValidationError when its name is taken on any of its days."""
    if not can_manage_region(seat, region):
        raise PermissionDenied
    agency = Agency(region=region, **values)
    agency.normalised_name = normalise_name(agency.name)
    _refuse_twin(agency)
    agency.save()
    _record(seat, agency, "organisations.agency.created", at, {}, _values(agency))
    return agency


@transaction.atomic
def change_agency(
    *, seat: Seat, agency: Agency, values: Mapping[str, Any], version: int, at: datetime
) -> Agency:
    """Change an agency that still has the version the person saw; raise Stale else.

    Raises ValidationError on a taken name or a circle of parents.
    """
    if not can_manage_agency(seat, agency):
        raise PermissionDenied
    Region.objects.select_for_update(no_key=True).get(pk=agency.region_id)
    stored = Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    if stored.version != version:
        shown = {name: getattr(stored, name) for name in values}
        raise Stale(version=stored.version, stored=shown)
    before = _values(stored)
    stored.version += 1
    for name, value in values.items():
        setattr(stored, name, value)
    stored.normalised_name = normalise_name(stored.name)
    _refuse_twin(stored)
    _refuse_circle(stored)
    stored.save()
    _record(seat, stored, "organisations.agency.changed", at, before, _values(stored))
    return stored


@transaction.atomic
def succeed_agencies(
    *,
    seat: Seat,
    predecessors: Sequence[Agency],
    successors: Sequence[Agency],
    effective_on: date,
    source: str,
    at: datetime,
) -> list[AgencySuccession]:
    """Let agencies end on a day and others carry on: a merger, a split or a new name."""
    if not all(can_manage_agency(seat, each) for each in (*predecessors, *successors)):
        raise PermissionDenied
    if not predecessors or not successors or set(predecessors) & set(successors):
        raise ValidationError(_("Pilih unit asal dan unit penerus yang berbeda."))
    keys = [old.pk for old in predecessors]
    rows = Agency.objects.select_for_update(no_key=True, of=("self",))
    predecessors = list(rows.filter(pk__in=keys))
    _refuse_impossible(predecessors, successors, effective_on)
    kind = _kind_of(len(predecessors), len(successors))
    links = [
        AgencySuccession(
            predecessor=old, successor=new, kind=kind, effective_on=effective_on, source=source
        )
        for old in predecessors
        for new in successors
    ]
    AgencySuccession.objects.bulk_create(links)
    for old in predecessors:
        before = _values(old)
        old.valid_until, old.version = effective_on, old.version + 1
        old.save(update_fields=["valid_until", "version"])
        after = {**_values(old), "successors": [new.key for new in successors]}
        _record(seat, old, f"organisations.agency.{kind}", at, before, after)
    return links


def _refuse_impossible(
    predecessors: Sequence[Agency], successors: Sequence[Agency], effective_on: date
) -> None:
    for old in predecessors:
        if old.valid_from and effective_on <= old.valid_from:
            text = _("%s belum ada pada tanggal itu. Isi tanggal sesudah mulainya.")
            raise ValidationError({"effective_on": text % old.name})
    known = AgencySuccession.objects.filter(
        predecessor__in=predecessors, successor__in=successors
    ).select_related("predecessor", "successor")
    if link := known.first():
        words = {"old": link.predecessor.name, "new": link.successor.name}
        raise ValidationError(_("Pergantian %(old)s menjadi %(new)s sudah tercatat.") % words)
    for old in predecessors:
        if old.valid_until and old.valid_until < effective_on:
            text = _("%(name)s sudah berakhir pada %(day)s.")
            words = {"name": old.name, "day": day(old.valid_until)}
            raise ValidationError({"predecessors": text % words})


def _kind_of(before: int, after: int) -> str:
    if after > 1:
        return AgencySuccession.Kind.SPLIT
    return AgencySuccession.Kind.MERGE if before > 1 else AgencySuccession.Kind.RENAME


@transaction.atomic
def add_service(
    *, seat: Seat, agency: Agency, name: str, description: str, at: datetime
) -> Service:
    """Add a service to an agency's catalogue; raise ValidationError when it is there already."""
    if not can_manage_services(seat, agency):
        raise PermissionDenied
    normalised = normalise_name(name)
    if agency.services.filter(normalised_name=normalised).exists():
        raise ValidationError({"name": _("Layanan ini sudah ada dalam katalog unit.")})
    service = Service.objects.create(
        agency=agency, name=name, normalised_name=normalised, description=description
    )
    _record(seat, agency, "organisations.service.added", at, {}, {"name": name})
    return service


@transaction.atomic
def end_service(*, seat: Seat, service: Service, on: date, at: datetime) -> Service:
    """End a service on a day; what was recorded under it stays."""
    if not can_manage_services(seat, service.agency):
        raise PermissionDenied
    service.valid_until = on
    service.save(update_fields=["valid_until"])
    _record(
        seat,
        service.agency,
        "organisations.service.ended",
        at,
        {},
        {"name": service.name, "on": on},
    )
    return service


def _record(
    seat: Seat, agency: Agency, act: str, at: datetime, before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:  # fmt: skip
    record(
        actor=seat.actor,
        act=act,
        target=agency,
        at=at,
        region_code=agency.region_id,
        before=before,
        after=after,
    )
