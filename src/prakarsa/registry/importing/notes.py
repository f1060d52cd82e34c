"""What the reader of an imported workbook should know of it, in words."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from prakarsa.formats.workbooks import Note, NoteKind


def note_text(note: Note) -> str:
    """Return the sentence for a note of the table reader."""
    return _TEXTS[note.kind](note.about)


_TEXTS: dict[NoteKind, Callable[[str], str]] = {
    NoteKind.FORMULAS: lambda about: (
        _("Berkas memuat rumus. Yang dibaca hanya nilai yang tersimpan. %s") % about
    ),
    NoteKind.HIDDEN_ROWS: lambda about: _("Baris tersembunyi ikut dibaca. %s") % about,
    NoteKind.HIDDEN_SHEETS: lambda about: _("Lembar tersembunyi tidak dibaca. %s") % about,
    NoteKind.EXTERNAL_LINKS: lambda about: (
        _("Berkas menautkan berkas lain; tautan itu tidak dibuka. %s") % about
    ),
    NoteKind.LONG_NUMBERS: lambda about: (
        _("Ada angka lebih dari 15 digit; periksa apakah masih utuh. %s") % about
    ),
    NoteKind.EXTRA_CELLS: lambda about: (
        _("Ada isi di luar kolom judul, mulai baris %s; isi itu tidak dibaca.") % about
    ),
}
