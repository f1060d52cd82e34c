"""What the administrator's pages show: facts about the installation, and who asked what."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

import django
from django.db import connection
from django.utils.translation import gettext as _

from prakarsa.accounts.models import Person
from prakarsa.operations.requests import Request
from prakarsa.operations.rulebooks import rulebooks_digest

SHOWN_OF_DIGEST = 16


def installation_facts() -> list[tuple[str, str]]:
    """Return what runs here, as label and value."""
    return [
        ("Prakarsa", version("prakarsa")),
        (_("Basis data"), _database()),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        (_("Sidik buku aturan"), rulebooks_digest()[:SHOWN_OF_DIGEST]),
    ]


def _database() -> str:
    if connection.vendor == "sqlite":
        from sqlite3 import sqlite_version

        return f"SQLite {sqlite_version}"
    number = getattr(connection, "pg_version", 0)
    return f"PostgreSQL {number // 10000}.{number % 10000}"


@dataclass(frozen=True, slots=True)
class ShownRequest:
    """One request with the person who asked, as far as the account is there."""

    request: Request
    person: Person | None
    is_late: bool


def show_requests(rows: Sequence[Request], *, at: datetime) -> list[ShownRequest]:
    """Put the people beside what they asked, in one query."""
    keys = [row.person_key for row in rows]
    people = {str(person.key): person for person in Person.objects.filter(key__in=keys)}
    return [ShownRequest(row, people.get(row.person_key), row.due_at < at) for row in rows]
