"""Take a backup back: looked at whole first, put beside what is there, and swapped at the end.

The order makes every instant a whole one. Files are added first: their names are random and their
bytes never change, so what is there already is not touched. Then the database is swapped at once.
Only then is what the restored database does not know set aside, never deleted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from prakarsa.audit.checkpoints import read_checkpoint
from prakarsa.files.storage import INCOMING, sync_folder
from prakarsa.foundation.occupancy import InUse, alone
from prakarsa.operations.backups.databases import CHAIN_HEAD, STORED_FILES
from prakarsa.operations.backups.file_lists import check_files, read_list
from prakarsa.operations.backups.making import CHECKPOINTS, FILES
from prakarsa.operations.backups.manifest import Manifest
from prakarsa.operations.backups.parts import (
    copy_file,
    is_unchanged,
    make_folder,
    sync_tree,
)
from prakarsa.operations.backups.places import Place
from prakarsa.operations.backups.refusals import Refused
from prakarsa.operations.backups.verifying import verify_backup
from prakarsa.operations.schema import unknown_migrations


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was taken back, and under which names the former things are kept."""

    manifest: Manifest
    kept_database: str
    kept_files: int
    aside: str


def restore_backup(backup: Path, place: Place, *, replace: bool, at: datetime) -> Restored:
    """Take a backup back into a place and prove it.

    Raises Damaged or Refused before anything changed; and Refused, naming where the former
    database is kept, when what was put back is not what the backup holds.
    """
    manifest = verify_backup(backup)
    driver = place.driver
    if driver.kind != manifest.database:
        words = {"backup": manifest.database, "place": driver.kind}
        raise Refused(_("Cadangan ini dari %(backup)s; tujuannya %(place)s.") % words)
    if unknown := unknown_migrations(manifest.migrations):
        raise Refused(
            _("Cadangan ini dari versi %(version)s yang lebih baru (%(name)s).")
            % {"version": manifest.version, "name": unknown[0]}
        )
    if not replace and not driver.is_empty():
        raise Refused(_("Tujuan tidak kosong. Pakai --replace bila memang akan diganti."))
    try:
        with alone(place.folder):
            driver.refuse_company()
            return _swap(backup, manifest, place, at=at)
    except InUse:
        raise Refused(_("Web atau worker masih berjalan. Hentikan dulu.")) from None


def prove(manifest: Manifest, backup: Path, place: Place) -> None:
    """Raise Refused unless rows, files and the end of the chain are those of the backup."""
    with place.driver.reader() as reader:
        tables = reader.digests()
        head = next(reader.rows(CHAIN_HEAD), (0, ""))
    wrong = sorted(
        name
        for name in {*tables, *manifest.tables}
        if tables.get(name) != manifest.tables.get(name)
    )
    if wrong or head != (manifest.chain_count, manifest.chain_head):
        named = ", ".join(wrong) or CHECKPOINTS
        raise Refused(_("Yang dipulihkan berbeda dari cadangan: %s.") % named)
    for line in read_list(backup):
        path = line.below(place.files)
        if not is_unchanged(path, size=line.size, sha256=line.sha256):
            raise Refused(_("Berkas %s berbeda dari cadangan.") % line.key)


def _swap(backup: Path, manifest: Manifest, place: Place, *, at: datetime) -> Restored:
    aside = f"before-restore-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    _add_files(backup, place)
    kept = place.driver.load(backup / manifest.database_part, aside=aside)
    _swap_checkpoints(backup, manifest, place, aside=aside)
    try:
        prove(manifest, backup, place)
    except Refused as problem:
        words = {"problem": problem, "kept": kept}
        raise Refused(_("%(problem)s Basis data sebelumnya ada di %(kept)s.") % words) from None
    count = _set_strangers_aside(place, aside=aside)
    return Restored(manifest=manifest, kept_database=kept, kept_files=count, aside=aside)


def _add_files(backup: Path, place: Place) -> None:
    make_folder(place.files)
    for line in read_list(backup):
        target = line.below(place.files)
        if is_unchanged(target, size=line.size, sha256=line.sha256):
            continue
        fresh = target.with_suffix(".restoring")
        fresh.unlink(missing_ok=True)
        copy_file(line.below(backup / FILES), fresh)
        fresh.replace(target)
    sync_tree(place.files)
    check_files(backup, place.files)


def _swap_checkpoints(backup: Path, manifest: Manifest, place: Place, *, aside: str) -> None:
    """Put the checkpoints of the backup in; later ones tell of a tail that is no longer there."""
    make_folder(place.checkpoints)
    for path in sorted(place.checkpoints.glob("*.json")):
        if read_checkpoint(path).count > manifest.chain_count:
            make_folder(place.checkpoints / aside)
            path.replace(place.checkpoints / aside / path.name)
    source = backup / CHECKPOINTS
    for path in sorted(source.glob("*.json")) if source.is_dir() else []:
        if not (place.checkpoints / path.name).exists():
            copy_file(path, place.checkpoints / path.name)
    sync_tree(place.checkpoints)


def _set_strangers_aside(place: Place, *, aside: str) -> int:
    """Move files that no restored row knows beside the store; return how many."""
    with place.driver.reader() as reader:
        known = {str(row[0]) for row in reader.rows(STORED_FILES)}
    folder = place.files.with_name(f"{place.files.name}.{aside}")
    strangers = [
        path
        for path in sorted(place.files.glob("*/*"))
        if path.parent.name == INCOMING or path.stem not in known
    ]
    for path in strangers:
        target = folder / path.relative_to(place.files)
        make_folder(target.parent)
        path.replace(target)
    if strangers:
        sync_tree(folder)
        sync_folder(place.files)
    return len(strangers)
