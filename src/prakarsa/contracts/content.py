"""The text of one version: what is shown, printed, hashed and signed is this and nothing else.

It is JSON with sorted keys, days as ISO and numbers as exact text, so that the same terms always
give the same bytes. It speaks official Indonesian, whatever language its reader chose.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from prakarsa.organisations.models import Region
from prakarsa.organisations.roles import Role

FORMAT = 1
OFFER, IMPOSED = "offer", "imposed"
# The integrity pact, part of every text and so of what is signed.
PLEDGE = (
    "Kami berupaya mencapai titik akhir dalam naskah ini paling lambat pada tanggalnya.",
    "Kami tidak melakukan korupsi, kolusi, dan nepotisme dalam melaksanakannya.",
    "Kami melaporkan capaian setiap triwulan apa adanya, disertai bukti, juga bila belum sesuai.",
    "Kami menerima verifikasi oleh pihak yang tidak ikut menyusun laporan itu.",
    "Perubahan hanya dilakukan dengan adendum yang beralasan dan ditandatangani kedua pihak.",
)
_HEADS = {
    Region.Kind.PROVINCE: ("Provinsi", "Gubernur"),
    Region.Kind.REGENCY: ("Kabupaten", "Bupati"),
    Region.Kind.CITY: ("Kota", "Wali Kota"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is promised, in `unit`: from a baseline on one day to an end on another."""

    indicator: str
    definition: str
    unit: str
    direction: str
    baseline: Decimal
    baseline_on: date
    end_value: Decimal
    end_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An agency under the text, who signs for it, and its share in hundredths of a percent.

    `heir_of` holds the keys of the agencies whose shares it takes over by this text.
    """

    key: str
    name: str
    office: str
    share_hundredths: int
    is_lead: bool
    heir_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """How the terms came about: the accepted offer by its number, or set by the regional head."""

    by: str
    offer: int | None
    on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The auction the contract comes from: period, mission, place, and the book that judges it."""

    region: str
    region_code: str
    period: str
    period_starts_on: date
    period_ends_on: date
    basis: str
    place: str
    book: str
    mission: str
    lot_number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Everything a version says. `replaces` is the hash of the text before it, if there is one."""

    number: str
    version: int
    kind: str
    title: str
    replaces: str
    reason: str
    effective_on: date | None
    setting: Setting
    agreed: Agreed
    terms: Terms
    parties: tuple[Party, ...]
    head_office: str
    pledge: tuple[str, ...] = PLEDGE


@dataclass(frozen=True, slots=True)
class Place:
    """A place to sign on, from 1 in the order of signing; `agency_key` is empty for the head."""

    order: int
    role: Role
    office: str
    agency_key: str = ""


def write_text(text: Text) -> str:
    """Return the canonical JSON of a text."""
    content = {"format": FORMAT, **_plain(asdict(text))}
    return json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def digest(content: str) -> str:
    """Return the SHA-256 of a canonical text over its UTF-8 bytes, in small hexadecimal digits."""
    return sha256(content.encode()).hexdigest()


def read_text(content: str) -> Text:
    """Return what a canonical text says; raises ValueError for a format we do not know."""
    values: dict[str, Any] = json.loads(content)
    if values.pop("format") != FORMAT:
        raise ValueError("Format naskah tidak dikenal.")
    terms, setting, agreed = (values.pop(name) for name in ("terms", "setting", "agreed"))
    parties = tuple(
        Party(**{**party, "heir_of": tuple(party["heir_of"])}) for party in values.pop("parties")
    )
    _days(terms, "baseline_on", "end_on")
    _days(setting, "period_starts_on", "period_ends_on")
    _days(agreed, "on")
    _days(values, "effective_on")
    values["pledge"] = tuple(values["pledge"])
    numbers = {name: Decimal(terms[name]) for name in ("baseline", "end_value")}
    return Text(
        **values,
        setting=Setting(**setting),
        agreed=Agreed(**agreed),
        terms=Terms(**{**terms, **numbers}),
        parties=parties,
    )


def places_of(text: Text) -> tuple[Place, ...]:
    """Return the places to sign on in their order: the lead, the other agencies, the head."""
    parties = sorted(text.parties, key=lambda party: not party.is_lead)
    agencies = [
        Place(order, Role.AGENCY_HEAD, party.office, party.key)
        for order, party in enumerate(parties, start=1)
    ]
    return (*agencies, Place(len(agencies) + 1, Role.MAYOR, text.head_office))


def head_office(region: Region) -> str:
    """Return what the head of a region is called: Wali Kota Contoh, Bupati X, Gubernur Y."""
    prefix, office = _HEADS[Region.Kind(region.kind)]
    return f"{office} {region.name.removeprefix(prefix).strip()}"


def agency_office(name: str) -> str:
    """Return what the head of an agency is called."""
    return f"Kepala {name}"


def exact(number: Decimal) -> str:
    """Write a number without loss and in one way only: 61.4000 and 61.40 are 61.4."""
    text = format(number.normalize(), "f")
    return "0" if text == "-0" else text


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal):
        return exact(value)
    return value.isoformat() if isinstance(value, date) else value


def _days(values: dict[str, Any], *names: str) -> None:
    for name in names:
        values[name] = date.fromisoformat(values[name]) if values[name] else None
