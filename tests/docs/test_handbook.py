"""Commands that the pages tell people to type can be typed: name, options, files."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from prakarsa.cli import COMMANDS
from tests.docs.pages import ALL, HANDBOOK, code_of, read

RUN = re.compile(r"(?:^|[ =])(?:[\w./]*bin/)?prakarsa ((?:[a-z]+ ?)+.*)$")
# What an operator of a server has to do, one page each; `answer a data request` is a page of the
# guide for the people of the region.
TASKS = ("install", "upgrade", "backup", "keys", "region", "reporting-window", "monitoring")


def typed(page: Path) -> list[list[str]]:
    """Return the words after `prakarsa` wherever a page runs it."""
    found = []
    for piece in code_of(page):
        match = RUN.search(piece.partition("  #")[0])
        if match and not piece.startswith(("sudo", "useradd", "GRANT")):
            found.append(shlex.split(match.group(1).replace("…", "x")))
    return found


def command_of(words: list[str]) -> tuple[click.Command, list[str]] | None:
    """Return the command that the words name, with what is left of them."""
    for count in (2, 1):
        name = " ".join(words[:count])
        if name in COMMANDS:
            command, rest = COMMANDS[name].load(name), words[count:]
            if isinstance(command, click.Group) and rest and rest[0] in command.commands:
                return command.commands[rest[0]], rest[1:]
            return command, rest
    return None


@pytest.mark.parametrize("page", ALL, ids=str)
def test_commands_take_the_options_that_pages_give(page: Path) -> None:
    for words in typed(page):
        found = command_of(words)
        if found is None:
            continue
        command, rest = found
        known = {option for each in command.params for option in each.opts}
        given = {word.partition("=")[0] for word in rest if word.startswith("--")}
        assert given <= known, (words, given - known)


def test_options_are_looked_at_at_all() -> None:
    pages = [words for page in HANDBOOK for words in typed(page)]
    given = {word for words in pages for word in words if word.startswith("--")}
    assert {"--dry-run", "--keep", "--into", "--replace", "--deep", "--role"} <= given
    assert command_of(["backup", "verify", "x"]) is not None


@pytest.mark.parametrize("task", TASKS)
def test_each_task_of_an_operator_has_its_page(task: str) -> None:
    text = read(Path(f"docs/handbook/{task}.md"))
    assert len(text.split()) > 80


@pytest.mark.parametrize("page", HANDBOOK, ids=str)
def test_files_of_the_reference_set_up_exist(page: Path) -> None:
    for piece in code_of(page):
        for path in re.findall(r"deploy/[\w./-]+\w", piece):
            assert Path(path).exists() or list(Path().glob(f"{path}*")), path


def test_units_that_pages_name_exist() -> None:
    units = {path.stem for path in Path("deploy/systemd").iterdir()}
    named = {
        unit
        for page in HANDBOOK
        for unit in re.findall(r"\bprakarsa-(?:web|worker|backup)\b", read(page))
    }
    assert named == units
