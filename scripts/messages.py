"""Keep the English texts: extract what is marked, compile what is written, check what is missing.

    python scripts/messages.py extract     # writes locale/en/LC_MESSAGES/django.po per package
    python scripts/messages.py compile     # makes the .mo files the site reads
    python scripts/messages.py check       # fails when a text is missing, stale or misfilled

The Indonesian sentences in code and templates are the source. No system gettext is needed.
"""

from __future__ import annotations

import io
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "prakarsa"
LANGUAGE = "en"
# What a package translates beside its own files: the pure rules know no Django.
ALSO: dict[str, tuple[str, ...]] = {"foundation": ("rules",)}
# Rulebooks whose indicators carry names of the law: pages put an English one beside them.
NAMED: dict[str, tuple[str, ...]] = {"foundation": ("rulebooks/index",)}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
HEADER = f"""# English texts of one package; see scripts/messages.py.
msgid ""
msgstr ""
"Language: {LANGUAGE}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
Identity = tuple[str | None, str]


@dataclass(frozen=True)
class Package:
    """A package with marked texts, and where its English lies."""

    name: str
    folder: Path

    @property
    def catalogue(self) -> Path:
        """Return the file that people write the English in."""
        return self.folder / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"

    def sources(self) -> Iterator[Path]:
        """Yield the files that may hold marked texts."""
        folders = [self.folder, *(SOURCE / name for name in ALSO.get(self.name, ()))]
        for folder in folders:
            for path in sorted(folder.rglob("*")):
                if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts:
                    yield path
        for name in NAMED.get(self.name, ()):
            yield from sorted((SOURCE / name).glob("*.toml"))


def packages() -> list[Package]:
    """Return every package, in alphabetical order."""
    return [
        Package(path.name, path)
        for path in sorted(SOURCE.iterdir())
        if (path / "__init__.py").exists() and path.name not in {"rules", "rulebooks"}
    ]


def template_as_python(path: Path) -> str:
    """Return a template as lines of gettext calls, by Django's own lexer."""
    from django.utils.translation.template import templatize

    text = templatize(path.read_text("utf-8"), origin=str(path))
    # Everything but the calls was blanked out; indents would confuse Python's tokeniser.
    return "\n".join(line.strip() for line in text.splitlines())


def marked(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """Yield each marked text of a file (singular and plural together) with its context."""
    if path.suffix == ".toml":
        book = tomllib.loads(path.read_text("utf-8"))
        yield from ((row["name"], None) for part in ("spd", "sid") for row in book.get(part, ()))
        return
    is_code = path.suffix == ".py"
    text = path.read_text("utf-8") if is_code else template_as_python(path)
    found = extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS)
    for _line, message, _comments, context in found:
        yield message, context


def extract_package(package: Package) -> Catalog:
    """Return a catalogue of the marked texts of a package, without translations."""
    catalog = Catalog(locale=LANGUAGE)
    for path in package.sources():
        for message, context in marked(path):
            place = (path.relative_to(SOURCE).as_posix(), 1)
            catalog.add(message, locations=[place], context=context)
    return catalog


def read_package(package: Package) -> Catalog:
    """Return the catalogue as people wrote it; empty when there is none yet."""
    if not package.catalogue.exists():
        return Catalog(locale=LANGUAGE)
    with package.catalogue.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def identity(message: Message) -> Identity:
    """Return what makes two messages the same text."""
    first = message.id if isinstance(message.id, str) else message.id[0]
    return message.context, first


def texts(catalog: Catalog) -> dict[Identity, Message]:
    """Return the messages of a catalogue without its header."""
    return {identity(message): message for message in catalog if message.id}


def is_written(message: Message) -> bool:
    """Say whether every form of a message has an English text."""
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    needed = 1 if isinstance(message.id, str) else 2
    return len(forms) >= needed and all(forms)


def merge(package: Package, elsewhere: dict[Identity, Message]) -> int:
    """Write the catalogue anew, keeping what was translated here or in another package."""
    fresh, written = extract_package(package), texts(read_package(package))
    if not texts(fresh):
        return 0
    for key, message in texts(fresh).items():
        for known in (written.get(key), elsewhere.get(key)):
            if known is not None and is_written(known) and type(known.id) is type(message.id):
                message.string = known.string
                break
    buffer = io.BytesIO()
    write_po(buffer, fresh, width=0, omit_header=True, include_lineno=False, sort_by_file=True)
    package.catalogue.parent.mkdir(parents=True, exist_ok=True)
    package.catalogue.write_text(HEADER + buffer.getvalue().decode().lstrip(), "utf-8")
    return sum(not is_written(message) for message in texts(fresh).values())


def problems(package: Package) -> Iterator[str]:
    """Yield one line for each text that is missing, stale or lost one of its places."""
    wanted, written = texts(extract_package(package)), texts(read_package(package))
    for key, message in wanted.items():
        known = written.get(key)
        if known is None or not is_written(known):
            yield f"{package.name}: no English for {key[1]!r}"
        elif type(known.id) is not type(message.id):
            yield f"{package.name}: singular or plural differs for {key[1]!r}"
        elif not keeps_places(known):
            yield f"{package.name}: other places for values in the English of {key[1]!r}"
    for key in written.keys() - wanted.keys():
        yield f"{package.name}: no longer marked: {key[1]!r}"


def keeps_places(message: Message) -> bool:
    """Say whether the English has the same places for values as the Indonesian."""
    if isinstance(message.id, str):
        return sorted(PLACE.findall(message.id)) == sorted(PLACE.findall(str(message.string)))
    known = {place for text in message.id for place in PLACE.findall(text)}
    return all(set(PLACE.findall(text)) <= known for text in message.string)


def run_extract(names: list[str]) -> int:
    """Merge the chosen packages, or all; say how many texts wait for English."""
    elsewhere: dict[Identity, Message] = {}
    for package in packages():
        for key, message in texts(read_package(package)).items():
            if is_written(message):
                elsewhere.setdefault(key, message)
    for package in packages():
        if not names or package.name in names:
            missing = merge(package, elsewhere)
            if missing:
                print(f"{package.name}: {missing} texts wait for English.")
    return 0


def run_compile(names: list[str]) -> int:
    """Write the .mo files."""
    for package in packages():
        if package.catalogue.exists() and (not names or package.name in names):
            with package.catalogue.with_suffix(".mo").open("wb") as file:
                write_mo(file, read_package(package))
    return 0


def run_check(names: list[str]) -> int:
    """Print the problems; 1 when there is one."""
    chosen = [package for package in packages() if not names or package.name in names]
    lines = [line for package in chosen for line in problems(package)]
    print("\n".join(lines) or "Every text has its English.")
    return 1 if lines else 0


def main(arguments: list[str]) -> int:
    """Run one of the three commands, for all packages or those named after it."""
    runs = {"extract": run_extract, "compile": run_compile, "check": run_check}
    if not arguments or arguments[0] not in runs:
        print(__doc__)
        return 2
    if not settings.configured:
        settings.configure()
    return runs[arguments[0]](arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
