"""What a text says, line by line, read from its canonical content and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from prakarsa.auctions.models import Lot
from prakarsa.auctions.showing.values import figure
from prakarsa.contracts.content import OFFER, Agreed, Text
from prakarsa.contracts.models import ContractVersion, Signature
from prakarsa.contracts.queries.versions import Turn
from prakarsa.foundation.writing import day, percent


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a text says; the name is the same in every version."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class PartyLine:
    """An agency of a text with its share."""

    name: str
    office: str
    share: str
    is_lead: bool


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place to sign on; who signed there and when, if somebody did."""

    order: int
    office: str
    signature: Signature | None
    is_next: bool

    @property
    def signed_at(self) -> datetime | None:
        """Return when it was signed."""
        return self.signature.signed_at if self.signature else None


def share_words(hundredths: int) -> str:
    """Write a share: 60%, 33,34%."""
    share = Fraction(hundredths, 10_000)
    return percent(share, 0 if hundredths % 100 == 0 else 2)


def lines_of(text: Text) -> list[Line]:
    """Return everything that a text says of its terms, in the order it is read."""
    terms, setting = text.terms, text.setting
    begins = day(text.effective_on) if text.effective_on else ""
    baseline = _on(figure(terms.baseline, terms.unit), terms.baseline_on)
    lines = [
        Line("number", _("Nomor kontrak"), text.number),
        Line("kind", _("Naskah"), kind_words(text)),
        Line("reason", _("Alasan perubahan"), text.reason),
        Line("effective_on", _("Berlaku sejak"), begins),
        Line("mission", _("Misi"), setting.mission),
        Line("indicator", _("Indikator"), terms.indicator),
        Line("definition", _("Definisi operasional"), terms.definition),
        Line("unit", _("Satuan"), terms.unit),
        Line("direction", _("Arah"), str(Lot.Direction(terms.direction).label)),
        Line("baseline", _("Titik nol"), baseline),
        Line("end", _("Titik akhir"), _on(figure(terms.end_value, terms.unit), terms.end_on)),
        Line("agreed", _("Kesepakatan"), _agreed(text.agreed)),
        Line("period", _("Periode lelang"), setting.period),
        Line("basis", _("Dasar"), setting.basis),
        Line("place", _("Tempat"), setting.place),
        Line("book", _("Buku aturan"), setting.book),
    ]  # fmt: skip
    return [line for line in lines if line.value]


def party_lines(text: Text) -> list[PartyLine]:
    """Return the agencies of a text, the lead first."""
    parties = sorted(text.parties, key=lambda party: not party.is_lead)
    return [
        PartyLine(party.name, party.office, share_words(party.share_hundredths), party.is_lead)
        for party in parties
    ]


def place_lines(turn: Turn, *, is_waiting: bool) -> list[PlaceLine]:
    """Return the places of a text in their order; `is_waiting` says whether it can be signed."""
    signed = {each.order: each for each in turn.signatures}
    following = turn.place.order if turn.place and is_waiting else None
    return [
        PlaceLine(place.order, place.office, signed.get(place.order), place.order == following)
        for place in turn.places
    ]


def kind_words(text: Text) -> str:
    """Write which text this is: the contract, or its addendum by number."""
    label = str(ContractVersion.Kind(text.kind).label)
    if text.kind == ContractVersion.Kind.ORIGINAL:
        return label
    return _("%(kind)s, versi %(version)d") % {"kind": label, "version": text.version}


def parties_words(text: Text) -> list[str]:
    """Return who stands under a text, without people: agencies by name, then the head's office."""
    return [*(line.name for line in party_lines(text)), text.head_office]


def _on(value: str, on: date) -> str:
    return _("%(value)s pada %(day)s") % {"value": value, "day": day(on)}


def _agreed(agreed: Agreed) -> str:
    words = {"offer": agreed.offer, "day": day(agreed.on)}
    if agreed.by == OFFER:
        return _("Tawaran %(offer)s, diterima pada %(day)s") % words
    return _("Ditetapkan kepala daerah pada %(day)s") % words
