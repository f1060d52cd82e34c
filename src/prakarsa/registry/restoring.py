"""An innovation as a snapshot tells it: for what stays public, and to call a draft off."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any

from django.db import models

from prakarsa.registry.models import (
    Award,
    Innovation,
    InnovationAffair,
    MeasuredBenefit,
    Partner,
)
from prakarsa.registry.parts import ROW_FIELDS
from prakarsa.registry.snapshots import COLUMNS

ROW_MODELS: dict[str, type[models.Model]] = {
    "partners": Partner,
    "awards": Award,
    "benefits": MeasuredBenefit,
}


def columns_in(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a snapshot with the types the model gives them."""
    return {name: _typed(Innovation, name, snapshot.get(name, "")) for name in COLUMNS}


def rows_in(snapshot: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Return one list of a snapshot (`awards`, …) with the types its model gives."""
    model = ROW_MODELS[name]
    return [
        {field: _typed(model, field, row.get(field, "")) for field in ROW_FIELDS[name]}
        for row in snapshot.get(name) or []
    ]


def _typed(model: type[models.Model], name: str, text: str) -> Any:
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(field)
    return None if text == "" and field.null else field.to_python(text)


def told_by(snapshot: Mapping[str, Any], innovation: Innovation) -> Innovation:
    """Return a copy of an innovation, not to be saved, with what a snapshot says of it.

    Its columns, awards, benefits and touching affairs are those of the snapshot; whose it is and
    its key stay as they are.
    """
    told = copy(innovation)
    for name, value in columns_in(snapshot).items():
        setattr(told, name, value)
    affairs = [InnovationAffair(innovation=told, affair=name) for name in snapshot["affairs"]]
    lists: dict[str, list[Any]] = {"affairs": affairs}
    for name in ("awards", "benefits"):
        lists[name] = [ROW_MODELS[name](innovation=told, **row) for row in rows_in(snapshot, name)]
    # Where Django keeps what was read ahead: whoever asks for the lists gets these.
    vars(told)["_prefetched_objects_cache"] = {
        name: _already_read(getattr(innovation, name).model, rows) for name, rows in lists.items()
    }
    return told


def _already_read(model: type[models.Model], rows: list[Any]) -> models.QuerySet[Any]:
    found = model._default_manager.all()
    found._result_cache = rows
    return found
