"""A complete edition of 2027 that exists only in a test: 2026 with a few indicators changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from prakarsa.calendars.queries import newest_complete_edition
from prakarsa.rules import rulebook
from prakarsa.rules.index.edition import open_edition, read_known_parts

# No. 21 is gone; no. 16 asks for another document; the rest is as before.
GONE, CHANGED = "21", "16"


def next_edition(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the folder of rulebooks be one in which 2027 is complete, and forget it afterwards."""
    books = folder / "rulebooks"
    shutil.copytree(str(files("prakarsa").joinpath("rulebooks")), books)
    text = (books / "index" / "2026.toml").read_text("utf-8")
    text = text.replace("edition = 2026", "edition = 2027", 1)
    head, *rows = text.split("[[sid]]")
    rows = [row for row in rows if f'code = "{GONE}"' not in row]
    rows = [
        row.replace('evidence = "', 'evidence = "salinan resmi ', 1)
        if f'code = "{CHANGED}"' in row
        else row
        for row in rows
    ]
    (books / "index" / "2027.toml").write_text("[[sid]]".join([head, *rows]), "utf-8")
    patch.setattr(rulebook, "_folder", lambda subject: books / subject)
    forget_editions()
    yield
    patch.undo()
    forget_editions()


def forget_editions() -> None:
    """Read the rulebooks again."""
    for remembered in (read_known_parts, open_edition, newest_complete_edition):
        remembered.cache_clear()
