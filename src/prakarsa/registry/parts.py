"""The parts of a profile: one page each, in the order of the task list."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Part(models.TextChoices):
    """A subject of the profile; the value stands in its address."""

    NAME = "nama", _("Nama dan ringkasan")
    STAGES = "tahapan", _("Tahapan dan tanggal")
    INITIATOR = "inisiator", _("Inisiator dan asal")
    KIND = "jenis", _("Jenis, bentuk, dan urusan")
    DESIGN = "rancang-bangun", _("Rancang bangun")
    PURPOSE = "tujuan", _("Tujuan, manfaat, dan hasil")
    BUDGET = "anggaran", _("Anggaran dan lokasi")
    PARTNERS = "mitra", _("Mitra")
    AWARDS = "penghargaan", _("Penghargaan")
    BENEFITS = "manfaat-terukur", _("Manfaat terukur")
    ATTACHMENTS = "lampiran", _("Lampiran")


@dataclass(frozen=True, slots=True)
class PartFields:
    """What one part holds: columns of the innovation, or one list of rows that belong to it."""

    fields: tuple[str, ...] = ()
    rows: str = ""


CONTENTS: dict[Part, PartFields] = {
    Part.NAME: PartFields(("name", "summary", "summary_en")),
    Part.STAGES: PartFields(("stage", "trial_on", "implemented_on", "developed_on", "year")),
    Part.INITIATOR: PartFields(("initiator", "initiator_name", "origin", "replicated_from")),
    Part.KIND: PartFields(("kind", "form", "main_affair", "affairs", "theme", "service")),
    Part.DESIGN: PartFields(("design",)),
    Part.PURPOSE: PartFields(("purpose", "benefit", "result")),
    Part.BUDGET: PartFields(
        ("budget_rupiah", "budget_note", "latitude", "longitude", "video_link")
    ),
    Part.PARTNERS: PartFields(rows="partners"),
    Part.AWARDS: PartFields(rows="awards"),
    Part.BENEFITS: PartFields(rows="benefits"),
    Part.ATTACHMENTS: PartFields(rows="attachments"),
}
ROW_FIELDS: dict[str, tuple[str, ...]] = {
    "partners": ("kind", "name", "part"),
    "awards": ("name", "year", "source"),
    "benefits": (
        "measure", "unit", "direction", "baseline", "baseline_on", "result", "result_on",
        "method", "source",
    ),
    "attachments": ("caption",),
}  # fmt: skip
ROW_LABELS: dict[str, Promise] = {
    "partners": Part.PARTNERS.label,
    "awards": Part.AWARDS.label,
    "benefits": Part.BENEFITS.label,
    "attachments": Part.ATTACHMENTS.label,
}
# What a new edition must look at again: figures age, the name and the design do not.
RENEWED_YEARLY = (Part.STAGES, Part.PURPOSE, Part.BUDGET, Part.BENEFITS)
