"""What a profile still lacks before it can be submitted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from prakarsa.foundation.writing import day
from prakarsa.registry.models import Innovation
from prakarsa.registry.parts import Part
from prakarsa.rules.index.edition import Edition, open_edition
from prakarsa.rules.rulebook import Sourced

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing or wrong: in which part, and what to do about it."""

    part: Part
    text: str


def design_words_needed(edition_year: int) -> Sourced[int] | None:
    """Return how many words an edition wants of the design, or None when it does not say."""
    edition = open_edition(edition_year)
    return edition.eligibility.design_words_minimum if isinstance(edition, Edition) else None


def gaps_of(
    innovation: Innovation, *, edition_year: int, to_renew: Collection[str] = ()
) -> list[Gap]:
    """Return everything that keeps a profile from being submitted, in the order of its parts."""
    gaps = [*_name_gaps(innovation), *_stage_gaps(innovation), *_choice_gaps(innovation)]
    gaps += [*_design_gaps(innovation, edition_year), *_purpose_gaps(innovation)]
    told = {gap.part for gap in gaps}
    for name in to_renew:
        if name in Part.values and Part(name) not in told:
            text = _("Periksa dan simpan ulang bagian ini untuk edisi %(year)s.")
            gaps.append(Gap(Part(name), text % {"year": edition_year}))
    order = list(Part)
    return sorted(gaps, key=lambda gap: order.index(gap.part))


def _name_gaps(innovation: Innovation) -> Iterator[Gap]:
    if not innovation.summary:
        yield Gap(Part.NAME, _("Ringkasan belum diisi."))


def _stage_gaps(innovation: Innovation) -> Iterator[Gap]:
    stages = Innovation.Stage
    if innovation.stage == stages.UNKNOWN:
        yield Gap(Part.STAGES, _("Tahapan belum dipilih."))
    if innovation.stage == stages.TRIAL and innovation.trial_on is None:
        yield Gap(Part.STAGES, _("Tanggal uji coba belum diisi."))
    if innovation.stage == stages.IMPLEMENTATION and innovation.implemented_on is None:
        yield Gap(Part.STAGES, _("Tanggal penerapan belum diisi."))
    problems = date_problems(
        trial_on=innovation.trial_on,
        implemented_on=innovation.implemented_on,
        developed_on=innovation.developed_on,
    )
    yield from (Gap(Part.STAGES, text) for _field, text in problems)


def _choice_gaps(innovation: Innovation) -> Iterator[Gap]:
    if innovation.initiator == UNKNOWN:
        yield Gap(Part.INITIATOR, _("Inisiator belum dipilih."))
    if not innovation.initiator_name:
        yield Gap(Part.INITIATOR, _("Nama inisiator belum diisi."))
    if innovation.kind == UNKNOWN:
        yield Gap(Part.KIND, _("Jenis (digital atau nondigital) belum dipilih."))
    if innovation.form == UNKNOWN:
        yield Gap(Part.KIND, _("Bentuk inovasi belum dipilih."))
    if not innovation.main_affair:
        yield Gap(Part.KIND, _("Urusan utama belum dipilih."))


def _design_gaps(innovation: Innovation, edition_year: int) -> Iterator[Gap]:
    needed = design_words_needed(edition_year)
    if needed is not None and innovation.design_words < needed.value:
        text = _("Rancang bangun baru %(words)s dari %(needed)s kata.")
        values = {"words": innovation.design_words, "needed": needed.value}
        yield Gap(Part.DESIGN, text % values)


def _purpose_gaps(innovation: Innovation) -> Iterator[Gap]:
    if not innovation.purpose:
        yield Gap(Part.PURPOSE, _("Tujuan belum diisi."))
    if not innovation.benefit:
        yield Gap(Part.PURPOSE, _("Manfaat belum diisi."))
    if not innovation.result:
        yield Gap(Part.PURPOSE, _("Hasil belum diisi."))


def date_problems(
    *, trial_on: date | None, implemented_on: date | None, developed_on: date | None
) -> Iterator[tuple[str, str]]:
    """Give the field and the sentence for each date that stands before the one it follows."""
    if trial_on and implemented_on and implemented_on < trial_on:
        text = _("Tanggal penerapan lebih awal dari tanggal uji coba. Isi tanggal setelah %(day)s.")
        yield "implemented_on", text % {"day": day(trial_on)}
    first = implemented_on or trial_on
    if first and developed_on and developed_on < first:
        text = _(
            "Tanggal pengembangan lebih awal dari tanggal penerapan. Isi tanggal setelah %(day)s."
        )
        yield "developed_on", text % {"day": day(first)}


def days_to_come(days: Mapping[str, date | None], today: date) -> Iterator[tuple[str, str]]:
    """Give the field and the sentence for each day of a stage that is after today."""
    text = _("Tanggal ini belum tiba. Isi paling lambat hari ini, %(day)s.")
    for name, value in days.items():
        if value is not None and value > today:
            yield name, text % {"day": day(today)}
