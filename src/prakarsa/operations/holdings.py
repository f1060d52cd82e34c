"""What this installation holds of one person, found by the columns that name people."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import CharField, Field, Model, Q
from django.utils.translation import gettext as _

from prakarsa.accounts.models import Person
from prakarsa.audit.digests import storable
from prakarsa.foundation.privacy import DataClass, Entry, read_register

# What is kept only to compare with, or would open an account: it is named, not given.
WITHHELD = frozenset({
    "password", "token_digest", "account_stamp", "session_key", "sealed_secret", "credential",
    "credential_digest", "digest", "fingerprint",
})  # fmt: skip
NOT_OF_PEOPLE = frozenset({"idempotency_key", "event_key", "session_key"})
OPEN_CLASSES = frozenset({DataClass.PUBLIC, DataClass.INTERNAL})


@dataclass(frozen=True, slots=True)
class Holding:
    """One table with the rows that concern the person, as they may be given to them."""

    entry: Entry
    rows: list[dict[str, Any]]


def holdings_of(person: Person) -> dict[str, Holding]:
    """Return every table that can name people, with its rows that name this one."""
    return {
        name: Holding(entry, _rows(model, entry, person))
        for name, entry in sorted(read_register().items())
        if links_of(model := apps.get_model(entry.package, entry.model))
    }


def links_of(model: type[Model]) -> tuple[list[str], list[str]] | None:
    """Return the columns that point to people, and those with opaque keys of people, if any."""
    fields = model._meta.concrete_fields
    pointing = [field.name for field in fields if field.related_model is Person]
    pointing += ["pk"] if model is Person else []
    keyed = [field.name for field in fields if _is_key(field)]
    return (pointing, keyed) if pointing or keyed else None


def _is_key(field: Field[Any, Any]) -> bool:
    is_named = field.name.endswith("_key") and field.name not in NOT_OF_PEOPLE
    return is_named and isinstance(field, CharField)


def _rows(model: type[Model], entry: Entry, person: Person) -> list[dict[str, Any]]:
    pointing, keyed = links_of(model) or ([], [])
    asked = [Q(**{name: person.pk}) for name in pointing]
    asked += [Q(**{name: str(person.key)}) for name in keyed]
    given = _given(entry, pointing, keyed)
    found = model._default_manager.filter(reduce(or_, asked)).order_by("pk")
    return [
        {name: _value(name, value) for name, value in row.items()} for row in found.values(*given)
    ]


def _given(entry: Entry, pointing: list[str], keyed: list[str]) -> list[str]:
    """Return what is given: all of a person's own rows; of a record that others share, their part.

    Who changed an innovation may know that and when, not take its whole content along.
    """
    if pointing:
        return list(entry.fields)
    return [name for name, kind in entry.fields.items() if name in keyed or kind in OPEN_CLASSES]


def _value(name: str, value: object) -> Any:
    if name in WITHHELD:
        return _("disimpan hanya sebagai pembanding") if value else ""
    return storable(value)


def write_copy(path: Path, person: Person, *, at: datetime) -> int:
    """Write a ZIP with all that is held of a person; return the number of rows."""
    held = holdings_of(person)
    content = {
        "person": str(person.key),
        "made_at": at.isoformat(),
        "tables": {
            name: {
                "purpose": each.entry.purpose, "retention": each.entry.retention, "rows": each.rows,
            }
            for name, each in held.items()
        },
    }  # fmt: skip
    path.touch(mode=0o600)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(content, ensure_ascii=False, indent=1))
        archive.writestr("BACA-SAYA.txt", _explanation(held))
    return sum(len(each.rows) for each in held.values())


def _explanation(held: dict[str, Holding]) -> str:
    intro = _("Data yang disimpan tentang Anda, per tabel: jumlah baris, tujuan, masa simpan.")
    lines = [
        f"{name}: {len(each.rows)}\n  {each.entry.purpose}\n  {each.entry.retention}\n"
        for name, each in held.items()
    ]
    return "\n".join([intro, "", *lines])
