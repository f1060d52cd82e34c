"""Reading dated rulebooks: TOML files with typed values, each with source and confirmation.

A value may stand bare (`count_cap = 200`) or with what is known about it
(`count_cap = { value = 200, confirmed = true, source = "A,B", note = "…" }`).
Every error names the file and the key.
"""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Generic, TypeVar

from prakarsa.rules.rounding import exact_hundredths

Value = TypeVar("Value")


class RulebookError(Exception):
    """A rulebook is missing or wrong; the text names the file and the key."""


@dataclass(frozen=True)
class Sourced(Generic[Value]):
    """A value of a rulebook with where it comes from and whether that is confirmed."""

    value: Value
    confirmed: bool
    source: str = ""
    note: str = ""


class Table:
    """One table of a rulebook; every reader checks the type and names the key when it is wrong."""

    def __init__(self, content: dict[str, object], *, file: str, path: str = "") -> None:
        self._content = content
        self._file = file
        self._path = path

    def wrong(self, key: str, problem: str) -> RulebookError:
        """Return the error for a key of this table."""
        return RulebookError(f"{self._file}: {self._path}{key}: {problem}")

    def has(self, key: str) -> bool:
        """Say whether the table has the key."""
        return key in self._content

    def __iter__(self) -> Iterator[str]:
        """Go through the keys in the order of the file."""
        return iter(self._content)

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text."""
        return self._typed(key, str, default)

    def whole(self, key: str, default: int | None = None) -> int:
        """Return a whole number."""
        value = self._typed(key, int, default)
        if isinstance(value, bool):
            raise self.wrong(key, "expected a whole number")
        return value

    def flag(self, key: str) -> bool:
        """Return true or false."""
        return self._typed(key, bool, None)

    def day(self, key: str) -> date:
        """Return a day."""
        return self._typed(key, date, None)

    def points(self, key: str) -> int:
        """Return a number of at most two decimals in hundredths."""
        value = self._get(key)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise self.wrong(key, "expected a number")
        try:
            return exact_hundredths(value)
        except ValueError as error:
            raise self.wrong(key, str(error)) from error

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; an absent key is an empty list."""
        return tuple(self._items(key, str))

    def wholes(self, key: str) -> tuple[int, ...]:
        """Return a list of whole numbers; an absent key is an empty list."""
        return tuple(self._items(key, int))

    def nested(self, key: str) -> tuple[tuple[tuple[int, ...], ...], ...]:
        """Return lists of lists of whole numbers, one per item; an absent key is empty."""
        return tuple(
            tuple(
                self._inner(key, row).wholes("row") for row in self._inner(key, rows).lists("row")
            )
            for rows in self.lists(key)
        )

    def lists(self, key: str) -> tuple[list[object], ...]:
        """Return a list of lists; an absent key is an empty list."""
        return tuple(self._items(key, list))

    def table(self, key: str) -> "Table":
        """Return the table under a key."""
        content = self._typed(key, dict, None)
        return Table(content, file=self._file, path=f"{self._path}{key}.")

    def tables(self, key: str) -> tuple["Table", ...]:
        """Return the list of tables under a key; an absent key is an empty list."""
        return tuple(
            Table(content, file=self._file, path=f"{self._path}{key}[{place}].")
            for place, content in enumerate(self._items(key, dict))
        )

    def sourced(self, key: str, read: Callable[["Table", str], Value]) -> Sourced[Value]:
        """Return a value with its source; a bare value is confirmed by the file's own source."""
        if not isinstance(self._get(key), dict):
            return Sourced(read(self, key), confirmed=True)
        about = self.table(key)
        return Sourced(
            read(about, "value"),
            confirmed=about.flag("confirmed"),
            source=about.text("source", ""),
            note=about.text("note", ""),
        )

    def _inner(self, key: str, row: object) -> "Table":
        return Table({"row": row}, file=self._file, path=f"{self._path}{key}.")

    def _get(self, key: str) -> object:
        if key not in self._content:
            raise self.wrong(key, "is missing")
        return self._content[key]

    def _typed(self, key: str, kind: type[Value], default: Value | None) -> Value:
        if default is not None and key not in self._content:
            return default
        value = self._get(key)
        if not isinstance(value, kind):
            raise self.wrong(key, f"expected {kind.__name__}, found {type(value).__name__}")
        return value

    def _items(self, key: str, kind: type[Value]) -> Iterator[Value]:
        items = self._typed(key, list, [])
        for place, item in enumerate(items):
            if not isinstance(item, kind):
                raise self.wrong(f"{key}[{place}]", f"expected {kind.__name__}")
            yield item


def _folder(subject: str) -> Traversable:
    return files("prakarsa").joinpath("rulebooks").joinpath(subject)


def list_editions(subject: str) -> tuple[str, ...]:
    """Return the names of the editions of a subject, in order."""
    names = (entry.name for entry in _folder(subject).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def read_table(subject: str, edition: str) -> Table:
    """Read one rulebook; raises RulebookError when it is absent or no valid TOML."""
    if edition not in list_editions(subject):
        raise RulebookError(f"rulebooks/{subject}/{edition}.toml: there is no such edition")
    file = f"rulebooks/{subject}/{edition}.toml"
    text = _folder(subject).joinpath(f"{edition}.toml").read_text(encoding="utf-8")
    return parse_table(text, file=file)


def parse_table(text: str, *, file: str) -> Table:
    """Read the text of a rulebook; numbers with a point stay exact decimals."""
    try:
        return Table(tomllib.loads(text, parse_float=Decimal), file=file)
    except tomllib.TOMLDecodeError as error:
        raise RulebookError(f"{file}: {error}") from error
