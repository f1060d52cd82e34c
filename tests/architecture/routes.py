"""Every address of the running application, found from the resolver itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

# A value for each converter that names nothing in any test.
NOTHING = {
    "slug": "zzzzzzzzzzzz",
    "str": "zzzzzzzzzzzz",
    "int": 987654,
    "uuid": "0" * 8 + "-0000-4000-8000-" + "0" * 12,
}


@dataclass(frozen=True)
class Route:
    """One address: its name, its view, and the converters of its parameters."""

    name: str
    view: Callable[..., Any]
    converters: tuple[tuple[str, str], ...]

    def address(self, **given: object) -> str:
        """Return the address with these parameters, the others naming nothing."""
        values = {key: given.get(key, NOTHING[kind]) for key, kind in self.converters}
        return reverse(self.name, kwargs=values)


def routes() -> list[Route]:
    """Return all routes of the product, by name."""
    return sorted(_walk(get_resolver().url_patterns, ""), key=lambda route: route.name)


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Route]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _walk(pattern.url_patterns, inner)
        else:
            kinds = {
                name: type(converter)
                .__name__.removesuffix("Converter")
                .lower()
                .replace("string", "str")
                for name, converter in pattern.pattern.converters.items()
            }
            yield Route(f"{prefix}{pattern.name}", pattern.callback, tuple(kinds.items()))
