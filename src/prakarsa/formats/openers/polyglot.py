"""Finds files that are two kinds at once: a picture that is also an archive, and the like."""

import zipfile
from pathlib import Path

from prakarsa.formats.kinds import Kind
from prakarsa.formats.reasons import Reason, Refused

# Readers of PDF accept the mark anywhere in the first kilobyte.
_PDF_MARK_WITHIN = 1024


def refuse_second_kind(path: Path, kind: Kind) -> None:
    """Refuse a PDF, picture or film that also opens as ZIP, or another kind that opens as PDF.

    Other bytes after a picture are let through: phones put moving pictures there.
    """
    if zipfile.is_zipfile(path):
        raise Refused(Reason.DISGUISED, kind=kind.label, other="ZIP")
    with path.open("rb") as stream:
        head = stream.read(_PDF_MARK_WITHIN)
    if kind is not Kind.PDF and b"%PDF-" in head:
        raise Refused(Reason.DISGUISED, kind=kind.label, other="PDF")
