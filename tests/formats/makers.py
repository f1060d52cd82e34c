"""Makes the files the tests need, honest and hostile; none of them is kept in the repository."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import pikepdf
import xlsxwriter
from PIL import Image

SHEET = "xl/worksheets/sheet1.xml"
SHEET_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
SHEET_TAIL = "</sheetData></worksheet>"


def pdf(pages: int = 1) -> bytes:
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        return saved(document)


def saved(document: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    document.save(target, deterministic_id=True)
    return target.getvalue()


def active_pdf(kind: str) -> bytes:
    """A PDF with one thing in it that acts by itself."""
    name = pikepdf.Name
    script = pikepdf.Dictionary(S=name.JavaScript, JS="app.alert(1)")
    with pikepdf.new() as document:
        page = document.add_blank_page().obj
        if kind == "JavaScript":
            tree = pikepdf.Dictionary(Names=pikepdf.Array(["x", script]))
            document.Root.Names = pikepdf.Dictionary(JavaScript=document.make_indirect(tree))
        elif kind == "OpenAction":
            document.Root.OpenAction = pikepdf.Dictionary(S=name.URI, URI="https://contoh.invalid")
        elif kind == "OpenAction script":
            document.Root.OpenAction = script
        elif kind == "AA":
            opening = pikepdf.Dictionary(S=name.URI, URI="https://contoh.invalid")
            page.AA = pikepdf.Dictionary(O=opening)
        elif kind == "Launch":
            action = pikepdf.Dictionary(S=name.Launch, F="calc.exe")
            page.Annots = pikepdf.Array(
                [
                    pikepdf.Dictionary(
                        Type=name.Annot, Subtype=name.Link, Rect=[0, 0, 9, 9], A=action
                    )
                ]
            )
        elif kind == "EmbeddedFile":
            document.attachments["a.txt"] = b"halo"
        return saved(document)


def harmless_opening_pdf() -> bytes:
    """What office programs write: the document opens at its first page."""
    with pikepdf.new() as document:
        page = document.add_blank_page().obj
        document.Root.OpenAction = pikepdf.Array([page, pikepdf.Name.XYZ, 0, 0, 0])
        return saved(document)


def locked_pdf() -> bytes:
    with pikepdf.new() as document:
        document.add_blank_page()
        target = io.BytesIO()
        document.save(target, encryption=pikepdf.Encryption(owner="a", user="b"))
        return target.getvalue()


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "orange").save(target, kind)
    return target.getvalue()


def photo_with_place() -> bytes:
    """A photo lying on its side, with a camera's name and GPS data in it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "KAMERA-RAHASIA"
    exif.get_ifd(0x8825)[1] = "S"
    target = io.BytesIO()
    Image.new("RGB", (64, 48), "orange").save(target, "JPEG", exif=exif)
    return target.getvalue()


def wide_png(side: int) -> bytes:
    """A tiny PNG of side x side pixels, one bit each, all the same."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    squeezed = zlib.compressobj(9)
    row = b"\0" * (side // 8 + 1)
    body = b"".join(squeezed.compress(row) for _ in range(side)) + squeezed.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def film(*, extra: bytes = b"") -> bytes:
    """The outer boxes of an MP4: enough to be one, too little to be watched."""

    def box(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body) + 8) + name + body

    brand = box(b"ftyp", b"isom\0\0\2\0isomiso2avc1mp41")
    return brand + box(b"moov", box(b"mvhd", b"\0" * 100)) + box(b"mdat", b"\0" * 64) + extra


def workbook(rows: list[list[object]] | None = None) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("Data")
    for number, row in enumerate([["nama", "nilai"], ["SAPA", 3]] if rows is None else rows):
        sheet.write_row(number, 0, row)
    book.close()
    return target.getvalue()


def changed_package(package: bytes, changes: Mapping[str, str | bytes | None]) -> bytes:
    """Return a ZIP package with parts replaced, added, or (None) left out."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, body in changes.items():
            if body is not None:
                new.writestr(name, body)
    return target.getvalue()


def sheet_workbook(body: str) -> bytes:
    return changed_package(workbook(), {SHEET: SHEET_HEAD + body + SHEET_TAIL})


def far_cells_workbook() -> bytes:
    """Two cells, at both ends of the largest sheet there can be."""
    return sheet_workbook(
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )


def long_workbook(rows: int = 10_000_000) -> bytes:
    """Millions of equal rows that pack into less than a megabyte."""
    return sheet_workbook("<row><c><v>1</v></c></row>" * rows)


def macro_workbook() -> bytes:
    return changed_package(workbook(), {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 makro"})


def macro_type_workbook() -> bytes:
    """The content type of a macro workbook under an innocent extension."""
    with zipfile.ZipFile(io.BytesIO(workbook())) as package:
        types = package.read("[Content_Types].xml").decode()
    plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macro = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    return changed_package(workbook(), {"[Content_Types].xml": types.replace(plain, macro)})


def entity_workbook() -> bytes:
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    return changed_package(workbook(), {SHEET: entities + SHEET_HEAD + SHEET_TAIL})


def archive(entries: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in entries.items():
            package.writestr(name, body)
    return target.getvalue()


def link_archive() -> bytes:
    """A ZIP whose only entry is a symbolic link."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        link = zipfile.ZipInfo("laporan.pdf")
        link.external_attr = 0o120777 << 16
        package.writestr(link, "/etc/passwd")
    return target.getvalue()


def swelling_archive(megabytes: int) -> bytes:
    return archive({"besar.txt": b"\0" * (megabytes * 1024 * 1024)})


class NamedBytes(io.BytesIO):
    """Bytes with a name, as a form sends them."""

    def __init__(self, name: str, data: bytes) -> None:
        super().__init__(data)
        self.name = name
