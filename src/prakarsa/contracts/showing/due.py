"""What the auction and its contracts ask of a seat now: a line and a way for each kind of act.

The number of questions does not grow with lots or contracts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import ngettext

from prakarsa.auctions.models import Lot
from prakarsa.auctions.queries import visible_lots
from prakarsa.contracts.models import ContractVersion, QuarterTarget, Realisation
from prakarsa.contracts.permissions import DELIVERING, VERIFYING
from prakarsa.contracts.queries import turn_of, visible_contracts
from prakarsa.contracts.queries.versions import WAITING_STATES
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat
from prakarsa.rules.contract.quarters import quarter_of

State, Delivery = Lot.State, Realisation.State
PANEL = (Role.MAYOR, Role.SECRETARY, Role.PANEL)


@dataclass(frozen=True, slots=True)
class Due:
    """One kind of act that waits for a seat: how often, in words, and where it is done."""

    count: int
    words: str
    address: str


def due_of(seat: Seat, *, at: datetime) -> list[Due]:
    """Return what waits for a seat, in the order of the year; nothing that counts zero."""
    return [each for each in _all(seat, at) if each.count]


def _all(seat: Seat, at: datetime) -> Iterator[Due]:
    yield from _lots(seat)
    if seat.role in (Role.AGENCY_HEAD, Role.MAYOR):
        count = _to_sign(seat)
        words = ngettext(
            "%d kontrak menunggu tanda tangan Anda",
            "%d kontrak menunggu tanda tangan Anda",
            count,
        )
        yield Due(count, words % count, reverse("contracts:list"))
    if seat.role is Role.AGENCY_HEAD:
        count = _to_report(seat, at)
        words = ngettext(
            "%d triwulan belum dilaporkan", "%d triwulan belum dilaporkan", count
        )  # fmt: skip
        yield Due(count, words % count, reverse("contracts:list"))
    if seat.role is Role.VERIFIER:
        count = _to_verify(seat)
        words = ngettext(
            "%d capaian kontrak menunggu verifikasi",
            "%d capaian kontrak menunggu verifikasi",
            count,
        )
        yield Due(count, words % count, reverse("contracts:queue"))


def _lots(seat: Seat) -> Iterator[Due]:
    """Yield what lots wait for, by their states."""
    rows = visible_lots(seat).order_by().values_list("state").annotate(count=Count("pk"))
    counts: Counter[str] = Counter(dict(rows))
    lots = reverse("auctions:list")
    if seat.role in PANEL:
        count = counts[State.PRESENTED]
        words = ngettext("%d lot menunggu jawaban panel", "%d lot menunggu jawaban panel", count)
        yield Due(count, words % count, lots)
    if seat.role is Role.AGENCY_HEAD:
        count = counts[State.SCHEDULED] + counts[State.COUNTERED]
        words = ngettext("%d lot menunggu tawaran Anda", "%d lot menunggu tawaran Anda", count)
        yield Due(count, words % count, lots)
    if seat.role is Role.VERIFIER:
        count = counts[State.DATA_TEST]
        words = ngettext("%d lot menunggu uji data", "%d lot menunggu uji data", count)
        yield Due(count, words % count, reverse("auctions:tests"))
    if seat.role is Role.SECRETARIAT:
        count = counts[State.TESTED] + counts[State.NOT_READY]
        words = ngettext("%d lot menunggu jadwal", "%d lot menunggu jadwal", count)
        yield Due(count, words % count, lots)
        count = counts[State.AGREED] + counts[State.IMPOSED]
        words = ngettext("%d lot menunggu kontrak", "%d lot menunggu kontrak", count)
        yield Due(count, words % count, lots)


def _to_sign(seat: Seat) -> int:
    """Count the texts whose next place is the seat's own."""
    waiting = visible_contracts(seat).filter(state__in=WAITING_STATES).order_by().values("pk")
    rows = ContractVersion.objects.filter(contract__in=waiting, taken_back__isnull=True)
    newest = {each.contract_id: each for each in rows.prefetch_related("signatures")}
    keys = {seat.agency.key} if seat.agency else set()
    places = (turn_of(each).place for each in newest.values())
    return sum(
        place is not None and place.role is seat.role and (not keys or place.agency_key in keys)
        for place in places
    )


def _to_report(seat: Seat, at: datetime) -> int:
    """Count the quarters that ended and that nobody handed in yet."""
    now = quarter_of(seat.today(at))
    running = visible_contracts(seat).filter(state__in=DELIVERING).order_by().values("pk")
    ended = Q(year__lt=now.year) | Q(year=now.year, quarter__lt=now.number)
    open_ = Q(realisation__isnull=True) | Q(
        realisation__state__in=(Delivery.DRAFT, Delivery.RETURNED)
    )
    return QuarterTarget.objects.filter(ended, open_, contract__in=running).count()


def _to_verify(seat: Seat) -> int:
    """Count the reports that wait in the region; the queue says which of them this person may."""
    rows = Realisation.objects.filter(target__contract__region=seat.region)
    return rows.filter(state=Delivery.WAITING, target__contract__state__in=VERIFYING).count()
