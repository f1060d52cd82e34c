"""Python that the handbook tells people to type still fits the code."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import HANDBOOK, read

BLOCK = re.compile(r"<<'END'\n(.*?)\nEND|```python\n(.*?)```", re.DOTALL)
SNIPPETS = [
    pytest.param(here or fenced, id=f"{path.stem}-{number}")
    for path in HANDBOOK
    for number, (here, fenced) in enumerate(BLOCK.findall(read(path)))
]


def imported(tree: ast.Module) -> dict[str, object]:
    """Return what a snippet imports, by name; fails when something is not there."""
    return {
        alias.asname or alias.name: getattr(importlib.import_module(node.module or ""), alias.name)
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    """Yield the calls of imported functions and classes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node


def test_a_snippet_is_found_wherever_one_is_written() -> None:
    assert BLOCK.findall("Type:\n\n```python\nx = 1\n```\n") == [("", "x = 1\n")]
    assert BLOCK.findall("python - <<'END'\nx = 1\nEND\n") == [("x = 1", "")]
    assert Path("docs/handbook/people.md") in HANDBOOK


@pytest.mark.parametrize("text", SNIPPETS)
def test_snippets_import_and_call_what_there_is(text: str) -> None:
    tree = ast.parse(text)
    names = imported(tree)
    for call in calls(tree):
        assert isinstance(call.func, ast.Name)
        target = names[call.func.id]
        assert callable(target)
        keywords = {str(keyword.arg): None for keyword in call.keywords}
        inspect.signature(target).bind(*[None for _ in call.args], **keywords)
