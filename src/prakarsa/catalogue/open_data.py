"""The catalogue as open data: the columns with their meaning, and the rows in pieces.

Every piece is a question of its own, so that a slow reader never keeps the database waiting, and
what is retired meanwhile does not come.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from prakarsa.catalogue.models import Entry
from prakarsa.catalogue.queries import PublishedInnovation, publish, published, whole
from prakarsa.catalogue.queries.published import PublishedBenefit
from prakarsa.formats.responses import send_table
from prakarsa.formats.tables import Column, ColumnKind, Value
from prakarsa.foundation.addresses import full_address

PIECE = 500
FILE_NAME = "inovasi-terbit"
TERMS = _(
    "Boleh dipakai dan disebarkan ulang dengan menyebut daerah dan sumber setiap catatan. "
    "Ringkasan inovasi yang diambil dari pemberitaan ditulis ulang dari fakta yang disebut "
    "sumbernya; teks aslinya milik penerbitnya. Daftar ini bukan register resmi yang lengkap."
)


@dataclass(frozen=True, slots=True)
class OpenColumn:
    """A column of open data: its name, what it holds, and how it is taken from an innovation."""

    name: str
    meaning: str | Promise
    take: Callable[[PublishedInnovation], Any]
    kind: ColumnKind = ColumnKind.TEXT


def page_of(innovation: PublishedInnovation) -> str:
    """Return the whole address of an innovation's page."""
    return full_address(reverse("catalogue:detail", args=[innovation.key, innovation.slug]))


def _code(value: str) -> str:
    return "" if value == "unknown" else value


def _benefit(benefit: PublishedBenefit) -> dict[str, Any]:
    return {
        "yang_diukur": benefit.measure,
        "satuan": benefit.unit,
        "nilai_awal": _number(benefit.baseline),
        "tanggal_awal": benefit.baseline_on.isoformat(),
        "nilai_hasil": _number(benefit.result),
        "tanggal_hasil": benefit.result_on.isoformat(),
        "cara": benefit.method,
        "sumber": benefit.source,
    }


def _number(value: Decimal) -> str:
    """A column gives back trailing zeros that nobody wrote."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


COLUMNS: tuple[OpenColumn, ...] = (
    OpenColumn("kunci", _("Tanda pengenal inovasi; tidak berubah."), lambda row: row.key),
    OpenColumn("alamat", _("Halaman inovasi di katalog ini."), page_of),
    OpenColumn("nama", _("Nama inovasi."), lambda row: row.name),
    OpenColumn("kode_daerah", _("Kode wilayah Kemendagri."), lambda row: row.place.region_code),
    OpenColumn("daerah", _("Nama daerah."), lambda row: row.place.region),
    OpenColumn(
        "contoh",
        _("“ya” bila daerahnya rekaan dan isinya hanya contoh."),
        lambda row: "ya" if row.place.is_example else "tidak",
    ),
    OpenColumn(
        "perangkat_daerah",
        _("Unit pemilik; kosong bila milik daerah secara keseluruhan atau tidak disebut sumber."),
        lambda row: row.place.agency,
    ),
    OpenColumn(
        "tahun",
        _("Tahun inovasi; kosong bila belum diketahui."),
        lambda row: row.year,
        ColumnKind.WHOLE,
    ),
    OpenColumn(
        "tahapan",
        _("initiative (inisiatif), trial (uji coba), atau implementation (penerapan)."),
        lambda row: _code(row.stage),
    ),
    OpenColumn(
        "jenis", _("digital, atau non_digital (nondigital)."), lambda row: _code(row.kind)
    ),
    OpenColumn(
        "bentuk",
        _("governance (tata kelola), public_service (pelayanan publik), atau other (lainnya)."),
        lambda row: _code(row.form),
    ),
    OpenColumn(
        "inisiator",
        _(
            "regional_head (kepala daerah), council (anggota DPRD), civil_servant (ASN), "
            "agency (perangkat daerah), atau society (masyarakat). Nama orang tidak dimuat."
        ),
        lambda row: _code(row.initiator),
    ),
    OpenColumn(
        "asal",
        _("own (buatan sendiri), replicated (replikasi), atau society (dari masyarakat)."),
        lambda row: row.origin,
    ),
    OpenColumn("ditiru_dari", _("Inovasi yang ditiru."), lambda row: row.replicated_from),
    OpenColumn(
        "urusan_utama", _("Urusan pemerintahan menurut UU 23/2014."), lambda row: row.main_affair
    ),
    OpenColumn("urusan_beririsan", _("Urusan lain yang beririsan."), lambda row: list(row.affairs)),
    OpenColumn("tema", _("Prioritas nasional atau tema yang didukung."), lambda row: row.theme),
    OpenColumn(
        "tanggal_uji_coba", _("Mulai uji coba."), lambda row: row.trial_on, ColumnKind.DAY
    ),
    OpenColumn(
        "tanggal_penerapan", _("Mulai diterapkan."), lambda row: row.implemented_on, ColumnKind.DAY
    ),
    OpenColumn(
        "tanggal_pengembangan",
        _("Pengembangan terakhir."),
        lambda row: row.developed_on,
        ColumnKind.DAY,
    ),
    OpenColumn("ringkasan", _("Satu atau dua kalimat."), lambda row: row.summary),
    OpenColumn(
        "ringkasan_en", _("Ringkasan dalam bahasa Inggris."), lambda row: row.summary_en
    ),
    OpenColumn("tujuan", _("Tujuan menurut pemiliknya."), lambda row: row.purpose),
    OpenColumn("manfaat", _("Manfaat menurut pemiliknya."), lambda row: row.benefit),
    OpenColumn("hasil", _("Hasil menurut pemiliknya."), lambda row: row.result),
    OpenColumn(
        "manfaat_terukur",
        _("Nilai awal dan nilai hasil, masing-masing dengan tanggal, cara ukur, dan sumbernya."),
        lambda row: [_benefit(each) for each in row.benefits],
    ),
    OpenColumn(
        "penghargaan",
        _("Penghargaan dengan tahun dan sumbernya."),
        lambda row: [
            {"nama": each.name, "tahun": each.year, "sumber": each.source} for each in row.awards
        ],
    ),
    OpenColumn(
        "sumber", _("Tempat catatan ini dapat diperiksa."), lambda row: row.source
    ),
    OpenColumn(
        "terbit_pada",
        _("Tanggal terbit di katalog ini."),
        lambda row: row.published_at.date() if row.published_at else None,
        ColumnKind.DAY,
    ),
)  # fmt: skip


def in_pieces(entries: QuerySet[Entry]) -> Iterator[PublishedInnovation]:
    """Give the innovations of entries, oldest record first."""
    last = 0
    while ids := list(
        entries.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:PIECE]
    ):
        rows = whole(published()).filter(pk__in=ids).order_by("pk")
        yield from map(publish, rows)
        last = ids[-1]


def answer(kind: str, entries: QuerySet[Entry]) -> HttpResponseBase:
    """Stream entries as `csv` or `json`; any site may read them."""
    if kind == "json":
        pieces = _json_pieces(entries)
        response: HttpResponseBase = StreamingHttpResponse(pieces, content_type="application/json")
        response.headers["Content-Disposition"] = f'attachment; filename="{FILE_NAME}.json"'
    else:
        columns = [Column(column.name, column.kind) for column in COLUMNS]
        response = send_table(
            kind, name=FILE_NAME, title=FILE_NAME, columns=columns, rows=_table_rows(entries)
        )
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _table_rows(entries: QuerySet[Entry]) -> Iterator[list[Value]]:
    """Give one row of cells per innovation; lists are one cell, parted by semicolons."""
    for innovation in in_pieces(entries):
        yield [_cell(column.take(innovation)) for column in COLUMNS]


def _json_pieces(entries: QuerySet[Entry]) -> Iterator[bytes]:
    """Give one JSON object: what it is and how it may be used, then the list of innovations."""
    head = {
        "judul": gettext("Inovasi pelayanan dan tata kelola yang terbit"),
        "ketentuan": str(TERMS),
        "kolom": full_address(reverse("catalogue:data")),
    }
    opening = json.dumps(head, ensure_ascii=False)
    yield f'{opening.removesuffix("}")}, "inovasi": ['.encode()
    between = b"\n"
    for innovation in in_pieces(entries):
        values = {column.name: _plain(column.take(innovation)) for column in COLUMNS}
        yield between + json.dumps(values, ensure_ascii=False).encode()
        between = b",\n"
    yield b"\n]}\n"


def _cell(value: Any) -> Value:
    if not isinstance(value, list):
        return value if isinstance(value, str | int | date) else None
    return "; ".join(
        each if isinstance(each, str) else " | ".join(str(part) for part in each.values() if part)
        for each in value
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
