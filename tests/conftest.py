"""Shared fixtures. The database is what DATABASE_URL says: both are run by `make test`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("PRAKARSA_PROFILE", "test")
# A browser that a journey holds open keeps a loop running in the process of later tests.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
os.environ.setdefault("PRAKARSA_FOLDER", str(Path("var/test").resolve()))

import hypothesis
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import TransactionTestCase

from tests.network_guard import guard
from tests.unguarded import unguarded
from tests.worlds import AT, World, make_world

# Speed is shown by `make bench`; a slow machine must not fail a property.
hypothesis.settings.register_profile(
    "prakarsa", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("prakarsa")
guard()
# A password costs a fifth of a second on purpose, and the suite sets hundreds. Whoever runs the
# product pays what Django asks: its settings name this class, and nothing there makes it cheaper.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 1024


@pytest.fixture
def at() -> datetime:
    """Return the fixed moment of most tests: 14 July 2026, 09.00 WIB."""
    return AT


@pytest.fixture
def world(db: None) -> World:
    """Return the small invented world."""
    return make_world()


@pytest.fixture(scope="session", autouse=True)
def emptied_tables() -> Iterator[None]:
    """Let tests with real transactions empty the append-only tables afterwards."""
    empty = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        with unguarded():
            empty(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    """Keep the files of one test apart from all others."""
    settings.PRAKARSA_FILES = tmp_path / "files"
    settings.PRAKARSA_CHECKPOINTS = tmp_path / "checkpoints"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what this run's database cannot do, and say so."""
    if "postgresql" in os.environ.get("DATABASE_URL", ""):
        return
    skip = pytest.mark.skip(reason="runs on PostgreSQL only; this run uses SQLite")
    for item in items:
        if item.get_closest_marker("postgres"):
            item.add_marker(skip)
