"""The pages that the tests of this folder read."""

from __future__ import annotations

import re
from pathlib import Path

ROOT_PAGES = [Path(name) for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md",
                                      "GLOSSARY.md", "CHANGELOG.md")]  # fmt: skip
DOCS = Path("docs")
GUIDE = sorted((DOCS / "guide").glob("*.md"))
HANDBOOK = sorted((DOCS / "handbook").glob("*.md"))
DEVELOP = sorted((DOCS / "develop").glob("*.md"))
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
ALL = [*ROOT_PAGES, *sorted(DOCS.rglob("*.md"))]
FENCED = re.compile(r"^( *)```\w*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")


def read(path: Path) -> str:
    """Return the text of a page."""
    return path.read_text("utf-8")


def code_of(path: Path) -> list[str]:
    """Return the lines of blocks of code, indented blocks included, and the pieces in backticks."""
    text = read(path)
    blocks = [line for match in FENCED.finditer(text) for line in match.group(2).splitlines()]
    prose = FENCED.sub("", text)
    indented = [line for line in prose.splitlines() if line.startswith("    ")]
    return [line.strip() for line in [*blocks, *indented]] + INLINE.findall(prose)


def prose_of(path: Path) -> str:
    """Return a page without its code."""
    return INLINE.sub("", FENCED.sub("", read(path)))
