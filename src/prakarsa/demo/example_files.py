"""Small real files that show nothing but that they are an example."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from datetime import datetime

from django.utils.text import slugify
from PIL import Image, ImageDraw

from prakarsa.demo.example_history import STORY
from prakarsa.files import storage
from prakarsa.files.models import StoredFile
from prakarsa.foundation.keys import new_key
from prakarsa.organisations.models import Region
from prakarsa.registry.models import Attachment, Innovation
from prakarsa.rules.index.indicator import Indicator

FONT = b"/Resources << /Font << /F1 5 0 R >> >>"
HEADING = "Kota Contoh - berkas contoh"
PAPERS = (("Leaflet layanan", "pdf"), ("Foto pelayanan", "png"), ("Surat penugasan", "pdf"))
# One profile in so many has files of its own.
EVERY = 6
MEDIA = {"pdf": "application/pdf", "png": "image/png"}


def make_file(
    owner: Innovation | Region, indicator: Indicator, year: int, at: datetime
) -> StoredFile:
    """Write a one-page PDF or a picture and return its row, not yet saved."""
    kind = "pdf" if "pdf" in indicator.file_types else "png"
    title = f"No. {indicator.code} {indicator.name}"
    lines = (HEADING, title, owner.name, f"Tahun {year}")
    name = f"{indicator.code}-{slugify(owner.name)[:60]}-{year}.{kind}"
    return _stored(owner, lines, name, StoredFile.Purpose.EVIDENCE, at)


def make_report(region: Region, lines: tuple[str, ...], name: str, at: datetime) -> StoredFile:
    """Write a one-page PDF of these lines and return its row, not yet saved."""
    return _stored(region, (HEADING, *lines), name, StoredFile.Purpose.EVIDENCE, at)


def make_attachments(innovations: Sequence[Innovation]) -> None:
    """Give some profiles files of their own: a leaflet, a photograph, a decree."""
    made = []
    for place, row in enumerate(innovations):
        if row.name == STORY or place % EVERY == 0:
            papers = PAPERS if row.name == STORY else PAPERS[: 1 + place % len(PAPERS)]
            made += [_attachment(row, *paper) for paper in papers]
    StoredFile.objects.bulk_create(each.file for each in made)
    Attachment.objects.bulk_create(made)


def _attachment(innovation: Innovation, caption: str, kind: str) -> Attachment:
    name = f"{slugify(caption)}-{slugify(innovation.name)[:60]}.{kind}"
    lines = (HEADING, caption, innovation.name)
    purpose = StoredFile.Purpose.ATTACHMENT
    file = _stored(innovation, lines, name, purpose, innovation.changed_at)
    return Attachment(innovation=innovation, file=file, caption=caption)


def _stored(
    owner: Innovation | Region,
    lines: tuple[str, ...],
    name: str,
    purpose: StoredFile.Purpose,
    at: datetime,
) -> StoredFile:
    kind = name.rpartition(".")[2]
    content = _pdf(lines) if kind == "pdf" else _picture(lines)
    row = StoredFile(
        key=new_key(),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        media_type=MEDIA[kind],
        name=name,
        purpose=purpose,
        region=owner if isinstance(owner, Region) else owner.region,
        agency=None if isinstance(owner, Region) else owner.agency,
        created_at=at,
    )
    path = storage.path_of(row.key)
    storage.make_folder(path.parent)
    path.write_bytes(content)
    return row


def _pdf(lines: tuple[str, ...]) -> bytes:
    """Return a PDF of one page; written by hand, for four thousand of them must be quick."""
    text = " T* ".join(f"({line.replace('(', '').replace(')', '')}) Tj" for line in lines)
    stream = f"BT /F1 16 Tf 24 TL 60 760 Td {text} ET".encode("latin-1", "replace")
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s >>" % FONT,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = io.BytesIO(b""), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(bodies, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
              % (len(bodies) + 1, start))  # fmt: skip
    return out.getvalue()


def _picture(lines: tuple[str, ...]) -> bytes:
    image = Image.new("RGB", (480, 270), (245, 246, 249))
    ImageDraw.Draw(image).multiline_text((24, 24), "\n".join(lines), fill=(21, 26, 45), spacing=12)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=False)
    return out.getvalue()
