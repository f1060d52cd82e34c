"""What a process remembers of the catalogue is forgotten between tests."""

from __future__ import annotations

import pytest

from prakarsa.catalogue.queries import forget


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    forget()
