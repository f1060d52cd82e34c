"""The marks of the guide: one status, one icon, one colour, in every package."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders

SPRITE = "prakarsa/icons.svg"
# kind: (icon, CSS class). A kind never changes its icon.
KINDS: dict[str, tuple[str, str]] = {
    "ok": ("circle-check", "ok"),
    "wait": ("clock", "wait"),
    "bad": ("arrow-back-up", "bad"),
    "look": ("alert-triangle", "look"),
    "go": ("progress", "go"),
    "draft": ("circle-dashed", "draft"),
    "off": ("alert-octagon", "bad"),
    "past": ("archive", "draft"),
}
# The state of any of our objects, by its value in the database.
STATES: dict[str, str] = {
    "draft": "draft",
    "empty": "draft",
    "submitted": "wait",
    "waiting": "wait",
    "returned": "bad",
    "verified": "ok",
    "published": "ok",
    "done": "ok",
    "sent": "ok",
    "accepted": "ok",
    "open": "wait",
    "running": "go",
    "failed": "off",
    "cancelled": "past",
    "retired": "past",
    "dropped": "past",
    "declined": "past",
    "withdrawn": "past",
    "data_test": "wait",
    "tested": "ok",
    "scheduled": "go",
    "presented": "wait",
    "countered": "wait",
    "not_ready": "bad",
    "agreed": "ok",
    "imposed": "ok",
    "lapsed": "off",
    "contracted": "ok",
    "signing": "wait",
    "amending": "wait",
    "measured": "wait",
    "judged": "ok",
    "closed": "past",
}
REMARKS: dict[str, str] = {"": "alert-triangle", "calm": "info-circle", "red": "alert-octagon"}
REMARKS["good"] = "circle-check"


@cache
def icon_names() -> frozenset[str]:
    """Return the names of the icons in the sprite."""
    found = finders.find(SPRITE)
    if not isinstance(found, str):
        raise FileNotFoundError(SPRITE)
    return frozenset(re.findall(r'<symbol id="i-([^"]+)"', Path(found).read_text("utf-8")))
