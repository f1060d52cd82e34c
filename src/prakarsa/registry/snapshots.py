"""The whole profile as plain data, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from prakarsa.registry.models import Innovation
from prakarsa.registry.parts import CONTENTS, ROW_FIELDS, ROW_LABELS

Snapshot = dict[str, Any]

OTHER_FIELDS = ("agency", "source", "state")
COLUMNS = tuple(
    name
    for contents in CONTENTS.values()
    for name in contents.fields
    if name not in {"affairs", "service"}
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field before and after, ready to read; `rows` lists use added and removed."""

    field: str
    label: str
    before: str
    after: str


def take_snapshot(innovation: Innovation) -> Snapshot:
    """Return every field of the profile as strings and lists, equal on every database."""
    taken: Snapshot = {name: _plain(getattr(innovation, name)) for name in COLUMNS}
    taken["agency"] = str(innovation.agency) if innovation.agency else ""
    taken["service"] = str(innovation.service) if innovation.service else ""
    taken["source"] = innovation.source
    taken["state"] = innovation.state
    taken["affairs"] = sorted(row.affair for row in innovation.affairs.all())
    for name, fields in ROW_FIELDS.items():
        rows = getattr(innovation, name).all()
        taken[name] = [{field: _plain(getattr(row, field)) for field in fields} for row in rows]
    for written, attachment in zip(taken["attachments"], innovation.attachments.all(), strict=True):
        written["file"] = attachment.file.name
    return taken


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        # A column gives back trailing zeros that the form did not send.
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Return what changed, in the order of the profile; the state is told by the act itself."""
    names = [*COLUMNS, "service", "affairs", *ROW_FIELDS, "agency", "source"]
    return [
        Difference(name, label_of(name), readable(name, before), readable(name, after))
        for name in names
        if before.get(name, "") != after.get(name, "")
    ]


def label_of(name: str) -> str:
    """Return a field's name for readers."""
    if name in ROW_LABELS:
        return str(ROW_LABELS[name])
    if name == "affairs":
        return _("urusan lain yang beririsan")
    field = Innovation._meta.get_field(name)
    labels = {"agency": _("perangkat daerah"), "service": _("layanan")}
    return labels.get(name) or str(getattr(field, "verbose_name", name))


def readable(name: str, snapshot: Mapping[str, Any]) -> str:
    """Return one field of a snapshot as people read it."""
    value = snapshot.get(name, "")
    if name in ROW_FIELDS:
        return "\n".join(_row_text(row) for row in value or [])
    if isinstance(value, list):
        return ", ".join(value)
    return _choice_label(name, str(value))


def _choice_label(name: str, value: str) -> str:
    if name not in COLUMNS:
        return value
    field = Innovation._meta.get_field(name)
    choices = field.flatchoices if isinstance(field, models.Field) else []
    return str(dict(choices).get(value, value))


def _row_text(row: Mapping[str, str]) -> str:
    return " · ".join(str(part) for part in row.values() if part)
