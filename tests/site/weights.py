"""Count the bytes and requests of a page as a browser's first and next visit would."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse

PACKED = {".woff2", ".png", ".jpg", ".webp"}
# What a browser fetches: style sheets, scripts, fonts, sprites, pictures.
FETCHED = re.compile(
    r'<link[^>]*\brel="(?:stylesheet|preload|icon)"[^>]*\bhref="([^"]+)"'
    r'|<link[^>]*\bhref="([^"]+)"[^>]*\brel="(?:stylesheet|preload|icon)"'
    r'|<(?:script|img|source|iframe)[^>]*\bsrc="([^"]+)"'
    r'|<use[^>]*\bhref="([^"#]+)#'
)
IN_CSS = re.compile(r"url\([\"']?(?!data:|#)([^\"')]+)")


@dataclass(frozen=True)
class Weight:
    """Bytes over the wire and requests of one page."""

    first: int
    later: int
    requests: int
    files: frozenset[str]


def weigh(response: HttpResponse) -> Weight:
    """Return the weight of a page: static files are kept a year, so later visits fetch only it."""
    html = response.content
    page = len(gzip.compress(html, 6)) if not response.has_header("Content-Encoding") else len(html)
    files = fetched(html.decode())
    return Weight(page + sum(map(packed_size, files)), page, 1 + len(files), files)


def fetched(html: str) -> frozenset[str]:
    """Return the addresses a page makes the browser fetch, those named by its style sheets too."""
    named = {next(filter(None, groups)) for groups in FETCHED.findall(html)}
    named = {address for address in named if not address.startswith("data:")}
    styles = {address for address in named if address.endswith(".css")}
    return frozenset(named | {inner for style in styles for inner in in_style(style)})


def static_path(address: str) -> Path:
    """Return the file behind a static address."""
    assert address.startswith(settings.STATIC_URL), f"{address} is no file of ours"
    found = finders.find(address.removeprefix(settings.STATIC_URL))
    assert isinstance(found, str), f"{address} does not exist"
    return Path(found)


@cache
def in_style(address: str) -> frozenset[str]:
    """Return the addresses that a style sheet fetches."""
    path = static_path(address)
    root = Path(address).parent
    found = IN_CSS.findall(path.read_text("utf-8"))
    return frozenset(str(_joined(root, name)) for name in found)


def _joined(root: Path, name: str) -> Path:
    parts: list[str] = []
    for part in (root / name).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return Path(*parts)


@cache
def packed_size(address: str) -> int:
    """Return how many bytes a static file has over the wire."""
    path = static_path(address)
    data = path.read_bytes()
    return len(data) if path.suffix in PACKED else len(gzip.compress(data, 9))
