"""Commands, targets of make and settings that the pages name exist, and none is left out."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from prakarsa.cli import COMMANDS
from tests.docs.pages import ALL, code_of, read

TARGETS = set(re.findall(r"^([a-z]+):", Path("Makefile").read_text(), re.MULTILINE))
SETTINGS_PAGE = Path("docs/handbook/settings.md")
READERS = [Path("src/prakarsa/foundation") / name for name in ("settings.py", "profiles.py")]
# Named by the test run, not by the product.
TEST_SETTINGS = {"PRAKARSA_TEST_POSTGRES", "PRAKARSA_REQUIRE"}


def named_commands(page: Path) -> list[str]:
    """Return what stands after `prakarsa` wherever a page runs it."""
    found = []
    for piece in code_of(page):
        match = re.match(r"^(?:[\w./]*bin/)?prakarsa ((?:[a-z]+ ?)+)", piece)
        if match:
            found.append(match.group(1).strip())
    return found


@pytest.mark.parametrize("page", ALL, ids=str)
def test_commands_exist(page: Path) -> None:
    for words in named_commands(page):
        parts = words.split()
        known = {" ".join(parts[:count]) for count in (1, 2)}
        assert known & set(COMMANDS), words


@pytest.mark.parametrize("page", ALL, ids=str)
def test_targets_of_make_exist(page: Path) -> None:
    for piece in code_of(page):
        for target in re.findall(r"(?:^|, )make ([a-z]+)", piece):
            assert target in TARGETS, target


@pytest.mark.parametrize("page", ALL, ids=str)
def test_scripts_exist(page: Path) -> None:
    for piece in code_of(page):
        for path in re.findall(r"python (\w+/\w+\.py)", piece):
            assert Path(path).exists(), path


def test_every_command_is_documented() -> None:
    named = {
        name
        for page in ALL
        for words in named_commands(page)
        for name in (words, " ".join(words.split()[:2]), words.split()[0])
    }
    documented = named | {name for name in COMMANDS if f"`make {name}`" in read(Path("README.md"))}
    assert set(COMMANDS) <= documented


def names_read() -> dict[str, object]:
    """Return each setting that the code reads, with its default when that is a plain value."""
    calls = [
        node
        for path in READERS
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and re.match(r"env\.\w+$", ast.unparse(node.func))
    ]
    return {ast.literal_eval(call.args[0]): default_of(call) for call in calls}


def default_of(call: ast.Call) -> object:
    """Return the default of a setting, or None when it is computed."""
    default = call.args[1] if len(call.args) > 1 else None
    return default.value if isinstance(default, ast.Constant) else None


def rows() -> dict[str, str]:
    """Return the default of each setting as the handbook gives it."""
    pattern = r"^\| `(\w+)` \| ([^|]+) \| [^|]+ \|$"
    return dict(re.findall(pattern, read(SETTINGS_PAGE), re.MULTILINE))


def test_the_handbook_has_every_setting_and_no_other() -> None:
    assert len(names_read()) > 20
    assert sorted(rows()) == sorted(names_read())


def test_the_handbook_gives_the_defaults() -> None:
    words = {True: "yes", False: "no", "": "none", None: None}
    for name, default in names_read().items():
        if name == "PRAKARSA_SECRET_KEY" or default is None:
            continue
        wanted = words[default] if isinstance(default, bool) or default == "" else str(default)
        given = rows()[name].strip()
        assert given == wanted or (default == "" and given.startswith("in demo")), name


@pytest.mark.parametrize("page", ALL, ids=str)
def test_no_page_names_a_setting_that_does_not_exist(page: Path) -> None:
    named = set(re.findall(r"\bPRAKARSA_[A-Z_]+\b", read(page)))
    assert named <= set(names_read()) | TEST_SETTINGS
