"""What a lot lacks before its data can be tested, each with the page where it is filled in.

A draft may lack anything; whoever submits it gets this list, and the lot's page shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from django.utils.translation import gettext as _

from prakarsa.auctions.models import Lot, LotFile
from prakarsa.foundation.writing import day, sentence
from prakarsa.rules.contract.shares import refuse_segments, refuse_shares
from prakarsa.rules.contract.terms import refuse_terms
from prakarsa.rules.progress import Better


class Part(StrEnum):
    """A part of a lot that has a page of its own; the value is the name of that address."""

    FACTS = "lot-edit"
    AGENCIES = "lot-agencies"
    SEGMENTS = "lot-segments"
    FILES = "lot-files"
    VALUES = "lot-values"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing a lot lacks. What is only advised does not hold it back."""

    part: Part
    text: str
    is_advice: bool = False

    @property
    def address(self) -> str:
        """Return the name of the address where it is filled in."""
        return f"auctions:{self.part.value}"


def gaps_of(lot: Lot) -> list[Gap]:
    """Return what a lot lacks, in the order of its pages; advice stands last."""
    found = [*_facts(lot), *_agencies(lot), *_segments(lot), *_files(lot), *_advice(lot)]
    return sorted(found, key=lambda gap: gap.is_advice)


def holds_back(gaps: list[Gap]) -> list[Gap]:
    """Return the gaps that keep a lot from being submitted."""
    return [gap for gap in gaps if not gap.is_advice]


def _facts(lot: Lot) -> Iterator[Gap]:
    for is_there, text in (
        (lot.definition, _("Definisi operasional: apa yang dihitung dan apa yang tidak.")),
        (lot.baseline is not None, _("Titik nol: nilai hari ini.")),
        (lot.baseline_on, _("Tanggal titik nol.")),
        (lot.baseline_source, _("Sumber titik nol.")),
        (lot.end_value is not None, _("Titik akhir: nilai yang dijanjikan.")),
        (lot.end_on, _("Tanggal titik akhir.")),
    ):
        if not is_there:
            yield Gap(Part.FACTS, text)
    if lot.baseline is not None and lot.end_value is not None:
        refusal = refuse_terms(
            baseline=Fraction(lot.baseline),
            end=Fraction(lot.end_value),
            better=Better(lot.direction),
        )
        if refusal is not None:
            yield Gap(Part.FACTS, sentence(refusal.reason))
    if lot.end_on is not None and not lot.period.starts_on < lot.end_on <= lot.period.ends_on:
        words = {"first": day(lot.period.starts_on), "last": day(lot.period.ends_on)}
        text = _("Tanggal titik akhir harus sesudah %(first)s dan paling lambat %(last)s.")
        yield Gap(Part.FACTS, text % words)


def _agencies(lot: Lot) -> Iterator[Gap]:
    rows = lot.agencies.all()
    shares = {each.agency.name: each.share_hundredths for each in rows}
    refusal = refuse_shares(shares)
    if refusal is not None:
        yield Gap(Part.AGENCIES, sentence(refusal.reason))
    if rows and not any(each.is_lead for each in rows):
        yield Gap(Part.AGENCIES, _("Perangkat daerah penanggung jawab."))


def _segments(lot: Lot) -> Iterator[Gap]:
    parts = {each.name: Fraction(each.value) for each in lot.segments.all()}
    if not parts or lot.baseline is None or lot.segments_note:
        return
    refusal = refuse_segments(whole=Fraction(lot.baseline), segments=parts)
    if refusal is not None:
        yield Gap(Part.SEGMENTS, sentence(refusal.reason))


def _files(lot: Lot) -> Iterator[Gap]:
    kinds = {each.kind for each in lot.files.all() if each.removed_at is None}
    if LotFile.Kind.BASELINE not in kinds:
        yield Gap(Part.FILES, _("Berkas sumber titik nol."))


def _advice(lot: Lot) -> Iterator[Gap]:
    if not any(each.peer == "" for each in lot.known_values.all()):
        text = _("Nilai tahun-tahun lalu, agar laju yang perlu dapat dibandingkan.")
        yield Gap(Part.VALUES, text, is_advice=True)
    if not lot.budget_line:
        yield Gap(Part.FACTS, _("Kode dan nama anggaran."), is_advice=True)
    if lot.innovation_id is None:
        yield Gap(Part.FACTS, _("Inovasi yang akan mewujudkannya."), is_advice=True)
