"""O09 and F13: no code from text, no SQL from strings, no request spread into a query."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SOURCE = Path("src/prakarsa")
FILES = [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]
# Code from text, objects from bytes, a shell, markup that is not escaped.
NAMES = frozenset({
    "eval", "exec", "compile", "__import__", "mark_safe", "SafeString", "SafeText", "RawSQL",
})  # fmt: skip
METHODS = frozenset({
    "os.system", "os.popen", "pickle.load", "pickle.loads", "marshal.loads", "shelve.open",
    "yaml.load", "subprocess.getoutput", "subprocess.getstatusoutput", "tempfile.mktemp",
})  # fmt: skip
MODULES = frozenset({"pickle", "marshal", "shelve", "dill", "yaml", "xml"})
SQL = frozenset({"raw", "extra"})
CURSOR = frozenset({"execute", "executemany", "executescript"})
REQUEST = frozenset({"GET", "POST", "COOKIES", "headers", "META", "FILES"})
# Statements made from names that stand in the code, never from what anybody typed.
OWN_STATEMENTS = {
    "catalogue/keeping": "names of our own columns and tables",
    "operations/backups": "names of tables read from the database itself",
}


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Yield every call."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def dangerous(tree: ast.AST) -> Iterator[str]:
    """Yield what runs text, reads objects, opens a shell or leaves markup unescaped."""
    for call in calls(tree):
        name = ast.unparse(call.func)
        shell = [each for each in call.keywords if each.arg == "shell"]
        if name in NAMES | METHODS or shell:
            yield f"{call.lineno}: {name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        yield from (f"{node.lineno}: {name}" for name in names if name.split(".")[0] in MODULES)


def built_sql(tree: ast.AST) -> Iterator[str]:
    """Yield statements that are not one plain text, and the doors for raw pieces."""
    for call in calls(tree):
        if not isinstance(call.func, ast.Attribute):
            continue
        if call.func.attr in SQL and ast.unparse(call.func.value).endswith("objects"):
            yield f"{call.lineno}: {call.func.attr}"
        if call.func.attr in CURSOR and call.args and not is_plain(call.args[0]):
            yield f"{call.lineno}: {ast.unparse(call.args[0])[:60]}"


def is_plain(node: ast.expr) -> bool:
    """Say whether a statement is one text, a name for one, or a choice between two of them."""
    if isinstance(node, ast.IfExp):
        return is_plain(node.body) and is_plain(node.orelse)
    return isinstance(node, ast.Constant | ast.Name)


def spread_requests(tree: ast.AST) -> Iterator[str]:
    """Yield calls that hand what a request holds to keyword arguments."""
    for call in calls(tree):
        for keyword in call.keywords:
            spread = ast.unparse(keyword.value) if keyword.arg is None else ""
            if any(f".{name}" in spread for name in REQUEST):
                yield f"{call.lineno}: **{spread}"


def found_in(path: Path, look: Callable[[ast.AST], Iterator[str]]) -> list[str]:
    """Return what a look finds in one file."""
    return list(look(ast.parse(path.read_text("utf-8"))))


@pytest.mark.parametrize("path", FILES, ids=str)
def test_O09_no_code_from_text_and_no_unescaped_markup(path: Path) -> None:
    assert found_in(path, dangerous) == []


@pytest.mark.parametrize("path", FILES, ids=str)
def test_F13_O09_no_statement_is_built_outside_the_named_list(path: Path) -> None:
    place = path.relative_to(SOURCE).as_posix()
    if not any(place.startswith(own) for own in OWN_STATEMENTS):
        assert found_in(path, built_sql) == []


@pytest.mark.parametrize("place", OWN_STATEMENTS)
def test_O09_each_exception_is_still_needed(place: str) -> None:
    own = [path for path in FILES if path.relative_to(SOURCE).as_posix().startswith(place)]
    assert [each for path in own for each in found_in(path, built_sql)] != []


@pytest.mark.parametrize("path", FILES, ids=str)
def test_F13_what_a_request_holds_is_never_spread(path: Path) -> None:
    assert found_in(path, spread_requests) == []


@pytest.mark.parametrize(
    ("look", "text"),
    [
        (dangerous, "eval('1')"),
        (dangerous, "import pickle"),
        (dangerous, "from xml.etree import ElementTree"),
        (dangerous, "subprocess.run('ls', shell=True)"),
        (dangerous, "mark_safe(text)"),
        (built_sql, "cursor.execute(f'SELECT {name}')"),
        (built_sql, "cursor.execute('SELECT ' + name)"),
        (built_sql, "Person.objects.extra(where=['x'])"),
        (built_sql, "Person.objects.raw('x')"),
        (spread_requests, "rows.filter(**request.GET.dict())"),
        (spread_requests, "rows.filter(**{k: v for k, v in request.POST.items()})"),
    ],
)
def test_O09_F13_each_kind_is_seen(look: Callable[[ast.AST], Iterator[str]], text: str) -> None:
    assert len(list(look(ast.parse(text)))) == 1
