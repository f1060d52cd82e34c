"""The kinds of file that are taken at all, and the limits under which each is opened."""

from dataclasses import dataclass
from enum import StrEnum

MEGABYTE = 1024 * 1024


class Kind(StrEnum):
    """A kind of file, decided by extension, first bytes and a real opening."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    MP4 = "mp4"
    XLSX = "xlsx"
    CSV = "csv"
    ZIP = "zip"

    @property
    def label(self) -> str:
        """The name people know."""
        return self.value.upper()


EXTENSIONS: dict[str, Kind] = {
    "pdf": Kind.PDF,
    "jpg": Kind.JPEG,
    "jpeg": Kind.JPEG,
    "png": Kind.PNG,
    "mp4": Kind.MP4,
    "xlsx": Kind.XLSX,
    "csv": Kind.CSV,
    "zip": Kind.ZIP,
}

MEDIA_TYPES: dict[Kind, str] = {
    Kind.PDF: "application/pdf",
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.MP4: "video/mp4",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.CSV: "text/csv",
    Kind.ZIP: "application/zip",
}

ALL: frozenset[Kind] = frozenset(Kind)
EVIDENCE: frozenset[Kind] = frozenset({Kind.PDF, Kind.JPEG, Kind.PNG, Kind.MP4})
IMAGES: frozenset[Kind] = frozenset({Kind.JPEG, Kind.PNG})
TABLES: frozenset[Kind] = frozenset({Kind.XLSX, Kind.CSV})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the opening of one file may cost the machine."""

    memory_bytes: int = 768 * MEGABYTE
    processor_seconds: int = 20
    wall_seconds: int = 30
    unpacked_bytes: int = 256 * MEGABYTE
    entries: int = 1_000
    cells: int = 2_000_000
    pixels: int = 64_000_000
    pages: int = 2_000
    objects: int = 400_000
    answer_bytes: int = 256 * MEGABYTE


UPLOAD_LIMITS = Limits()

# A national table has 36,742 innovations with 20 answers each: 3.7 million cells.
TABLE_LIMITS = Limits(
    memory_bytes=2048 * MEGABYTE,
    processor_seconds=120,
    wall_seconds=180,
    unpacked_bytes=1024 * MEGABYTE,
    cells=8_000_000,
    answer_bytes=1024 * MEGABYTE,
)
