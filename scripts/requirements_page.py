"""Write docs/develop/requirements.md: each requirement with the tests that show it.

    python scripts/requirements_page.py

The requirements stand in docs/develop/requirements.toml; a test names the ids it shows.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LIST = Path("docs/develop/requirements.toml")
PAGE = Path("docs/develop/requirements.md")
TESTS = Path("tests")
MARKS = {"first": "★", "feature": "◆", "next": ""}
CODE = re.compile(r"(?<=_)[A-Z]\d\d(?=_|$)")
HEAD = """# Requirements and their tests

Made by `python scripts/requirements_page.py` from [requirements.toml](requirements.toml) and from
the names of the tests; do not edit by hand.

★ must hold from the first release on. ◆ must hold in the first release that contains the feature
(signing, juries, allowance, sanctions, sign-in by another provider). No mark: later.
A requirement without a test reads *not yet* and says why: nobody should rely on it. A test that
names an id shows a part of the requirement, not always the whole; read it before you rely on it.
"""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that must hold, when, and what asks for it."""

    code: str
    mark: str
    text: str
    basis: str = ""
    # Why there is no test yet: what it belongs to is not there, or what is left to build.
    why: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """The whole list: groups by letter, requirements in order."""

    groups: dict[str, str]
    requirements: tuple[Requirement, ...]

    @property
    def promised(self) -> frozenset[str]:
        """The ids that must hold from the first release on."""
        return frozenset(each.code for each in self.requirements if each.mark == "first")


@dataclass(frozen=True, slots=True)
class Shown:
    """A test that names an id."""

    code: str
    path: str
    test: str


def read_list(path: Path = LIST) -> Listed:
    """Return the list of requirements."""
    data: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    requirements = tuple(Requirement(code, **row) for code, row in data["requirements"].items())
    return Listed(data["groups"], requirements)


def ids_of(name: str) -> list[str]:
    """Return the ids that the name of a test carries."""
    return CODE.findall(name) if name.startswith("test_") else []


def tests_of(path: Path) -> Iterator[str]:
    """Yield the names of the test functions of a file, those in classes included."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name


def read_tests(folder: Path = TESTS) -> list[Shown]:
    """Return every pair of id and test, in the order of files and lines."""
    return [
        Shown(code, path.as_posix(), name)
        for path in sorted(folder.rglob("test_*.py"))
        for name in tests_of(path)
        for code in ids_of(name)
    ]


def unknown_ids(listed: Listed, shown: Sequence[Shown]) -> list[str]:
    """Return the ids that tests name and the list does not hold."""
    known = {requirement.code for requirement in listed.requirements}
    return sorted({each.code for each in shown} - known)


def unshown(codes: frozenset[str], shown: Sequence[Shown]) -> list[str]:
    """Return those of the ids that no test names."""
    return sorted(codes - {each.code for each in shown})


def sentence(name: str) -> str:
    """Return what a test says, without `test` and ids."""
    words = [word for word in name.split("_")[1:] if not re.fullmatch(r"[A-Z]\d\d", word)]
    return " ".join(words)


def part(requirement: Requirement, shown: Sequence[Shown]) -> Iterator[str]:
    """Yield the lines of one requirement."""
    mark = MARKS[requirement.mark]
    basis = f" [{requirement.basis}]" if requirement.basis else ""
    yield f"**{f'{requirement.code} {mark}'.strip()}** {requirement.text}{basis}\n"
    own = [each for each in shown if each.code == requirement.code]
    if not own:
        yield f"- *not yet*: {requirement.why}\n"
        return
    for path in dict.fromkeys(each.path for each in own):
        names = "; ".join(sentence(each.test) for each in own if each.path == path)
        yield f"- `{path}`: {names}"
    yield ""


def summary(listed: Listed, shown: Sequence[Shown]) -> str:
    """Return one sentence: how many there are and how many a test shows."""
    missing = unshown(listed.promised, shown)
    known = {each.code for each in shown}
    others = [each for each in listed.requirements if each.code not in listed.promised]
    held = sum(each.code in known for each in others)
    words = (
        f"{len(listed.promised) - len(missing)} of {len(listed.promised)} requirements with ★ have "
        f"a test; {held} of the {len(others)} others."
    )
    return words + (f" Without a test: {', '.join(missing)}." if missing else "")


def page(listed: Listed, shown: Sequence[Shown]) -> str:
    """Return the whole page."""
    lines = [HEAD, summary(listed, shown)]
    for letter, title in listed.groups.items():
        lines.append(f"\n## {letter}. {title}\n")
        for requirement in listed.requirements:
            if requirement.code.startswith(letter):
                lines.extend(part(requirement, shown))
    return "\n".join(lines).rstrip() + "\n"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(read_list(), read_tests()), "utf-8")


if __name__ == "__main__":
    main()
