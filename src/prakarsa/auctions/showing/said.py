"""What was said in the room, the newest first: offers, and why the lot left the room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from prakarsa.auctions.models import Lot, LotEvent, Offer, OfferFile
from prakarsa.auctions.showing.facts import RoomFacts
from prakarsa.auctions.showing.moves import moved, movement_words, verdict_words
from prakarsa.auctions.showing.values import figure
from prakarsa.auctions.states import DONE, Act
from prakarsa.foundation.time import local_day
from prakarsa.foundation.writing import clock, day_short


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One line of the list; an event has no offer."""

    who: str
    at: datetime
    when: str
    reason: str
    offer: Offer | None = None
    value: str = ""
    change: str = ""
    is_panel: bool = False
    files: Sequence[OfferFile] = field(default_factory=tuple)


def said_in(
    lot: Lot, offers: Sequence[Offer], events: Sequence[LotEvent], facts: RoomFacts, today: date
) -> list[Said]:
    """Return every offer with its movement and every event, the newest first."""
    zone = lot.period.region.zone
    lines = [
        Said(
            who=facts.side_name(each.side),
            at=each.at,
            when=_when(each.at, zone, today),
            reason=each.reason,
            offer=each,
            value=figure(each.value, lot.unit),
            change=change_words(lot, offers[:index], each, facts),
            is_panel=each.side == Offer.Side.PANEL,
            files=list(each.files.all()),
        )
        for index, each in enumerate(offers)
    ]
    lines += [
        Said(
            who=str(DONE[Act(each.act)]),
            at=each.at,
            when=_when(each.at, zone, today),
            reason=each.reason,
        )
        for each in events
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def change_words(lot: Lot, before: Sequence[Offer], offer: Offer, facts: RoomFacts) -> str:
    """Say how an offer differs from the side's own last one, else from the other's."""
    if not before:
        return facts.opening_words(offer)
    own = [each for each in before if each.side == offer.side]
    last = own[-1] if own else before[-1]
    words = {
        "change": movement_words(lot, last, offer),
        "number": last.number,
        "verdict": verdict_words(moved(lot, last, offer)),
    }
    return _("Dibanding tawaran %(number)d: %(change)s, %(verdict)s") % words


def _when(at: datetime, zone: str, today: date) -> str:
    """Write the time of day; of another day, the day as well."""
    if local_day(at, zone) == today:
        return clock(at)
    return f"{day_short(at)}, {clock(at)}"
