"""Fixtures of the tests of targets: in this world both regions may report."""

from tests.registry.conftest import windows

__all__ = ["windows"]
