"""The stored files of a backup: one line each, so that a million of them need no memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from prakarsa.files import storage
from prakarsa.operations.backups.manifest import Part
from prakarsa.operations.backups.parts import (
    copy_file,
    is_unchanged,
    make_folder,
    part_of,
    write_pieces,
)
from prakarsa.operations.backups.refusals import Damaged

LIST = "files.list"


@dataclass(frozen=True, slots=True)
class FileLine:
    """One stored file: its key, its sha256, its bytes."""

    key: str
    sha256: str
    size: int

    def below(self, folder: Path) -> Path:
        """Return where the file lies below a folder, as it does in the store."""
        return folder / storage.path_of(self.key).relative_to(storage.store_folder())


def copy_listed(files: Iterable[FileLine], target: Path) -> tuple[list[FileLine], list[str]]:
    """Copy files as they are; return what was copied, and the keys whose bytes are missing.

    A file that changed in the store is kept as it is now: half a proof may still be of use, and
    the doctor names it. Bytes that the store keeps once under several names are copied once.
    """
    copied, missing = [], []
    seen: dict[tuple[int, int], FileLine] = {}
    for line in files:
        source = storage.path_of(line.key)
        if not source.is_file():
            missing.append(line.key)
            continue
        found = source.stat()
        same = seen.get((found.st_dev, found.st_ino))
        kept = _linked(same, line, target) if same else _copied(line, target)
        seen[found.st_dev, found.st_ino] = kept
        copied.append(kept)
    return copied, missing


def _copied(line: FileLine, target: Path) -> FileLine:
    size, sha256 = copy_file(storage.path_of(line.key), line.below(target))
    return FileLine(line.key, sha256, size)


def _linked(same: FileLine, line: FileLine, target: Path) -> FileLine:
    make_folder(line.below(target).parent)
    line.below(target).hardlink_to(same.below(target))
    return FileLine(line.key, same.sha256, same.size)


def write_list(folder: Path, lines: Iterable[FileLine]) -> Part:
    """Write the list of files and return it as a part."""
    path = folder / LIST
    write_pieces(path, (f"{line.sha256} {line.size} {line.key}\n".encode() for line in lines))
    return part_of(folder, path)


def read_list(folder: Path) -> Iterator[FileLine]:
    """Give the lines of a list that was compared with its digest before."""
    with (folder / LIST).open(encoding="ascii") as lines:
        for line in lines:
            sha256, size, key = line.split()
            yield FileLine(key, sha256, int(size))


def check_files(folder: Path, files: Path) -> None:
    """Raise Damaged when a file of the list is not exactly what was written."""
    for line in read_list(folder):
        if not is_unchanged(line.below(files), size=line.size, sha256=line.sha256):
            raise Damaged(_("Berkas %s dalam cadangan hilang atau berubah.") % line.key)
