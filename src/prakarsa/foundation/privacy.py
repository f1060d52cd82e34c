"""The privacy register: the class, purpose and retention of every field we keep.

Each package states its own in `privacy.toml`:

    [Person]
    purpose = "Sign-in and naming who acted"
    retention = "Until two years after the last membership ended"
    internal = ["id", "key"]
    personal = ["name", "email"]
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.conf import settings


class DataClass(StrEnum):
    """How sensitive a field is (UU 27/2022 art. 4 for the last two)."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    SPECIFIC = "specific"


@dataclass(frozen=True, slots=True)
class Entry:
    """One model's line in the register."""

    package: str
    model: str
    purpose: str
    retention: str
    fields: dict[str, DataClass]


def read_register() -> dict[str, Entry]:
    """Return every entry by `package.Model`; raise ValueError on a field classed twice."""
    entries: dict[str, Entry] = {}
    for package in settings.OUR_PACKAGES:
        path = Path(settings.PACKAGE) / package / "privacy.toml"
        if path.exists():
            for model, table in tomllib.loads(path.read_text("utf-8")).items():
                entries[f"{package}.{model}"] = _entry(package, model, table)
    return entries


def _entry(package: str, model: str, table: dict[str, object]) -> Entry:
    fields: dict[str, DataClass] = {}
    for data_class in DataClass:
        names = table.get(data_class.value, [])
        assert isinstance(names, list)
        for name in names:
            if name in fields:
                raise ValueError(f"{package}.{model}.{name} stands twice in the register.")
            fields[str(name)] = data_class
    return Entry(package, model, str(table["purpose"]), str(table["retention"]), fields)
