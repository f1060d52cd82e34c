"""Read a whole backup and compare it with what its manifest says; nothing is changed."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from prakarsa.operations.backups.file_lists import LIST, check_files
from prakarsa.operations.backups.making import FILES
from prakarsa.operations.backups.manifest import Manifest, read_manifest
from prakarsa.operations.backups.parts import check_part
from prakarsa.operations.backups.refusals import Damaged


def verify_backup(folder: Path) -> Manifest:
    """Return the manifest of a backup that is whole; raise Damaged for any other.

    Digests show decay and cuts. Whoever may write the backup can write new digests too, so it is
    kept where only its keeper writes.
    """
    manifest = read_manifest(folder)
    named = {part.path for part in manifest.parts}
    if not {manifest.database_part, LIST} <= named:
        raise Damaged(_("Manifes cadangan %s rusak.") % folder)
    for part in manifest.parts:
        check_part(folder, part)
    check_files(folder, folder / FILES)
    return manifest
