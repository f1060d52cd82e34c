"""Links and paths that the pages name lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import ALL, DECISIONS, DEVELOP, DOCS, GUIDE, HANDBOOK, code_of, read

LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
SOURCE = Path("src/prakarsa")
PLACES = [Path(), SOURCE, SOURCE / "site" / "templates", Path("docs/develop")]
# Files and folders that every package may have.
IN_EACH_PACKAGE = {"urls.py", "work.py", "locale/en/LC_MESSAGES/django.po"}
# A folder without its last stroke looks like any two words; those at our root are known.
PATH = re.compile(
    r"^(?:[\w-]+/)+(?:[\w-]+(?:\.\w+)+)?$|^[\w-]+\.(?:py|md|toml)$"
    r"|^(?:bench|deploy|docs|scripts|src|tests)/[\w./-]+$"
)


def anchor(heading: str) -> str:
    """Return how a heading is addressed."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("page", ALL, ids=str)
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(read(page)):
        if link.startswith("https://"):
            continue
        name, _, place = link.partition("#")
        target = (page.parent / name).resolve() if name else page.resolve()
        assert target.exists(), link
        if place:
            headings = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE)
            assert place in map(anchor, headings), link


@pytest.mark.parametrize("page", [*DEVELOP, *HANDBOOK], ids=str)
def test_paths_of_ours_exist(page: Path) -> None:
    names = [piece for piece in code_of(page) if PATH.match(piece)]
    for name in names:
        exists = any((place / name).exists() for place in [*PLACES, page.parent])
        assert exists or name in IN_EACH_PACKAGE, name


@pytest.mark.parametrize(
    ("text", "is_path"),
    [
        ("deploy/systemd", True), ("deploy/systemd/prakarsa-web.service", True),
        ("tests/journeys", True), ("targets/work.py", True), ("CHANGELOG.md", True),
        ("text/csv", False), ("make check", False),
    ],
)  # fmt: skip
def test_a_path_is_told_from_other_words(text: str, is_path: bool) -> None:
    assert (PATH.match(text) is not None) == is_path


@pytest.mark.parametrize("folder", ["guide", "handbook", "develop", "decisions"])
def test_every_page_of_a_folder_is_in_its_list(folder: str) -> None:
    listed = set(LINK.findall(read(DOCS / folder / "README.md")))
    pages = {path.name for path in (DOCS / folder).glob("*.md")} - {"README.md"}
    assert pages <= listed
    assert pages


def test_decisions_are_numbered_without_a_gap_and_listed_with_their_titles() -> None:
    index = read(DOCS / "decisions" / "README.md")
    for number, path in enumerate(DECISIONS, start=1):
        assert path.name.startswith(f"{number:04d}-")
        heading = read(path).splitlines()[0]
        assert heading.startswith(f"# {number}. ")
        title = heading.partition(". ")[2]
        assert f"| {number:04d} | [{title}]({path.name}) |" in index


def test_a_decision_says_what_was_chosen_and_why() -> None:
    for path in DECISIONS:
        assert "**Chosen.**" in read(path), path
        assert "**Why.**" in read(path), path


def test_pages_of_the_guide_are_short() -> None:
    assert GUIDE
    for path in GUIDE:
        assert len(read(path).split()) < 600, path
