"""The rules know no Django, no clock, no network, no files but rulebooks, and no binary floats."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sources import imported_by

RULES = Path(__file__).parents[2] / "src" / "prakarsa" / "rules"
MODULES = sorted(RULES.rglob("*.py"))
ALLOWED = {
    "calendar",
    "collections",
    "dataclasses",
    "datetime",
    "decimal",
    "enum",
    "fractions",
    "functools",
    "importlib",
    "itertools",
    "polars",
    "prakarsa",
    "rapidfuzz",
    "tomllib",
    "typing",
    "unicodedata",
    "__future__",
}
CLOCKS = {"now", "today", "utcnow", "time", "monotonic"}
HEAVY = {"polars", "rapidfuzz"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(RULES)))
def test_module_is_pure(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = imported_by(tree)
    assert {name.partition(".")[0] for name in imported} <= ALLOWED
    assert all(name.startswith("prakarsa.rules") for name in imported if "prakarsa" in name)
    for node in ast.walk(tree):
        where = f"{path.name}:{getattr(node, 'lineno', 0)}"
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), where
        assert not (isinstance(node, ast.Name) and node.id in {"float", "open"}), where
        assert not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)), where
        assert not (isinstance(node, ast.Attribute) and node.attr in CLOCKS), where


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(RULES)))
def test_heavy_libraries_are_imported_where_they_are_used(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    at_start = ast.Module([node for node in tree.body if not isinstance(node, ast.If)], [])
    top = [node for node in at_start.body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert not imported_by(ast.Module(list(top), [])) & HEAVY


@pytest.mark.parametrize("package", ["assessments", "contracts"])
def test_commands_over_files_never_load_django(package: str) -> None:
    code = (
        f"import sys, prakarsa.cli, prakarsa.{package}.commands;"
        "sys.exit(any(name.split('.')[0] in {'django', 'polars'} for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
