"""Why a file is refused: a closed list of reasons, each with one Indonesian sentence.

No Django here: the command line and the inspecting child use these reasons too. Inside the site
`explaining.explain` puts the sentence into the reader's language.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Self


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the message catalogue without translating it here."""
    return sentence


class Reason(StrEnum):
    """What was wrong with a file."""

    ACTIVE_CONTENT = "active_content"
    UNKNOWN_SHEET = "unknown_sheet"
    BUSY = "busy"
    DAMAGED = "damaged"
    DAILY = "daily"
    DISK_FULL = "disk_full"
    DISGUISED = "disguised"
    EMPTY = "empty"
    ENTRY_NAME = "entry_name"
    ENTRY_TYPE = "entry_type"
    EXTENSION = "extension"
    LOCKED = "locked"
    MACRO = "macro"
    MISMATCH = "mismatch"
    NAME = "name"
    NESTED = "nested"
    NO_HEADER = "no_header"
    NO_SHEET = "no_sheet"
    NOT_A_TABLE = "not_a_table"
    OVER_LIMIT = "over_limit"
    PIECE_TOO_SMALL = "piece_too_small"
    TOO_HEAVY = "too_heavy"
    TOO_LARGE = "too_large"
    TOO_MANY_CELLS = "too_many_cells"
    TOO_MANY_ENTRIES = "too_many_entries"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_UPLOADS = "too_many_uploads"
    TOO_MUCH_UNPACKED = "too_much_unpacked"
    TOO_SLOW = "too_slow"
    UNKNOWN_ENCODING = "unknown_encoding"
    UNFINISHED = "unfinished"


SENTENCES: Mapping[Reason, str] = {
    Reason.ACTIVE_CONTENT: gettext_noop(
        "Berkas PDF ini memuat isi aktif (%(what)s). Cetak ulang ke PDF biasa, lalu unggah lagi."
    ),
    Reason.UNKNOWN_SHEET: gettext_noop(
        "Lembar '%(sheet)s' tidak ada dalam buku kerja ini. Lembar yang ada: %(sheets)s."
    ),
    Reason.BUSY: gettext_noop(
        "Pemeriksa berkas sedang penuh. Berkas belum disimpan; coba lagi sebentar lagi."
    ),
    Reason.DAMAGED: gettext_noop(
        "Berkas ini tidak dapat dibuka sebagai %(kind)s; mungkin rusak. "
        "Buka dan simpan ulang di komputer Anda, lalu unggah lagi."
    ),
    Reason.DAILY: gettext_noop(
        "Batas unggahan Anda hari ini (%(limit)s) sudah tercapai. Lanjutkan besok."
    ),
    Reason.DISK_FULL: gettext_noop(
        "Ruang simpan penuh. Berkas belum disimpan; yang sudah tersimpan tetap aman. "
        "Beri tahu pengelola sistem."
    ),
    Reason.DISGUISED: gettext_noop(
        "Berkas ini memuat dua jenis berkas sekaligus (%(kind)s dan %(other)s). "
        "Simpan ulang sebagai %(kind)s saja, lalu unggah lagi."
    ),
    Reason.EMPTY: gettext_noop("Berkas ini kosong. Pilih berkas yang ada isinya."),
    Reason.ENTRY_NAME: gettext_noop(
        "ZIP ini memuat nama atau tautan yang tidak aman (%(entry)s). "
        "Kemas ulang tanpa tautan dan tanpa nama folder khusus."
    ),
    Reason.ENTRY_TYPE: gettext_noop(
        "ZIP ini memuat '%(entry)s', jenis yang tidak diterima. Keluarkan berkas itu dari ZIP."
    ),
    Reason.EXTENSION: gettext_noop(
        "Jenis berkas '%(extension)s' tidak diterima di sini. Gunakan %(allowed)s."
    ),
    Reason.LOCKED: gettext_noop(
        "Berkas ini dikunci kata sandi. Buka kuncinya, simpan ulang, lalu unggah lagi."
    ),
    Reason.MACRO: gettext_noop(
        "Buku kerja ini memuat makro atau objek tersemat. "
        "Simpan sebagai XLSX tanpa makro, lalu unggah lagi."
    ),
    Reason.MISMATCH: gettext_noop(
        "Isi berkas ini bukan %(kind)s walaupun namanya demikian. "
        "Simpan ulang sebagai %(kind)s, lalu unggah lagi."
    ),
    Reason.NAME: gettext_noop(
        "Nama berkas kosong atau memuat tanda tersembunyi. Ganti namanya, lalu unggah lagi."
    ),
    Reason.NESTED: gettext_noop(
        "ZIP ini memuat arsip atau buku kerja lain (%(entry)s). "
        "Unggah isi arsip itu sebagai berkas tersendiri."
    ),
    Reason.NO_HEADER: gettext_noop(
        "Tabel ini tidak memiliki baris judul kolom. Isi baris 1 dengan nama kolom."
    ),
    Reason.NO_SHEET: gettext_noop("Buku kerja ini tidak memiliki lembar berisi tabel."),
    Reason.NOT_A_TABLE: gettext_noop(
        "Berkas ini bukan tabel CSV atau XLSX. Simpan ulang sebagai XLSX atau CSV."
    ),
    Reason.OVER_LIMIT: gettext_noop(
        "Berkas lebih besar daripada %(limit)s. Perkecil berkas atau kirim tautannya."
    ),
    Reason.PIECE_TOO_SMALL: gettext_noop(
        "Setiap potongan unggahan paling sedikit %(limit)s, kecuali yang terakhir. "
        "Kirim potongan yang lebih besar."
    ),
    Reason.TOO_HEAVY: gettext_noop(
        "Berkas ini memerlukan memori terlalu besar untuk dibuka. "
        "Perkecil isinya atau bagi menjadi beberapa berkas."
    ),
    Reason.TOO_LARGE: gettext_noop(
        "Berkas %(size)s, batasnya %(limit)s. Perkecil berkas atau kirim tautannya."
    ),
    Reason.TOO_MANY_UPLOADS: gettext_noop(
        "Masih ada %(limit)s unggahan yang belum selesai. Selesaikan atau batalkan salah satunya."
    ),
    Reason.TOO_MANY_CELLS: gettext_noop(
        "Buku kerja ini terlalu besar: lebih dari %(limit)s sel, atau selnya terlalu berjauhan. "
        "Hapus baris dan kolom kosong, atau bagi menjadi beberapa berkas."
    ),
    Reason.TOO_MANY_ENTRIES: gettext_noop(
        "ZIP ini memuat lebih dari %(limit)s berkas. Bagi menjadi beberapa ZIP."
    ),
    Reason.TOO_MANY_PAGES: gettext_noop(
        "Dokumen ini lebih dari %(limit)s halaman atau terlalu rumit. "
        "Unggah bagian yang diperlukan saja."
    ),
    Reason.TOO_MANY_PIXELS: gettext_noop(
        "Gambar ini %(size)s megapiksel, batasnya %(limit)s. Perkecil ukurannya, lalu unggah lagi."
    ),
    Reason.TOO_MUCH_UNPACKED: gettext_noop(
        "Isi berkas ini menjadi lebih dari %(limit)s setelah dibuka. Bagi menjadi beberapa berkas."
    ),
    Reason.TOO_SLOW: gettext_noop(
        "Berkas ini terlalu lama diperiksa. Perkecil isinya atau bagi menjadi beberapa berkas."
    ),
    Reason.UNKNOWN_ENCODING: gettext_noop(
        "Tulisan dalam berkas ini tidak terbaca. Simpan ulang sebagai CSV UTF-8 atau XLSX."
    ),
    Reason.UNFINISHED: gettext_noop(
        "Unggahan ini belum lengkap atau sudah berakhir. Pilih berkasnya sekali lagi."
    ),
}

Detail = str | int
Write = Callable[[int], str]
_IN_BYTES = frozenset({
    Reason.DAILY, Reason.OVER_LIMIT, Reason.PIECE_TOO_SMALL, Reason.TOO_LARGE,
    Reason.TOO_MUCH_UNPACKED,
})  # fmt: skip


class Refused(Exception):
    """A file that is not taken, with its reason and the words that fill the sentence."""

    def __init__(self, reason: Reason, **details: Detail) -> None:
        super().__init__(reason, details)
        self.reason = reason
        self.details: dict[str, Detail] = details

    @classmethod
    def too_large(cls, limit: int, size: int | None = None) -> Self:
        """Return the refusal of a file over its limit in bytes; its size may not be known."""
        if size is None:
            return cls(Reason.OVER_LIMIT, limit=limit)
        return cls(Reason.TOO_LARGE, size=size, limit=limit)

    def fill(self, sentence: str, *, size: Write, count: Write) -> str:
        """Put the details into a sentence, its whole numbers written as sizes or as counts."""
        write = size if self.reason in _IN_BYTES else count
        words = self.details.items()
        return sentence % {name: write(w) if isinstance(w, int) else w for name, w in words}

    def __str__(self) -> str:
        """Give the Indonesian sentence."""
        return self.fill(SENTENCES[self.reason], size=human_size, count=grouped)


class UnreadableFile(Refused):
    """A table that cannot be read: a workbook, or delimited text."""


def human_size(size: int) -> str:
    """Write a number of bytes the way people do: `83 MB`, `1,2 MB`, `700 KB`."""
    for unit, name in ((1024**3, "GB"), (1024**2, "MB"), (1024, "KB")):
        if size >= unit:
            whole, tenth = divmod(size * 10 // unit, 10)
            return f"{whole},{tenth} {name}" if tenth and whole < 10 else f"{whole} {name}"
    return f"{size} B"


def grouped(number: int) -> str:
    """Write a whole number with dots between thousands."""
    return f"{number:,}".replace(",", ".")
