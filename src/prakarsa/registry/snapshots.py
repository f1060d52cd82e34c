"""The whole profile as plain data, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from prakarsa.foundation.writing import day, number, rupiah
from prakarsa.registry.models import Innovation, Partner
from prakarsa.registry.parts import CONTENTS, ROW_FIELDS, ROW_LABELS

Snapshot = dict[str, Any]

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


def plain_values(values: Mapping[str, Any]) -> Snapshot:
    """Return values as typed into a page in the form a snapshot holds them."""
    plain: Snapshot = {}
    for name, value in values.items():
        if name == "affairs":
            plain[name] = sorted(value)
        elif name in ROW_FIELDS:
            plain[name] = [
                {field: _plain(row[field]) for field in ROW_FIELDS[name]} for row in value
            ]
        else:
            plain[name] = _plain(value)
    return plain


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
    if name in ROW_TEXTS:
        return "\n".join(ROW_TEXTS[name](row) for row in value or [])
    if isinstance(value, list):
        return ", ".join(value)
    return _column_text(name, str(value)) if name in COLUMNS and value else str(value)


def _column_text(name: str, value: str) -> str:
    field = Innovation._meta.get_field(name)
    if isinstance(field, models.DateField):
        return day(date.fromisoformat(value))
    if isinstance(field, models.DecimalField):
        return number(Decimal(value))
    if name == "budget_rupiah":
        return rupiah(int(value))
    choices = field.flatchoices if isinstance(field, models.Field) else []
    return str(dict(choices).get(value, value))


def _partner_text(row: Mapping[str, str]) -> str:
    kind = Partner.Kind(row["kind"]).label
    return f"{row['name']} ({kind})" + (f": {row['part']}" if row["part"] else "")


def _award_text(row: Mapping[str, str]) -> str:
    return " ".join(filter(None, [row["name"], row["year"]]))


def _benefit_text(row: Mapping[str, str]) -> str:
    start, end = (number(Decimal(row[name])) for name in ("baseline", "result"))
    days = [day(date.fromisoformat(row[name])) for name in ("baseline_on", "result_on")]
    return f"{row['measure']}: {start} {row['unit']} ({days[0]}) → {end} {row['unit']} ({days[1]})"


def _attachment_text(row: Mapping[str, str]) -> str:
    return f"{row['file']}: {row['caption']}" if row["caption"] else row["file"]


ROW_TEXTS: dict[str, Callable[[Mapping[str, str]], str]] = {
    "partners": _partner_text,
    "awards": _award_text,
    "benefits": _benefit_text,
    "attachments": _attachment_text,
}
