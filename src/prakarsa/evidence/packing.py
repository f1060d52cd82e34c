"""The export pack: a ZIP with a summary sheet and the files, named and ordered by indicator.

Made for copying into the national portal, which takes one indicator after the other.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from django.utils.translation import gettext as _

from prakarsa.evidence.models import Proof
from prakarsa.evidence.queries import AnswerRow
from prakarsa.files import storage
from prakarsa.files.models import StoredFile
from prakarsa.formats.tables import Column, ColumnKind, Value, write_xlsx
from prakarsa.registry.models import Submission

LONGEST = 80
_UNSAFE = re.compile(r'[\\/:*?"<>|]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE | re.ASCII)
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One file of the pack: its path inside, and the stored bytes."""

    path: str
    stored: StoredFile


@dataclass(frozen=True, slots=True)
class Packed:
    """One innovation of the pack: its rows of the summary, and its files."""

    rows: list[list[Value]]
    files: list[PackedFile] = field(default_factory=list)


def safe_name(text: str) -> str:
    """Return a name that every system takes as one part of a path, never as a way out of it."""
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(sign for sign in composed if unicodedata.category(sign)[0] != "C")
    stem, dot, extension = _UNSAFE.sub("-", visible).strip(" .").rpartition(".")
    short = f"{stem[:LONGEST].strip()}{dot}{extension[:LONGEST]}".strip(" .")
    return f"_{short}" if not short or _RESERVED.fullmatch(short) else short


def pack_submission(submission: Submission, rows: Sequence[AnswerRow], folder: str) -> Packed:
    """Plan one innovation: a line per indicator, its files under `folder` in order of number."""
    packed = Packed(rows=[])
    for row in rows:
        paths = []
        for place, proof in enumerate(_files(row.proofs), start=1):
            name = safe_name(f"{row.indicator.code}-{place:02d} {proof.name}")
            paths.append(name)
            packed.files.append(PackedFile(f"{folder}/{name}", proof))
        packed.rows.append(_line(submission, row, paths))
    return packed


def folder_of(place: int, submission: Submission) -> str:
    """Return the folder of one innovation; the number keeps equal names apart."""
    return safe_name(f"{place:03d} {submission.innovation.name}")


def _files(proofs: Sequence[Proof]) -> Iterator[StoredFile]:
    for proof in proofs:
        if proof.file is not None:
            yield proof.file


def columns() -> list[Column]:
    """Return the head of the summary sheet."""
    whole, hundredths = ColumnKind.WHOLE, ColumnKind.HUNDREDTHS
    return [
        Column(_("Inovasi"), width=32),
        Column(_("Perangkat daerah"), width=28),
        Column(_("No."), width=6),
        Column(_("Indikator"), width=34),
        Column(_("Tingkat klaim"), whole, 8),
        Column(_("Didukung bukti"), whole, 8),
        Column(_("Terverifikasi"), whole, 8),
        Column(_("Nilai akhir"), whole, 8),
        Column(_("Poin klaim"), hundredths, 10),
        Column(_("Poin terverifikasi"), hundredths, 10),
        Column(_("Dasar atau skala"), width=24),
        Column(_("Angka"), ColumnKind.DECIMAL, 12),
        Column(_("Tahun bukti"), width=10),
        Column(_("Keterangan"), width=40),
        Column(_("Berkas"), width=50),
        Column(_("Tautan"), width=50),
    ]


def _line(submission: Submission, row: AnswerRow, paths: list[str]) -> list[Value]:
    answer, innovation = row.answer, submission.innovation
    return [
        innovation.name,
        str(innovation.agency or innovation.region),
        row.indicator.code,
        row.indicator.name,
        answer.claimed_level,
        answer.supported_level,
        answer.verified_level,
        answer.final_level,
        answer.claimed_points_hundredths,
        answer.verified_points_hundredths,
        _reading(row),
        answer.number,
        str(answer.evidence_year or ""),
        answer.note,
        "\n".join(paths),
        "\n".join(proof.link for proof in row.proofs if proof.link),
    ]


def _reading(row: AnswerRow) -> str:
    chosen = row.answer.basis or row.answer.scale
    names = {basis.code: basis.name for basis in row.indicator.bases}
    names |= {scale.code: scale.name for scale in row.indicator.scales}
    return names.get(chosen, chosen)


def write_summary(archive: zipfile.ZipFile, rows: Sequence[Sequence[Value]], title: str) -> None:
    """Put the summary sheet into the archive, as its first thing to open."""
    book = BytesIO()
    write_xlsx(book, columns=columns(), rows=rows, title=title)
    archive.writestr(_("00 ringkasan") + ".xlsx", book.getvalue())


def write_file(archive: zipfile.ZipFile, packed: PackedFile) -> bool:
    """Stream one file into the archive; say whether its bytes were there."""
    source: Path = storage.path_of(packed.stored.key)
    if not source.exists():
        return False
    # PDF, pictures and video are packed already: storing them as they are is as small and faster.
    info = zipfile.ZipInfo(packed.path)
    with archive.open(info, "w", force_zip64=True) as target, source.open("rb") as stream:
        while piece := stream.read(_PIECE):
            target.write(piece)
    return True
