"""The shape of the code: short functions, modules, classes; no place for whatever fits nowhere."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path("src/prakarsa")
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
BUDGETS = {"module": 400, "class": 200, "function": 40, "rule": 25, "view": 20}
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "common.py", "misc.py", "signals.py"}


def size_of(node: ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a definition, its decorators and docstring left out."""
    first = node.body[0]
    is_documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    documentation = (first.end_lineno or 0) - first.lineno + 1 if is_documented else 0
    return (node.end_lineno or 0) - node.lineno + 1 - documentation


def too_long(path: Path) -> Iterator[str]:
    """Name each definition of a module that is over its budget."""
    text = path.read_text("utf-8")
    if text.count("\n") > BUDGETS["module"]:
        yield f"{path}: {text.count(chr(10))} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef) and size_of(node) > BUDGETS["class"]:
            yield f"{path}:{node.lineno} class {node.name}: {size_of(node)} lines"
        if isinstance(node, ast.FunctionDef) and size_of(node) > function_budget(path, node):
            yield f"{path}:{node.lineno} {node.name}: {size_of(node)} lines"


def function_budget(path: Path, node: ast.FunctionDef) -> int:
    """Return how long this function may be: rules and views are shorter than the rest."""
    if "rules" in path.relative_to(SOURCE).parts:
        return BUDGETS["rule"]
    first = node.args.args[0].arg if node.args.args else ""
    is_view = "views" in {*path.parts, path.stem} and first == "request"
    return BUDGETS["view"] if is_view else BUDGETS["function"]


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_shapes_stay_within_their_budgets(path: Path) -> None:
    assert list(too_long(path)) == []


def test_the_budget_is_measured_at_all() -> None:
    tree = ast.parse("def act():\n" + "    x = 1\n" * 41)
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    assert size_of(function) == 42


def test_there_is_no_place_for_whatever_fits_nowhere() -> None:
    assert [str(path) for path in MODULES if path.name in FORBIDDEN_NAMES] == []


def test_no_model_overrides_save_and_no_signal_runs_between_our_packages() -> None:
    found = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name == "save" and "models" in str(path):
                found.append(f"{path}:{node.lineno} save()")
            if isinstance(node, ast.Name) and node.id in {"receiver", "post_save", "pre_save"}:
                found.append(f"{path}:{node.lineno} {node.id}")
    assert found == []


def test_exceptions_to_the_checks_are_few() -> None:
    """At most three `noqa` or `type: ignore` in the whole project, tests included."""
    others = [path for path in Path("tests").rglob("*.py") if path.name != Path(__file__).name]
    marks = [
        f"{path}:{number}"
        for path in [*MODULES, *others, *Path("bench").rglob("*.py"), *Path("scripts").glob("*.py")]
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if "# noqa" in line or "# type: ignore" in line
    ]
    assert len(marks) <= 3, marks


def test_each_module_says_what_it_is() -> None:
    silent = [str(path) for path in MODULES if not ast.get_docstring(ast.parse(path.read_text()))]
    assert silent == []
