"""Government affairs of a region: their names, groups and other spellings (UU 23/2014 art. 12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from prakarsa.rules.rulebook import Table, read_table
from prakarsa.rules.text import without_spaces


@dataclass(frozen=True)
class Affair:
    """One affair; `group` is basic, non_basic, optional or supporting."""

    name: str
    group: str
    aliases: tuple[str, ...]
    confirmed: bool
    source: str


@cache
def all_affairs() -> tuple[Affair, ...]:
    """Return every affair in the order of the law."""
    return tuple(_affair(row) for row in read_table("affairs", "2014").tables("affairs"))


def basic_affairs() -> tuple[str, ...]:
    """Return the names of the six basic-service affairs, in the order of the law."""
    return tuple(affair.name for affair in all_affairs() if affair.group == "basic")


def find_affair(name: str) -> Affair | None:
    """Return the affair of that name or alias; case and spaces do not matter."""
    return _spellings().get(without_spaces(name))


@cache
def nearest_affairs(name: str, *, limit: int = 3) -> tuple[str, ...]:
    """Return the names of the affairs spelt most like a wrong name, nearest first."""
    from rapidfuzz import fuzz, process

    found = process.extract(
        without_spaces(name), list(_spellings()), scorer=fuzz.ratio, limit=4 * limit
    )
    names = dict.fromkeys(_spellings()[spelling].name for spelling, _score, _place in found)
    return tuple(names)[:limit]


@cache
def _spellings() -> Mapping[str, Affair]:
    return {
        without_spaces(spelling): affair
        for affair in all_affairs()
        for spelling in (affair.name, *affair.aliases)
    }


def _affair(row: Table) -> Affair:
    return Affair(
        name=row.text("name"),
        group=row.text("group"),
        aliases=row.texts("aliases"),
        confirmed=row.flag("confirmed"),
        source=row.text("source"),
    )
