"""The files of the pages: vendored ones as the manifest says, our own without foreign addresses."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from prakarsa.foundation.marks import icon_names
from prakarsa.site.vendored import STATIC, read_manifest, works_of_others

OWN = STATIC / "prakarsa"
THEME = (OWN / "theme.css").read_text("utf-8")
TABLER = next((STATIC / "vendor").glob("tabler-*/tabler.css")).read_text("utf-8")
# Text and its ground, with the contrast WCAG 2.2 AA asks for.
TEXT_PAIRS = [
    (ink, ground, 4.5)
    for ground in ("mori", "mori-2")
    for ink in ("ink", "ink-2", "ink-3", "nila", "soga", "daun", "kunyit", "mengkudu", "abu")
]
TEXT_PAIRS += [("on-nila", "nila", 4.5), ("nila-deep", "nila-soft", 4.5), ("mori", "ink", 4.5)]
TEXT_PAIRS += [("line-strong", "mori", 3.0), ("nila-mid", "mori", 3.0), ("focus", "mori", 3.0)]


def test_the_manifest_names_every_vendored_file() -> None:
    paths = [path for path in (STATIC / "vendor").rglob("*") if path.is_file()]
    files = {path.relative_to(STATIC).as_posix() for path in paths}
    assert files - {"vendor/manifest.toml"} == read_manifest().keys() - {"prakarsa/icons.svg"}


@pytest.mark.parametrize("path", read_manifest())
def test_a_vendored_file_is_what_the_manifest_says(path: str) -> None:
    said = read_manifest()[path]
    assert hashlib.sha256((STATIC / path).read_bytes()).hexdigest() == said["sha256"]
    assert said["package"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", said["version"])


def test_every_vendored_package_has_its_licence_text() -> None:
    packages = {said["package"] for said in read_manifest().values()}
    assert {work.package for work in works_of_others()} == packages


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.css")), ids=lambda path: path.name)
def test_P03_style_sheets_ask_no_other_origin(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    assert re.findall(r"url\(\s*[\"']?(?:https?:)?//[^)]*", text) == []
    assert "@import" not in text


def block_after(start: str) -> str:
    """Return the declarations of the rule that begins with a text."""
    body = THEME[THEME.index(start) + len(start) :]
    return body[: body.index("}")]


def tokens(text: str) -> dict[str, str]:
    """Return the custom properties of a rule."""
    return {name: value.strip() for name, value in re.findall(r"--([\w-]+):([^;]+);", text)}


LIGHT = tokens(block_after(":root,[data-bs-theme=light]{"))
DARK = tokens(block_after("[data-bs-theme=dark]{"))


def test_the_device_and_the_person_choose_the_same_dark() -> None:
    chosen = block_after("[data-bs-theme=dark]{")
    by_device = block_after("@media (prefers-color-scheme:dark){:root:not([data-bs-theme]){")
    assert by_device.split() == chosen.split()


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("ink", "ground", "least"), TEXT_PAIRS)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_can_be_told_apart(
    theme: dict[str, str], ink: str, ground: str, least: float
) -> None:
    lighter, darker = sorted((luminance(theme[ink]), luminance(theme[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= least


def test_every_icon_named_in_code_is_in_the_sprite() -> None:
    from prakarsa.foundation.marks import KINDS, REMARKS
    from prakarsa.site import navigation

    places = [value for value in vars(navigation).values() if isinstance(value, navigation.Place)]
    named = {icon for icon, _css in KINDS.values()} | set(REMARKS.values())
    assert named | {place.icon for place in places} <= icon_names()


def test_the_cut_style_sheet_keeps_what_forms_and_tables_need() -> None:
    for name in (
        "form-control",
        "form-select",
        "form-check-input",
        "btn-primary",
        "visually-hidden",
    ):
        assert re.search(rf"\.{name}\b", TABLER)
