"""The innovations that a page of a target names: only those it shows are read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Max, QuerySet, When

from prakarsa.organisations.models import Region
from prakarsa.registry.models import Innovation


@dataclass(frozen=True, slots=True)
class InnovationLine:
    """An innovation as pages name it."""

    pk: int
    key: str
    name: str
    state: str
    changed_at: datetime
    agency_id: int | None

    def get_state_display(self) -> str:
        """Return the state in words."""
        return str(Innovation.State(self.state).label)


def lines_of(keys: Collection[int]) -> list[InnovationLine]:
    """Return some innovations by name."""
    return _lines(Innovation.objects.filter(pk__in=keys).order_by("name", "pk")) if keys else []


def newest_published(region: Region, *, kind: str, most: int) -> list[InnovationLine]:
    """Return the newest published innovations, those of the same kind of unit first."""
    rows = Innovation.objects.filter(region=region, state=Innovation.State.PUBLISHED)
    is_elsewhere = Case(When(agency__kind=kind, then=0), default=1)
    return _lines(rows.order_by(is_elsewhere, "-changed_at", "name", "pk")[:most])


def _lines(rows: QuerySet[Innovation]) -> list[InnovationLine]:
    columns = ("pk", "key", "name", "state", "changed_at", "agency_id")
    return [InnovationLine(*row) for row in rows.values_list(*columns)]


def last_changes(agencies: Collection[int]) -> dict[int, datetime]:
    """Return when an innovation of each unit last changed, by the id of its agency."""
    rows = Innovation.objects.filter(agency_id__in=agencies).order_by()
    return dict(rows.values_list("agency_id").annotate(last=Max("changed_at")))
