"""Opens an MP4 by walking its boxes: no library reads them, and their structure is simple."""

from pathlib import Path
from typing import IO, Any

from prakarsa.formats.reasons import Reason, Refused

_BRANDS = frozenset(
    {b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash"}
    | {b"M4V ", b"MSNV", b"3gp4", b"3gp5", b"3gp6", b"3gp7"}
)
_MOST_BOXES = 100_000
_PLAIN_HEADER = 8
_LONG_HEADER = 16


def inspect(path: Path) -> dict[str, Any]:
    """Check that the boxes fill the file exactly, begin with a known brand and hold a film."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        boxes = _boxes(stream, size)
        stream.seek(_PLAIN_HEADER)
        brand = stream.read(4)
    if boxes[:1] != [b"ftyp"] or brand not in _BRANDS:
        raise Refused(Reason.MISMATCH, kind="MP4")
    if boxes.count(b"moov") != 1 or not {b"mdat", b"moof"} & set(boxes):
        raise Refused(Reason.DAMAGED, kind="MP4")
    return {"boxes": len(boxes)}


def _boxes(stream: IO[bytes], size: int) -> list[bytes]:
    """Names of the outermost boxes (ISO/IEC 14496-12, section 4.2)."""
    names: list[bytes] = []
    position = 0
    while position < size:
        stream.seek(position)
        header = stream.read(_LONG_HEADER)
        length = int.from_bytes(header[:4], "big")
        if length == 1:
            length = int.from_bytes(header[8:16], "big")
        elif length == 0:
            length = size - position
        if length < _PLAIN_HEADER or position + length > size or len(names) >= _MOST_BOXES:
            raise Refused(Reason.DAMAGED, kind="MP4")
        names.append(header[4:8])
        position += length
    return names
