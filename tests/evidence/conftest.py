"""Fixtures of the tests of proof: an open window and one submitted innovation."""

from __future__ import annotations

import pytest

from prakarsa.registry.models import Submission
from tests.evidence.builders import make_innovation, open_window
from tests.evidence.carried import edition, reported
from tests.jobs.conftest import shared_database
from tests.worlds import World

__all__ = ["edition", "reported", "shared_database", "submission"]


@pytest.fixture
def submission(world: World) -> Submission:
    """Return the submission of the ward's innovation, in an open window."""
    open_window(world.home)
    return make_innovation(world)
