"""Opens ZIP archives: names, number and unpacked size of the entries, each unpacked for real."""

import stat
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from prakarsa.formats.kinds import EXTENSIONS, Kind, Limits
from prakarsa.formats.marks import OLE_MARK, ZIP_MARK
from prakarsa.formats.names import extension_of
from prakarsa.formats.reasons import Reason, Refused

_PIECE = 1024 * 1024
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_TAKEN_INSIDE = frozenset(EXTENSIONS) - {"zip", "xlsx"} | {"txt"}
_ARCHIVE_MARKS = (
    ZIP_MARK,
    b"PK\x05\x06",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    OLE_MARK,
)

Look = Callable[[zipfile.ZipInfo, bytes], None]


def inspect(path: Path, limits: Limits) -> dict[str, Any]:
    """Unpack every entry into nothing; refuse archives inside and kinds that are not taken."""
    with opened(path, Kind.ZIP) as archive:
        entries = checked_entries(archive, limits)
        for entry in entries:
            _refuse_type(entry)
        unpack(archive, entries, Kind.ZIP, _refuse_nested)
        return {"entries": len(entries)}


def opened(path: Path, kind: Kind) -> zipfile.ZipFile:
    """Open the archive; one that is no archive is refused."""
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Refused(Reason.DAMAGED, kind=kind.label) from None


def checked_entries(archive: zipfile.ZipFile, limits: Limits) -> list[zipfile.ZipInfo]:
    """Return the files of an archive whose names, number and declared sizes are acceptable."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(archive.infolist()) > limits.entries:
        raise Refused(Reason.TOO_MANY_ENTRIES, limit=limits.entries)
    for entry in archive.infolist():
        _refuse_name(entry)
        if entry.flag_bits & 0x1:
            raise Refused(Reason.LOCKED)
    if len({entry.filename for entry in entries}) != len(entries):
        raise Refused(Reason.ENTRY_NAME, entry="…")
    if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise Refused(Reason.TOO_MUCH_UNPACKED, limit=limits.unpacked_bytes)
    return entries


def unpack(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], kind: Kind, look: Look
) -> None:
    """Read every entry to its end in pieces; a wrong length or checksum is a damaged file."""
    for entry in entries:
        if entry.compress_type not in _METHODS:
            raise Refused(Reason.DAMAGED, kind=kind.label)
        try:
            with archive.open(entry) as stream:
                while piece := stream.read(_PIECE):
                    look(entry, piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
            raise Refused(Reason.DAMAGED, kind=kind.label) from None


def _refuse_name(entry: zipfile.ZipInfo) -> None:
    """Refuse absolute names, steps upwards, drive letters, hidden characters and links."""
    # The standard library cuts names at a NUL; what it was given is still in orig_filename.
    name = entry.orig_filename.replace("\\", "/")
    parts = name.split("/")
    unsafe = name.startswith("/") or ".." in parts or ":" in name or not name.isprintable()
    if unsafe or stat.S_ISLNK(entry.external_attr >> 16):
        raise Refused(Reason.ENTRY_NAME, entry=_shown(name))


def _refuse_type(entry: zipfile.ZipInfo) -> None:
    extension = extension_of(entry.filename)
    if extension in {"zip", "xlsx"}:
        raise Refused(Reason.NESTED, entry=_shown(entry.filename))
    if extension not in _TAKEN_INSIDE:
        raise Refused(Reason.ENTRY_TYPE, entry=_shown(entry.filename))


def _refuse_nested(entry: zipfile.ZipInfo, piece: bytes) -> None:
    if piece.startswith(_ARCHIVE_MARKS):
        raise Refused(Reason.NESTED, entry=_shown(entry.filename))


def _shown(name: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in name)[:80]
