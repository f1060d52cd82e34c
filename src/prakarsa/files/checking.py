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

    @property
    def place(self) -> str:
        """Return where the bytes lie, or should lie, below the store."""
        return f"{self.key[:2]}/{self.key}"


def find_faults(*, at: datetime, reads_all: bool = True) -> Iterator[Fault]:
    """Give each stored file that is missing or changed, and bytes known to no row.

    Without `reads_all` a change is only seen when it changed the size.
    """
    rows = StoredFile.objects.values_list("key", "sha256", "size")
    for key, sha256, size in rows.iterator():
        path = storage.path_of(key)
        if not path.exists():
            # Removed since the row was read is not missing.
            if StoredFile.objects.filter(key=key).exists():
                yield Fault(FaultKind.MISSING, key)
        elif path.stat().st_size != size or (reads_all and storage.hash_of(path) != sha256):
            yield Fault(FaultKind.CHANGED, key)
    for orphan in orphaned_paths(at=at):
        yield Fault(FaultKind.ORPHAN, orphan.name)
