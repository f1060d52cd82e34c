"""What the tests of files share."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from prakarsa.files import actions
from prakarsa.files.models import StoredFile
from prakarsa.formats import kinds
from prakarsa.organisations.roles import Role
from tests.formats import makers
from tests.jobs.conftest import shared_database
from tests.worlds import World

__all__ = ["committed", "shared_database", "store"]
Store = Callable[..., StoredFile]
Committed = Callable[[], AbstractContextManager[Any]]


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Committed:
    """Return a context in which acts are committed: what they do after that is done at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def store(world: World, at: datetime, committed: Committed) -> Store:
    """Return a function that stores an upload for the operator of the home ward."""

    def stored(
        name: str = "laporan.pdf",
        data: bytes | None = None,
        *,
        role: Role = Role.OPERATOR,
        in_other_region: bool = False,
        limit_bytes: int = 10 * kinds.MEGABYTE,
    ) -> StoredFile:
        seat = world.other_seat(role) if in_other_region else world.seat(role)
        with committed():
            return actions.store_upload(
                seat=seat,
                upload=SimpleUploadedFile(name, makers.pdf() if data is None else data),
                allowed=kinds.ALL,
                purpose=StoredFile.Purpose.EVIDENCE,
                region=seat.region,
                agency=seat.agency,
                limit_bytes=limit_bytes,
                at=at,
            )

    return stored
