"""What a backup says of itself: its parts with their digests, its rows, the end of its chain.

The manifest holds a digest of its own, so that a changed letter in it is seen as well.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from prakarsa.audit.digests import canonical
from prakarsa.operations.backups.refusals import Damaged

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the backup: its path in the folder, its bytes, its sha256."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TableDigest:
    """The rows of one table in the order of their key: how many, and their digest."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Everything that is compared after a restore; times are UTC in ISO form."""

    version: str
    taken_at: str
    database: str
    database_part: str
    migrations: tuple[str, ...]
    tables: dict[str, TableDigest]
    left_out: tuple[str, ...]
    chain_count: int
    chain_head: str
    parts: tuple[Part, ...]
    files: int
    files_bytes: int
    missing_files: tuple[str, ...]

    @property
    def moment(self) -> datetime:
        """Return the instant the backup shows."""
        return datetime.fromisoformat(self.taken_at)

    @property
    def rows_digest(self) -> str:
        """Return one digest of all rows of all tables."""
        tables = {name: asdict(table) for name, table in self.tables.items()}
        return hashlib.sha256(canonical(tables).encode()).hexdigest()

    @property
    def row_count(self) -> int:
        """Return the number of rows of all tables."""
        return sum(table.rows for table in self.tables.values())

    @property
    def size(self) -> int:
        """Return the bytes of all parts and files."""
        return sum(part.size for part in self.parts) + self.files_bytes

    def written(self) -> str:
        """Return the text of the manifest, its own digest included."""
        content = {"format": FORMAT, **asdict(self), "rows_sha256": self.rows_digest}
        return json.dumps({**content, "sha256": _own_digest(content)}, indent=1) + "\n"


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a backup; raise Damaged when there is none or it was changed."""
    try:
        content: dict[str, Any] = json.loads((folder / NAME).read_text("utf-8"))
        digest = content.pop("sha256")
        if digest != _own_digest(content) or content.pop("format") != FORMAT:
            raise ValueError(digest)
        return _parsed(content)
    except FileNotFoundError:
        raise Damaged(_("Tidak ada cadangan yang utuh di %s.") % folder) from None
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        raise Damaged(_("Manifes cadangan %s rusak.") % folder) from None


def _parsed(content: dict[str, Any]) -> Manifest:
    content.pop("rows_sha256")
    lists = ("migrations", "left_out", "missing_files")
    values = {**content, **{name: tuple(content[name]) for name in lists}}
    values["tables"] = {name: TableDigest(**each) for name, each in content["tables"].items()}
    values["parts"] = tuple(Part(**each) for each in content["parts"])
    manifest = Manifest(**values)
    manifest.moment.timestamp()
    return manifest


def _own_digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()
