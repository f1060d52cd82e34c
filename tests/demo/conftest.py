"""Kota Contoh, made once for all tests of this folder that look at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from prakarsa.demo.example import make_example
from prakarsa.organisations.loading import load_regions
from tests.worlds import AT


@pytest.fixture(scope="package")
def example_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the example's files."""
    return tmp_path_factory.mktemp("example")


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any, example_files: Path) -> Iterator[None]:
    """Make Kota Contoh inside a transaction that is rolled back after the module."""
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        patch.setattr(settings, "PRAKARSA_FILES", example_files)
        load_regions()
        make_example(at=AT)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def example(made: None, db: None, settings: Any, example_files: Path) -> None:
    """Look at Kota Contoh and its files; what the test changes is undone after it."""
    settings.PRAKARSA_FILES = example_files
