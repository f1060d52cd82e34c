"""What the shared template components are given; the templates stand in site/templates/components.

A closed list: chips, confirmation. Everything else is plain text and addresses.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter of a list, with the number of rows it would show."""

    label: str
    url: str
    count: int | None = None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A dangerous act before it is done: what changes, for whom, whether it can be undone."""

    title: str
    changes: tuple[str, ...]
    action: str
    back_url: str
    affects: str = ""
    undo: str = ""
