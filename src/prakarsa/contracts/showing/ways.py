"""Where the list of contracts leads besides the contracts: boards and queues open to the seat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from prakarsa.contracts.permissions import VERIFIERS, WATCHERS
from prakarsa.organisations.seats import Seat


@dataclass(frozen=True, slots=True)
class Way:
    """A page, by its words and its icon."""

    address: str
    words: str
    icon: str


def ways_for(seat: Seat) -> Iterator[Way]:
    """Yield the pages over all contracts that a seat may open."""
    yield Way(reverse("contracts:board"), _("Papan triwulan"), "layout-dashboard")
    if seat.role in VERIFIERS:
        yield Way(reverse("contracts:queue"), _("Capaian yang menunggu"), "list-check")
    if seat.role in WATCHERS:
        yield Way(reverse("contracts:watching"), _("Isyarat"), "flag")
    yield Way(reverse("contracts:check"), _("Periksa sidik naskah"), "shield-check")
