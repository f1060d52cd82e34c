"""What a file of source imports."""

from __future__ import annotations

import ast


def imported_by(tree: ast.AST) -> set[str]:
    """Return the modules that a tree imports, or takes names from."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found
