"""What the audit's tests share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import transaction

from prakarsa.accounts.models import Person
from prakarsa.audit.actions import record
from prakarsa.audit.actors import Actor
from prakarsa.audit.models import AuditEntry


@pytest.fixture
def person(db: None, at: datetime) -> Person:
    """Return somebody to act on."""
    return Person.objects.create(email="rini@contoh.invalid", name="Rini Astuti", created_at=at)


@pytest.fixture
def write(person: Person, at: datetime) -> Callable[..., AuditEntry]:
    """Return a function that appends one entry about the person."""

    def append(number: int = 0, **changes: object) -> AuditEntry:
        with transaction.atomic():
            return record(
                actor=Actor("k1", "operator", "192.0.2.7"),
                act="tests.thing.done",
                target=person,
                at=at,
                region_code="99.01",
                after={"number": number, **changes},
            )

    return append
