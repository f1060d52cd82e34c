"""What looks odd about contracts, in words, for people to judge: never a verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from prakarsa.contracts.models import PerformanceContract
from prakarsa.contracts.permissions import WATCHERS
from prakarsa.contracts.queries.contracts import visible_contracts
from prakarsa.contracts.queries.records import Watched, watched_contracts
from prakarsa.contracts.showing.realisations import lead_of
from prakarsa.foundation.components import Chip
from prakarsa.foundation.filters import asked, one_of
from prakarsa.organisations.seats import Seat
from prakarsa.rules.contract.gaming import Kind, Signal

KIND = "isyarat"
TITLES: dict[Kind, Promise] = {
    Kind.BASELINE_BELOW_HISTORY: gettext_lazy("Titik nol lebih lemah daripada riwayat"),
    Kind.REACHED_AT_SIGNING: gettext_lazy("Target sudah tercapai saat ditandatangani"),
    Kind.STOPS_AT_TARGET: gettext_lazy("Capaian berhenti tepat pada target"),
    Kind.LAST_QUARTER_JUMP: gettext_lazy("Lonjakan pada triwulan terakhir"),
    Kind.DEFINITION_CHANGED: gettext_lazy("Definisi atau satuan berubah"),
    Kind.MANY_ADDENDA: gettext_lazy("Banyak adendum"),
    Kind.SAME_PROOF: gettext_lazy("Bukti yang sama dipakai dua kali"),
}


@dataclass(frozen=True, slots=True)
class SignalLine:
    """One signal: what kind it is, and its reason in words."""

    signal: Signal

    @property
    def title(self) -> str:
        """Return what kind of signal it is."""
        return str(TITLES[self.signal.kind])


@dataclass(frozen=True, slots=True)
class WatchedLine:
    """A contract with its signals."""

    contract: PerformanceContract
    agency: str
    signals: tuple[SignalLine, ...]


@dataclass(frozen=True, slots=True)
class Watch:
    """Everything that the page of signals shows."""

    lines: list[WatchedLine]
    chips: list[Chip]
    watched: int
    is_example: bool


def kind_in(query: Mapping[str, str]) -> str:
    """Return the kind of signal that an address asks for; raise BadRequest."""
    return one_of(asked(query, [KIND])[KIND], [kind.value for kind in Kind])


def watch_for(seat: Seat, chosen: str) -> Watch:
    """Return the contracts of a seat's region that show a signal, those with most first."""
    found = watched_contracts(visible_contracts(seat).order_by("number", "pk"))
    lines = [line_of(each, chosen) for each in found]
    kept = [line for line in lines if line.signals]
    kept.sort(key=lambda line: (-len(line.signals), line.contract.number))
    return Watch(
        lines=kept,
        chips=_chips(found, chosen),
        watched=len(found),
        is_example=any(each.delivery.book.is_example for each in found),
    )


def line_of(watched: Watched, chosen: str = "") -> WatchedLine:
    """Return one contract with its signals, or with those of one kind."""
    contract = watched.delivery.contract
    signals = tuple(SignalLine(each) for each in watched.signals if chosen in ("", each.kind))
    return WatchedLine(contract, lead_of(contract), signals)


def signals_for(seat: Seat, contract: PerformanceContract) -> list[SignalLine] | None:
    """Return the signals of one contract; None for seats that do not watch."""
    if seat.role not in WATCHERS:
        return None
    return [line for each in watched_contracts([contract]) for line in line_of(each).signals]


def _chips(found: Sequence[Watched], chosen: str) -> list[Chip]:
    counts = Counter(kind for each in found for kind in {signal.kind for signal in each.signals})
    total = sum(bool(each.signals) for each in found)
    chips = [Chip(_("Semua"), "?", total, is_current=not chosen)]
    return chips + [
        Chip(str(title), f"?{KIND}={kind.value}", counts[kind], is_current=chosen == kind)
        for kind, title in TITLES.items()
        if counts[kind] or chosen == kind
    ]
