"""Renew the third-party files of the pages from npm, by pinned version.

    python scripts/renew_vendor.py

Needs Node only here: the results are committed with their licences, and
`static/vendor/manifest.toml` names the source, licence and sha256 of each file.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "prakarsa"
STATIC = PACKAGE / "site" / "static"
MANIFEST = STATIC / "vendor" / "manifest.toml"
TOOLS = ("purgecss@8.0.0", "postcss@8.5.6")
# The style sheet is cut to the classes named here.
NAMES_IN = (str(PACKAGE / "**" / "*.html"), str(PACKAGE / "**" / "*.py"))
SPRITE = "prakarsa/icons.svg"
ICONS = """
adjustments alert-circle alert-octagon alert-triangle archive arrow-back-up arrow-down arrow-left
arrow-right arrow-up arrows-sort award bell book building building-community building-hospital bulb
calculator calendar calendar-event certificate chart-bar chart-line check chevron-down chevron-left
chevron-right chevron-up circle-check circle-dashed circle-minus circle-plus clipboard-check
clipboard-list clock coin copy database device-floppy device-laptop devices dots download edit
external-link eye eye-off file-spreadsheet file-text file-upload file-zip files filter flag folder
gavel gift globe hash help-circle history home info-circle key language layout-dashboard link list
list-check list-details lock lock-open login logout mail map-2 map-pin menu-2 message message-circle
minus moon notes package paperclip pencil phone photo player-pause player-play plus printer progress
receipt refresh replace report road route scale school search send settings shield shield-check
shield-lock sitemap sort-ascending sort-descending stack-2 star sun switch-horizontal table tag
target ticket tool trash trending-down trending-up trophy upload user user-check user-plus user-x
users users-group video wallet wand wifi-2 wifi-off world x zoom-in zoom-out
"""


@dataclass(frozen=True)
class Source:
    """One npm package and the files we take of it."""

    package: str
    version: str
    licence: str
    folder: str
    files: dict[str, str] = field(default_factory=dict)
    is_cut: bool = False

    @property
    def target(self) -> Path:
        """Return the folder in static/vendor that holds the files of this version."""
        return STATIC / "vendor" / f"{self.folder}-{self.version}"


SOURCES = (
    Source(
        "@tabler/core", "1.6.1", "MIT", "tabler", {"dist/css/tabler.min.css": "tabler.css"}, True
    ),
    Source("@tabler/icons", "3.51.0", "MIT", "tabler-icons", {"LICENSE": "LICENSE"}),
    Source(
        "htmx.org",
        "2.0.11",
        "0BSD",
        "htmx",
        {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE"},
    ),
    Source(
        "@fontsource-variable/plus-jakarta-sans",
        "5.3.0",
        "OFL-1.1",
        "plus-jakarta-sans",
        {
            "files/plus-jakarta-sans-latin-wght-normal.woff2": "plus-jakarta-sans.woff2",
            "LICENSE": "LICENSE",
        },
    ),
)


def run(*command: str, folder: Path) -> None:
    """Run one command and stop on its failure."""
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def fetch(folder: Path) -> Path:
    """Install the pinned packages, without their scripts, and return where they are."""
    wanted = [f"{source.package}@{source.version}" for source in SOURCES]
    (folder / "package.json").write_text('{"private": true}')
    flags = ("--ignore-scripts", "--no-audit", "--no-fund", "--silent")
    run("npm", "install", *flags, *wanted, *TOOLS, folder=folder)
    return folder / "node_modules"


def copy_files(source: Source, modules: Path, folder: Path) -> list[Path]:
    """Copy the files of one package, cut where it says so; return what was written."""
    shutil.rmtree(source.target, ignore_errors=True)
    source.target.mkdir(parents=True)
    written = []
    for name, new_name in source.files.items():
        origin, target = modules / source.package / name, source.target / new_name
        if source.is_cut:
            shutil.copy(ROOT / "scripts" / "cut_css.mjs", folder)
            run("node", "cut_css.mjs", str(origin), str(target), *NAMES_IN, folder=folder)
        else:
            shutil.copyfile(origin, target)
        written.append(target)
    return written


def write_tabler_licence(modules: Path) -> Path:
    """Join the style sheet's own notice with the MIT text its makers ship with the icons."""
    css = (modules / "@tabler/core/dist/css/tabler.min.css").read_text("utf-8")
    notice = re.findall(r"\* (Copyright .*)", css)[:2]
    text = (modules / "@tabler/icons/LICENSE").read_text("utf-8")
    target = SOURCES[0].target / "LICENSE"
    target.write_text(re.sub(r"Copyright .*", "\n".join(notice), text, count=1), "utf-8")
    return target


def write_sprite(modules: Path) -> Path:
    """Gather the icons into one file that the browser keeps."""
    symbols = []
    for name in sorted(ICONS.split()):
        svg = (modules / "@tabler/icons/icons/outline" / f"{name}.svg").read_text("utf-8")
        found = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
        if found is None:
            raise ValueError(f"{name}.svg is no drawing")
        inner = re.sub(r'\s*<path stroke="none"[^>]*/>', "", " ".join(found[1].split()))
        inner = inner.replace(" />", "/>").replace("/> <", "/><").strip()
        symbols.append(f'<symbol id="i-{name}" viewBox="0 0 24 24">{inner}</symbol>')
    lines = ['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>", ""]
    target = STATIC / SPRITE
    target.write_text("\n".join(lines), "utf-8")
    return target


def entry(source: Source, path: Path) -> str:
    """Return the manifest's lines for one file."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    values = {
        "package": source.package,
        "version": source.version,
        "licence": source.licence,
        "changed": "cut to the classes our pages name" if source.is_cut else "",
        "sha256": digest,
    }
    if path.name == "icons.svg":
        values["changed"] = "the icons we use, as one sprite"
    if path.name == "LICENSE":
        values["changed"] = ""
    lines = [f'["{path.relative_to(STATIC)}"]']
    lines += [f'{key} = "{value}"' for key, value in values.items() if value]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Renew all files and write the manifest."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        modules = fetch(folder)
        entries = []
        for source in SOURCES:
            written = copy_files(source, modules, folder)
            if source.folder == "tabler":
                written.append(write_tabler_licence(modules))
            if source.folder == "tabler-icons":
                written.append(write_sprite(modules))
            entries += [entry(source, path) for path in written]
    MANIFEST.write_text("\n".join(entries), "utf-8")
    print(f"{len(entries)} files written; see {MANIFEST.relative_to(ROOT)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
