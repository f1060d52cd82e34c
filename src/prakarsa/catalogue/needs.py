"""The needs people come with: public lists are grouped by them, not by department.

A need is a question to the search: words of which one is enough, each in all its forms.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Need:
    """A need: its name in addresses, its words for readers, and the words that are searched."""

    key: str
    label: str | Promise
    words: tuple[str, ...]


NEEDS: tuple[Need, ...] = (
    Need(
        "disabilitas",
        _("Penyandang disabilitas"),
        ("disabilitas", "difabel", "braille", "tunanetra", "tunarungu"),
    ),
    Need(
        "dokumen",
        _("Akta dan dokumen kependudukan"),
        ("akta", "kependudukan", "adminduk", "ktp"),
    ),
    Need(
        "keluarga",
        _("Ibu, anak, dan keluarga"),
        ("hamil", "ibu", "bayi", "balita", "stunting", "keluarga", "posyandu", "remaja"),
    ),
    Need(
        "usaha",
        _("Usaha, pasar, dan pajak"),
        ("usaha", "umkm", "pasar", "pajak", "pedagang", "izin", "perizinan", "retribusi"),
    ),
    Need(
        "kesehatan",
        _("Berobat dan hidup sehat"),
        ("pasien", "obat", "penyakit", "kesehatan", "sanitasi", "gizi"),
    ),
    Need(
        "belajar",
        _("Sekolah dan belajar"),
        ("sekolah", "siswa", "belajar", "baca", "perpustakaan", "beasiswa", "guru"),
    ),
    Need(
        "lingkungan",
        _("Sampah, air, dan lingkungan"),
        ("sampah", "air", "lingkungan", "banjir", "jamban", "hutan"),
    ),
    Need(
        "pangan",
        _("Pertanian, ikan, dan pangan"),
        ("petani", "pertanian", "ikan", "nelayan", "ternak", "sapi", "pangan", "kopi"),
    ),
    Need(
        "bantuan",
        _("Bantuan sosial dan warga lanjut usia"),
        ("miskin", "kemiskinan", "sosial", "lansia", "bantuan"),
    ),
    Need(
        "pengaduan",
        _("Pengaduan dan suara warga"),
        ("pengaduan", "aduan", "keluhan", "aspirasi", "konsultasi"),
    ),
)
BY_KEY = {need.key: need for need in NEEDS}
# On the first page the first ones are shown with innovations, the others by name.
SHOWN = 4
