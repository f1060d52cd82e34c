"""The figures beside the last offer: distance, gain, the pace it needs and the pace there was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from prakarsa.auctions.models import Lot, Offer
from prakarsa.auctions.showing.moves import movement_words, span_words
from prakarsa.auctions.showing.values import figure, per_year, signed
from prakarsa.foundation.writing import unknown
from prakarsa.rules.contract.pace import at_pace, pace
from prakarsa.rules.contract.record import Measured
from prakarsa.rules.progress import Better

Side = Offer.Side


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One point of the drawing in the table beside it."""

    name: str
    side: str
    value: str
    day: date


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """Sentences about the offers of a lot; `known` ends with the baseline."""

    lot: Lot
    offers: Sequence[Offer]
    known: Sequence[Measured]
    past_pace: Fraction | None
    bidder: str

    def side_name(self, side: str) -> str:
        """Return what a side is called in the room."""
        return self.bidder if side == Side.BIDDER else str(Side.PANEL.label)

    @property
    def distance_name(self) -> str:
        """Say to whom the distance is: the side that did not speak last."""
        is_bidder = bool(self.offers) and self.offers[-1].side == Side.BIDDER
        return _("Jarak ke panel") if is_bidder else _("Jarak ke perangkat daerah")

    @property
    def distance(self) -> str:
        """Write how far the sides are apart, on value and date."""
        last, other = self._last_two
        if last is None:
            return unknown()
        if other is None:
            return _("belum ada tawaran dari sana")
        gap = abs(Fraction(last.value) - Fraction(other.value))
        value = signed(gap, self.lot.unit).lstrip("+") if gap else _("nilai sama")
        days = span_words(last.day, other.day) if last.day != other.day else _("tanggal sama")
        return f"{value} · {days}"

    @property
    def gain(self) -> str:
        """Write how far the bidder moved since the opening offer."""
        own = [each for each in self.offers if each.side == Side.BIDDER]
        if len(own) < 2:
            return _("baru tawaran pembuka")
        return movement_words(self.lot, own[0], own[-1]).replace(", ", " · ")

    @property
    def needed_pace(self) -> str:
        """Write the change per year that the last offer needs from the baseline on."""
        if not self.offers or not self.known:
            return unknown()
        last = self.offers[-1]
        end = Measured(last.day, Fraction(last.value))
        needed = pace(start=self.known[-1], end=end, better=Better(self.lot.direction))
        return unknown() if needed is None else per_year(needed, self.lot.unit)

    @property
    def past_name(self) -> str:
        """Say of which years the past pace is."""
        if self.past_pace is None:
            return _("Laju selama ini")
        words = {"first": self.known[0].day.year, "last": self.known[-1].day.year}
        return _("Laju %(first)s–%(last)s") % words

    @property
    def past(self) -> str:
        """Write the change per year of the values known before."""
        return unknown() if self.past_pace is None else per_year(self.past_pace, self.lot.unit)

    def opening_words(self, offer: Offer) -> str:
        """Compare the opening offer with where the past pace would lead by its day."""
        if self.past_pace is None or not self.known:
            return _("Tawaran pembuka")
        better = Better(self.lot.direction)
        there = at_pace(self.known[-1], per_year=self.past_pace, on=offer.day, better=better)
        gap = Fraction(offer.value) - there
        if gap == 0:
            return _("Tawaran pembuka, sama dengan laju lama")
        words = {"gap": signed(abs(gap), self.lot.unit).lstrip("+")}
        if gap > 0:
            return _("Tawaran pembuka, %(gap)s di atas laju lama") % words
        return _("Tawaran pembuka, %(gap)s di bawah laju lama") % words

    @property
    def _last_two(self) -> tuple[Offer | None, Offer | None]:
        """Return the last offer, and the last one of the other side."""
        if not self.offers:
            return None, None
        last = self.offers[-1]
        others = [each for each in self.offers if each.side != last.side]
        return last, others[-1] if others else None


def number_rows(
    offers: Sequence[Offer], known: Sequence[Measured], facts: RoomFacts
) -> list[NumberRow]:
    """Return offers, the newest first, then the baseline and the values known before it."""
    unit = facts.lot.unit
    rows = [
        NumberRow(str(each.number), facts.side_name(each.side), figure(each.value, unit), each.day)
        for each in reversed(offers)
    ]
    names = [_("Titik nol"), *[_("Riwayat")] * (len(known) - 1)]
    rows += [
        NumberRow(name, facts.bidder, figure(each.value, unit), each.day)
        for name, each in zip(names, reversed(known), strict=False)
    ]
    return rows
