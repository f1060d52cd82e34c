"""O06: what runs is pinned file by file, listed, and what is installed is what is pinned."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

LOCK: dict[str, Any] = tomllib.loads(Path("uv.lock").read_text("utf-8"))
PINNED = [row for row in LOCK["package"] if row["name"] != "prakarsa"]
HASH = re.compile(r"sha256:[0-9a-f]{64}")
# What makes the environment itself.
TOOLS = {"pip", "setuptools", "wheel", "prakarsa"}


def files_of(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the files that a pinned package may be installed from."""
    return [*row.get("wheels", []), *filter(None, [row.get("sdist")])]


def test_O06_every_file_of_every_package_has_its_hash() -> None:
    bare = [row["name"] for row in PINNED if not files_of(row)]
    loose = [
        file["url"] for row in PINNED for file in files_of(row)
        if not HASH.fullmatch(file.get("hash", ""))
    ]  # fmt: skip
    assert (bare, loose) == ([], [])
    assert len(PINNED) > 50


def test_O06_what_is_installed_is_what_is_pinned() -> None:
    installed = {
        re.sub(r"[-_.]+", "-", each.name).lower(): each.version for each in distributions()
    }
    pinned = {(row["name"], row["version"]) for row in PINNED}
    strange = {pair for pair in installed.items() if pair[0] not in TOOLS} - pinned
    assert strange == set()


def test_O06_the_days_to_update_are_stated() -> None:
    days = re.findall(r"^\| .+ \| (\d+) \|$", Path("SECURITY.md").read_text("utf-8"), re.MULTILINE)
    assert [int(each) for each in days] == [3, 14, 60]
    assert {"parts:", "faults:"} <= {line.split(" ")[0] for line in open_makefile()}


def open_makefile() -> list[str]:
    """Return the lines of the Makefile."""
    return Path("Makefile").read_text("utf-8").splitlines()
