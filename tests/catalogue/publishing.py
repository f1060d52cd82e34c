"""Published innovations for tests, written straight into the registry."""

from __future__ import annotations

from typing import Any

from prakarsa.organisations.models import Agency, Region
from prakarsa.registry.models import Award, Innovation
from prakarsa.rules.text import normalise_name
from tests.worlds import AT, make_agency, make_region

# Name, summary, year, kind, award: what the search is tried on.
KNOWN: tuple[tuple[str, str, int | None, str, str], ...] = (
    (
        "BREXIT (Braille E-Ticket and Extraordinary Access)",
        "Label obat dan papan loket braille: pasien tunanetra memakai layanan sendiri.",
        2017,
        "non_digital",
        "TOP 45 KIPP",
    ),
    ("SAKDINO", "Aplikasi untuk meminta surat dari telepon genggam.", 2017, "digital", ""),
    ("PENAK PKK", "Permohonan akta kelahiran dihimpun dan diurus bersama.", 2020, "non_digital",
     "TOP 30 KOVABLIK"),
    ("GEMPA GENTING", "Sampah organik menjadi pakan untuk menurunkan stunting.", None, "unknown",
     "IGA 2022"),
    ("TEMAN MELAYANI", "Petugas datang melayani warga lanjut usia.", 2024, "digital", ""),
)  # fmt: skip


def publish(region: Region, name: str, agency: Agency | None = None, **values: Any) -> Innovation:
    """Return an innovation that is published unless `state` says otherwise."""
    return Innovation.objects.create(
        region=region,
        agency=agency,
        name=name,
        normalised_name=normalise_name(name),
        created_at=AT,
        changed_at=AT,
        published_at=AT,
        **{"state": Innovation.State.PUBLISHED, "created_by_key": "system:test"} | values,
    )


def make_catalogue() -> tuple[Region, Agency]:
    """Make a region that is no example with the known innovations in one of its agencies."""
    region = make_region("35.99", "Kota Nyata")
    Region.objects.filter(pk=region.pk).update(is_example=False)
    region.refresh_from_db()
    agency = make_agency(region, "Puskesmas Janti", Agency.Kind.HEALTH_CENTRE)
    for name, summary, year, kind, award in KNOWN:
        innovation = publish(region, name, agency, summary=summary, year=year, kind=kind)
        if award:
            Award.objects.create(innovation=innovation, name=award, year=year)
    return region, agency
