"""Read a whole backup and compare it with what its manifest says; nothing is changed."""

from __future__ import annotations

from pathlib import Path

from prakarsa.operations.backups.file_lists import check_files
from prakarsa.operations.backups.making import FILES
from prakarsa.operations.backups.manifest import Manifest, read_manifest
from prakarsa.operations.backups.parts import check_part


def verify_backup(folder: Path) -> Manifest:
    """Return the manifest of a backup that is whole; raise Damaged for any other."""
    manifest = read_manifest(folder)
    for part in manifest.parts:
        check_part(folder, part)
    check_files(folder, folder / FILES)
    return manifest
