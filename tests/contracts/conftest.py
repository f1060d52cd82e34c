"""Fixtures of the tests of contracts: one that waits for signatures, and one that runs."""

from __future__ import annotations

import pytest

from prakarsa.contracts.models import PerformanceContract
from tests.contracts.builders import State, make_contract
from tests.jobs.conftest import shared_database
from tests.worlds import World

__all__ = ["shared_database"]


@pytest.fixture
def contract(world: World) -> PerformanceContract:
    """Return a contract of the ward that nobody has signed yet."""
    return make_contract(world, State.SIGNING)


@pytest.fixture
def running(world: World) -> PerformanceContract:
    """Return a contract of the ward that both sides have signed."""
    return make_contract(world)
