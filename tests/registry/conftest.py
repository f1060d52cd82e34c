"""Fixtures of the registry's tests: in this world both regions may report."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from prakarsa.calendars.actions import open_window
from prakarsa.organisations.roles import Role
from tests.jobs.conftest import shared_database
from tests.worlds import World

__all__ = ["open_windows", "shared_database", "windows"]


@pytest.fixture(autouse=True)
def windows(request: pytest.FixtureRequest, at: datetime) -> None:
    """Open the window of 2026 in both regions, where a test has a world."""
    if "world" not in request.fixturenames:
        return
    open_windows(request.getfixturevalue("world"), at)


def open_windows(world: World, at: datetime) -> None:
    """Let both regions report the edition of 2026."""
    for region in (world.home, world.other):
        open_window(
            seat=world.seat(Role.SECRETARIAT, region=region),
            edition_year=2026,
            opens_at=at - timedelta(days=60),
            closes_at=at + timedelta(days=60),
            source="Surat edaran contoh",
            at=at,
        )
