"""Make a backup: one instant of the database first, then the files that it names.

Bytes are written before their row and removed after it, and while a backup runs none are removed:
so every file that the instant names is there, however many people write meanwhile.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from prakarsa.audit.checkpoints import read_checkpoint
from prakarsa.files import storage
from prakarsa.operations.backups import manifest as manifests
from prakarsa.operations.backups.databases import (
    CHAIN_HEAD,
    LEFT_OUT,
    MIGRATIONS,
    STORED_FILES,
    Driver,
    Reader,
)
from prakarsa.operations.backups.drivers import driver_of
from prakarsa.operations.backups.file_lists import FileLine, copy_listed, write_list
from prakarsa.operations.backups.manifest import Manifest, Part
from prakarsa.operations.backups.parts import (
    copy_file,
    make_folder,
    part_of,
    sync_tree,
    write_pieces,
)
from prakarsa.operations.backups.refusals import Refused
from prakarsa.operations.rulebooks import rulebook_paths, rulebooks_folder

PREFIX, PARTIAL = "prakarsa-", ".partial"
# A folder that only begins like one of ours is somebody else's and stays.
OWN_NAME = re.compile(rf"{PREFIX}\d{{8}}T\d{{6}}Z")
CHECKPOINTS, RULEBOOKS, FILES = "checkpoints", "rulebooks", "files"


def make_backup(folder: Path, *, at: datetime) -> tuple[Path, Manifest]:
    """Write a whole backup below a folder; raise Refused and leave nothing when it cannot be."""
    name = f"{PREFIX}{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    if (folder / name).exists():
        raise Refused(_("Cadangan %s sudah ada.") % (folder / name))
    driver = driver_of(connection.settings_dict)
    make_folder(folder)
    with storage.held_still() as is_ours, _partial(folder / f".{name}{PARTIAL}") as draft:
        if not is_ours:
            raise Refused(_("Pencadangan lain sedang berjalan. Coba lagi sesudahnya."))
        manifest = _fill(draft, driver, at=at)
        sync_tree(draft)
        draft.replace(folder / name)
        storage.sync_folder(folder)
    return folder / name, manifest


def complete_backups(folder: Path) -> list[Path]:
    """Return the backups of a folder, oldest first."""
    found = folder.glob(f"{PREFIX}*/{manifests.NAME}") if folder.is_dir() else iter(())
    own = (path.parent for path in found if OWN_NAME.fullmatch(path.parent.name))
    return sorted(path for path in own if not path.is_symlink())


def remove_older(folder: Path, *, keep: int) -> int:
    """Remove the oldest backups of a folder until so many are left; return how many went."""
    surplus = complete_backups(folder)[:-keep] if keep > 0 else []
    for backup in surplus:
        # Without its manifest it is no backup any more, should the removal be cut short.
        (backup / manifests.NAME).unlink()
        shutil.rmtree(backup)
    return len(surplus)


@contextmanager
def _partial(draft: Path) -> Iterator[Path]:
    """Give a folder that is gone when the body fails; one left by a killed run goes too."""
    shutil.rmtree(draft, ignore_errors=True)
    make_folder(draft)
    try:
        yield draft
    except OSError as problem:
        raise Refused(_("Cadangan gagal ditulis: %s.") % problem.strerror) from problem
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _fill(draft: Path, driver: Driver, *, at: datetime) -> Manifest:
    with driver.snapshot(draft / driver.part) as reader:
        files = [FileLine(*row) for row in reader.rows(STORED_FILES)]
        _refuse_too_little_room(draft, sum(line.size for line in files))
        copied, missing = copy_listed(files, draft / FILES)
        count, head = next(reader.rows(CHAIN_HEAD), (0, ""))
        parts = [part_of(draft, draft / driver.part), write_list(draft, copied)]
        parts += [*_checkpoint_parts(draft, until=count), *_rulebook_parts(draft)]
        manifest = _described(
            reader, driver, at=at, parts=parts, copied=copied, missing=missing, chain=(count, head)
        )
    write_pieces(draft / manifests.NAME, [manifest.written().encode()])
    return manifest


def _described(
    reader: Reader,
    driver: Driver,
    *,
    at: datetime,
    parts: list[Part],
    copied: list[FileLine],
    missing: list[str],
    chain: tuple[int, str],
) -> Manifest:
    return Manifest(
        version=version("prakarsa"),
        taken_at=at.astimezone(UTC).isoformat(),
        database=driver.kind,
        database_part=driver.part,
        migrations=tuple(f"{app}.{name}" for app, name in reader.rows(MIGRATIONS)),
        tables=reader.digests(),
        left_out=LEFT_OUT,
        chain_count=chain[0],
        chain_head=chain[1],
        parts=tuple(parts),
        files=len(copied),
        files_bytes=sum(line.size for line in copied),
        missing_files=tuple(missing),
    )


def _checkpoint_parts(draft: Path, *, until: int) -> Iterator[Part]:
    """Copy the checkpoints of this instant; a later one would say that the tail was cut."""
    folder = Path(settings.PRAKARSA_CHECKPOINTS)
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else []:
        if read_checkpoint(path).count <= until:
            copy_file(path, draft / CHECKPOINTS / path.name)
            yield part_of(draft, draft / CHECKPOINTS / path.name)


def _rulebook_parts(draft: Path) -> Iterator[Part]:
    for path in rulebook_paths():
        target = draft / RULEBOOKS / path.relative_to(rulebooks_folder())
        copy_file(path, target)
        yield part_of(draft, target)


def _refuse_too_little_room(draft: Path, needed: int) -> None:
    if shutil.disk_usage(draft).free < needed + needed // 10:
        raise Refused(_("Ruang disk untuk cadangan tidak cukup."))
