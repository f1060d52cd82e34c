"""Checks an uploaded file: name, extension, first bytes and a real opening must agree."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import filetype

from prakarsa.formats.child import ask_child
from prakarsa.formats.kinds import EXTENSIONS, MEDIA_TYPES, UPLOAD_LIMITS, Kind, Limits
from prakarsa.formats.marks import WORKBOOK_MARKS, ZIP_MARK
from prakarsa.formats.names import clean_name, extension_of
from prakarsa.formats.reasons import Reason, Refused

_HEAD_BYTES = 4096
_MARKS: Mapping[Kind, tuple[bytes, ...]] = {
    Kind.PDF: (b"%PDF-",),
    Kind.JPEG: (b"\xff\xd8\xff",),
    Kind.PNG: (b"\x89PNG\r\n\x1a\n",),
    Kind.XLSX: WORKBOOK_MARKS,
    Kind.ZIP: (ZIP_MARK,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """A file that may be taken, with the name to show and what its opening told."""

    name: str
    kind: Kind
    media_type: str
    size: int
    facts: Mapping[str, Any]


def inspect_file(
    path: Path, *, name: str, allowed: Collection[Kind], limits: Limits = UPLOAD_LIMITS
) -> Inspected:
    """Check a file under the name its sender gave; raise `Refused` with the reason."""
    cleaned = clean_name(name)
    kind = kind_of_name(cleaned, allowed)
    size = path.stat().st_size
    if size == 0:
        raise Refused(Reason.EMPTY)
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if not has_signature(head, kind):
        raise Refused(Reason.MISMATCH, kind=kind.label)
    answer = ask_child(task="inspect", path=path, kind=kind, limits=limits)
    return Inspected(
        name=cleaned, kind=kind, media_type=MEDIA_TYPES[kind], size=size, facts=answer.facts
    )


def kind_of_name(name: str, allowed: Collection[Kind]) -> Kind:
    """Return the kind an extension stands for; one that is not in the list is refused."""
    extension = extension_of(name)
    kind = EXTENSIONS.get(extension)
    if kind is None or kind not in allowed:
        raise Refused(
            Reason.EXTENSION,
            extension=f".{extension}" if extension else name,
            allowed=", ".join(sorted(each.label for each in allowed)),
        )
    return kind


def has_signature(head: bytes, kind: Kind) -> bool:
    """Say whether the first bytes are those of a kind; text has no mark and is read later."""
    if kind is Kind.CSV:
        return True
    if kind is Kind.MP4:
        return str(filetype.guess_mime(head)) == MEDIA_TYPES[kind]
    if kind in {Kind.XLSX, Kind.ZIP}:
        return head.startswith(_MARKS[kind])
    # The library lets some marks stand a little later; ours must stand at byte 0.
    guessed = str(filetype.guess_mime(head))
    return head.startswith(_MARKS[kind]) and guessed == MEDIA_TYPES[kind]
