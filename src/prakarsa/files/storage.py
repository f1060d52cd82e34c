"""The bytes on disk: written, synced and named before a row speaks of them.

Each stored file has a blob of its own under its key, so that deleting one never touches another
of the same bytes. Nothing here is inside a folder that is served.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from prakarsa.formats.reasons import Reason, Refused
from prakarsa.foundation.keys import ALPHABET

INCOMING = "incoming"
PREVIEW_SUFFIX = ".jpeg"
_LONGEST_REMOVAL = 30.0
_PIECE = 1024 * 1024
_FULL_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: its hash and how many bytes."""

    sha256: str
    size: int


def store_folder() -> Path:
    """Return the folder of the store."""
    return Path(settings.PRAKARSA_FILES)


def path_of(key: str) -> Path:
    """Return where the bytes of a stored file are; the key is checked, for it becomes a path."""
    return store_folder() / _checked(key)[:2] / key


def preview_path_of(key: str) -> Path:
    """Return where the small picture made of an image is kept."""
    return path_of(key).with_suffix(PREVIEW_SUFFIX)


def incoming_path_of(key: str) -> Path:
    """Return where bytes wait until they are complete and inspected."""
    return store_folder() / INCOMING / _checked(key)


def _checked(key: str) -> str:
    if not key or set(key) - set(ALPHABET):
        raise ValueError("not a key of the store")
    return key


def write(path: Path, pieces: Iterable[bytes], *, limit: int) -> Written:
    """Write pieces to a new file and sync it; too many bytes or a full disk leave nothing."""
    digest, size = hashlib.sha256(), 0
    with removed_on_failure(path), opened_for_writing(path) as descriptor:
        for piece in pieces:
            size += len(piece)
            if size > limit:
                raise Refused.too_large(limit)
            digest.update(piece)
            write_all(descriptor, piece)
        os.fsync(descriptor)
    return Written(digest.hexdigest(), size)


def settle(incoming: Path, key: str) -> None:
    """Give complete bytes their name under a key and sync the folder; the incoming name stays.

    It stays until the row is committed, so that a form that failed can be sent again.
    """
    target = path_of(key)
    make_folder(target.parent)
    try:
        os.link(incoming, target)
        # The bytes may be old; their new name is not, and the sweep spares what is young.
        os.utime(target)
    except OSError as problem:
        if problem.errno in _FULL_DISK:
            raise as_refusal(problem) from None
        # A file system without hard links gets a copy.
        write(target, pieces_of(incoming), limit=incoming.stat().st_size)
    sync_folder(target.parent)


def delete(key: str) -> None:
    """Remove the bytes and the preview of a stored file; what is gone already is no fault.

    While the store is held still they stay, and go with the next sweep of what no row speaks of.
    """
    unlink((path_of(key), preview_path_of(key)))


def unlink(paths: Iterable[Path]) -> int:
    """Remove files of the store, or none while it is held still; return how many were asked."""
    count = 0
    with _hold(fcntl.LOCK_SH) as is_free:
        for path in paths if is_free else ():
            path.unlink(missing_ok=True)
            count += 1
    return count


@contextmanager
def held_still() -> Iterator[bool]:
    """Let nobody remove bytes while the body runs; False when somebody else holds it already."""
    with _hold(fcntl.LOCK_EX, waits=True) as is_ours:
        yield is_ours


@contextmanager
def _hold(kind: int, *, waits: bool = False) -> Iterator[bool]:
    """Take the lock of the store's folder; the system lets go of it when the process is gone."""
    make_folder(store_folder())
    descriptor = os.open(store_folder(), os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield _locked(descriptor, kind, waits=waits)
    finally:
        os.close(descriptor)


def _locked(descriptor: int, kind: int, *, waits: bool) -> bool:
    """Say whether the lock was got; a removal under way is waited for, for it is short."""
    patience = time.monotonic() + (_LONGEST_REMOVAL if waits else 0)
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= patience:
                return False
            time.sleep(0.01)
        else:
            return True


def pieces_of(path: Path) -> Iterator[bytes]:
    """Read a file in pieces."""
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            yield piece


def hash_of(path: Path) -> str:
    """Return the sha256 of a file."""
    digest = hashlib.sha256()
    for piece in pieces_of(path):
        digest.update(piece)
    return digest.hexdigest()


def free_bytes() -> int:
    """Return how much room the store has."""
    make_folder(store_folder())
    return shutil.disk_usage(store_folder()).free


@contextmanager
def opened_for_writing(path: Path) -> Iterator[int]:
    """Open a file that only its owner reads; it need not exist."""
    make_folder(path.parent)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def removed_on_failure(path: Path) -> Iterator[None]:
    """Remove a half-written file, and say in words that the disk is full."""
    try:
        yield
    except OSError as problem:
        path.unlink(missing_ok=True)
        raise as_refusal(problem) from None
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def as_refusal(problem: OSError) -> Exception:
    """Return the refusal for a full disk, and any other fault as it is."""
    return Refused(Reason.DISK_FULL) if problem.errno in _FULL_DISK else problem


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte: the system may take fewer at a time."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, for their owner only, and sync their names."""
    if folder.is_dir():
        return
    # One after the other: the mode is not that of the folders above when made together.
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True, mode=0o700)
    sync_folder(folder.parent)
