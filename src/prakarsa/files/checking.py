"""Compares the store with its rows: each row has its bytes unchanged, and nothing is left over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from prakarsa.files import storage
from prakarsa.files.actions.sweeping import orphaned_paths
from prakarsa.files.models import StoredFile


class FaultKind(StrEnum):
    """What can be wrong between a row and its bytes."""

    MISSING = "missing"
    CHANGED = "changed"
    ORPHAN = "orphan"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, and the key it was found under."""

    kind: FaultKind
    key: str


def find_faults(*, at: datetime) -> Iterator[Fault]:
    """Read every stored file and give each that is missing, changed or known to no row."""
    for key, sha256 in StoredFile.objects.values_list("key", "sha256").iterator():
        path = storage.path_of(key)
        if not path.exists():
            yield Fault(FaultKind.MISSING, key)
        elif storage.hash_of(path) != sha256:
            yield Fault(FaultKind.CHANGED, key)
    for orphan in orphaned_paths(at=at):
        yield Fault(FaultKind.ORPHAN, orphan.name)
