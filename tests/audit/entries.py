"""Helpers for any test that says what the audit must hold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from prakarsa.audit.models import AuditEntry
from prakarsa.audit.verification import verify


@contextmanager
def assert_one_entry(act: str) -> Iterator[None]:
    """Assert that the block writes exactly one entry of this act, and that the chain holds."""
    before = AuditEntry.objects.filter(act=act).count()
    yield
    assert AuditEntry.objects.filter(act=act).count() - before == 1
    assert verify().findings == ()


@contextmanager
def assert_no_entry() -> Iterator[None]:
    """Assert that the block leaves no trace in the audit."""
    before = AuditEntry.objects.count()
    yield
    assert AuditEntry.objects.count() == before
