"""The work of others that our pages carry, from the one manifest of vendored files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"
MANIFEST = STATIC / "vendor" / "manifest.toml"


@dataclass(frozen=True, slots=True)
class Work:
    """One package, its version, and where its licence text lies among the static files."""

    package: str
    version: str
    licence: str
    licence_path: str


def read_manifest() -> dict[str, dict[str, str]]:
    """Return what the manifest says of each file, by its path below the static folder."""
    files: dict[str, dict[str, str]] = tomllib.loads(MANIFEST.read_text("utf-8"))
    return files


@cache
def works_of_others() -> tuple[Work, ...]:
    """Return each vendored package once, with its licence text."""
    return tuple(
        Work(said["package"], said["version"], said["licence"], path)
        for path, said in read_manifest().items()
        if path.endswith("/LICENSE")
    )
