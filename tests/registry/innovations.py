"""Invented innovations for tests: a bare draft, and a profile that may be submitted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from prakarsa.organisations.models import Agency
from prakarsa.organisations.seats import Seat
from prakarsa.registry.actions import change_innovation, create_innovation
from prakarsa.registry.models import Innovation
from prakarsa.registry.parts import Part

DESIGN = " ".join(["Surat diantar petugas ke rumah warga pada hari yang sama."] * 40)
COMPLETE: dict[Part, dict[str, Any]] = {
    Part.NAME: {"summary": "Surat keterangan diantar ke rumah warga lanjut usia."},
    Part.STAGES: {
        "stage": Innovation.Stage.IMPLEMENTATION,
        "trial_on": date(2024, 1, 5),
        "implemented_on": date(2024, 2, 5),
    },
    Part.INITIATOR: {
        "initiator": Innovation.Initiator.AGENCY,
        "initiator_name": "Kelurahan Melati",
    },
    Part.KIND: {
        "kind": Innovation.Kind.DIGITAL,
        "form": Innovation.Form.PUBLIC_SERVICE,
        "main_affair": "Sosial",
        "affairs": ["Kesehatan"],
    },
    Part.DESIGN: {"design": DESIGN},
    Part.PURPOSE: {
        "purpose": "Layanan yang menjangkau semua warga.",
        "benefit": "Warga tidak perlu datang ke kantor.",
        "result": "Surat selesai pada hari yang sama.",
    },
}


def make_draft(
    seat: Seat, at: datetime, name: str = "SAPA MELATI", agency: Agency | None = None
) -> Innovation:
    """Return a draft that has only a name."""
    return create_innovation(seat=seat, name=name, agency=agency or seat.agency, at=at)


def make_complete(
    seat: Seat, at: datetime, name: str = "SAPA MELATI", agency: Agency | None = None
) -> Innovation:
    """Return a draft that may be submitted."""
    innovation = make_draft(seat, at, name, agency)
    for part, values in COMPLETE.items():
        innovation = change_innovation(
            seat=seat, innovation=innovation, part=part, values=values, at=at
        )
    return innovation
