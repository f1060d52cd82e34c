"""Write the files of a backup so that they are there whole or not at all: mode 600, synced."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from prakarsa.files.storage import hash_of, pieces_of, sync_folder
from prakarsa.operations.backups.manifest import Part
from prakarsa.operations.backups.refusals import Damaged

FOLDER_MODE, FILE_MODE = 0o700, 0o600


@contextmanager
def new_file(path: Path) -> Iterator[int]:
    """Give a descriptor of a new file that only its owner reads; it is synced at the end."""
    make_folder(path.parent)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, FILE_MODE)
    try:
        yield descriptor
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, for their owner only."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True, mode=FOLDER_MODE)


def write_pieces(path: Path, pieces: Iterable[bytes]) -> tuple[int, str]:
    """Write a new file and return its size and sha256."""
    digest, size = hashlib.sha256(), 0
    with new_file(path) as descriptor, os.fdopen(descriptor, "wb", closefd=False) as stream:
        for piece in pieces:
            stream.write(piece)
            digest.update(piece)
            size += len(piece)
    return size, digest.hexdigest()


def copy_file(source: Path, target: Path) -> tuple[int, str]:
    """Copy a file and return the size and sha256 of what was written."""
    return write_pieces(target, pieces_of(source))


def part_of(folder: Path, path: Path) -> Part:
    """Return a written file as a part of the backup."""
    return Part(str(path.relative_to(folder)), path.stat().st_size, hash_of(path))


def check_part(folder: Path, part: Part) -> Path:
    """Return where a part is; raise Damaged when it is not exactly what was written."""
    path = folder / part.path
    is_inside = path.resolve().is_relative_to(folder.resolve())
    if not is_inside or not is_unchanged(path, size=part.size, sha256=part.sha256):
        raise Damaged(_("Bagian cadangan %s hilang atau berubah.") % part.path)
    return path


def is_unchanged(path: Path, *, size: int, sha256: str) -> bool:
    """Say whether a file is there with exactly these bytes."""
    return path.is_file() and path.stat().st_size == size and hash_of(path) == sha256


def sync_tree(folder: Path) -> None:
    """Make the names of a whole folder survive a power cut."""
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            sync_folder(path)
    sync_folder(folder)
