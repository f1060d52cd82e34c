"""Facts about the installation that a person who asks for help is asked for."""

from __future__ import annotations

import platform
from importlib.metadata import version

import django
from django.db import connection
from django.utils.translation import gettext as _

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
