"""Fixtures of the tests of the auction: a period with its panel, and one lot in its room."""

from __future__ import annotations

import pytest

from prakarsa.auctions.models import AuctionPeriod, Lot
from tests.auctions.builders import make_lot, make_period
from tests.jobs.conftest import shared_database
from tests.worlds import World

__all__ = ["lot", "period", "shared_database"]


@pytest.fixture
def period(world: World) -> AuctionPeriod:
    """Return a period of two rounds with a panel that has its quorum."""
    return make_period(world)


@pytest.fixture
def lot(world: World, period: AuctionPeriod) -> Lot:
    """Return a lot of the ward, scheduled in the first round."""
    return make_lot(world, period)
