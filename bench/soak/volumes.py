"""Small volumes that can be filled to the last byte; only root may make them."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PIECE = bytes(64 * 1024)
FILLER = "filler"


def may_mount() -> bool:
    """Say whether we may make volumes."""
    return os.getuid() == 0 and shutil.which("mount") is not None


@contextmanager
def small_volume(folder: Path, megabytes: int) -> Iterator[Path]:
    """Put a volume of a few megabytes where a folder is, and take it away at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    options = f"size={megabytes}m,mode=0700"
    run_tool("mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder))
    try:
        yield folder
    finally:
        run_tool("umount", "--lazy", str(folder))


def run_tool(name: str, *arguments: str) -> None:
    """Run one program of the system."""
    subprocess.run([shutil.which(name) or name, *arguments], check=True)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Leave no byte free on the volume of a folder while the body runs."""
    path = folder / FILLER
    try:
        with path.open("wb", buffering=0) as filler:
            for size in (len(PIECE), 512, 1):
                write_until_full(filler.fileno(), PIECE[:size])
        yield
    finally:
        path.unlink(missing_ok=True)


def write_until_full(descriptor: int, piece: bytes) -> None:
    """Write a piece again and again until the system takes no more."""
    while True:
        try:
            os.write(descriptor, piece)
        except OSError as problem:
            if problem.errno != errno.ENOSPC:
                raise
            return
