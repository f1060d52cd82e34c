"""What the accounts' tests share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from prakarsa.accounts.models import Person
from tests.accounts.hashers import CountingHasher
from tests.worlds import PASSWORD


@pytest.fixture(autouse=True)
def cheap_hashes(settings: Any) -> None:
    """Count hashes, and spend no second on each."""
    settings.PASSWORD_HASHERS = ["tests.accounts.hashers.CountingHasher"]
    CountingHasher.calls = 0


@pytest.fixture
def person(db: None, at: datetime) -> Person:
    """Return somebody with a password and no membership."""
    rini = Person(email="rini@contoh.invalid", name="Rini Astuti", created_at=at)
    rini.set_password(PASSWORD)
    rini.save()
    return rini
