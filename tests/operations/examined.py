"""What tests of the doctor share: how to look at an installation, and how to harm it."""

from __future__ import annotations

import os

import pytest
from django.db import connection

from prakarsa.foundation.checkups import Examination, Finding, examine


def found(name: str, examination: Examination) -> list[Finding]:
    """Return what one check finds now."""
    return [
        finding
        for outcome in examine(examination)
        if outcome.checkup.name == name
        for finding in outcome.findings
    ]


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


only_sqlite = pytest.mark.skipif(
    "postgresql" in os.environ.get("DATABASE_URL", ""),
    reason="asks SQLite; this run uses PostgreSQL",
)
