"""What stands beside a baseline when it is tested: own past, peers, and the pace that is needed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from prakarsa.auctions.models import KnownValue, Lot
from prakarsa.auctions.queries.lots import history_of
from prakarsa.auctions.showing.values import figure, per_year
from prakarsa.foundation.writing import decimals
from prakarsa.rules.contract.pace import Span, pace, past_pace, span_of
from prakarsa.rules.contract.record import Measured
from prakarsa.rules.progress import Better


@dataclass(frozen=True, slots=True)
class KnownLine:
    """One known value as it is shown."""

    peer: str
    day: date
    words: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feasibility:
    """The values known of an indicator, and how a promise compares with them."""

    lot: Lot
    own: list[KnownValue]
    peers: list[KnownValue]
    span: Span | None
    needed: Fraction | None
    past: Fraction | None

    @property
    def own_rows(self) -> list[KnownLine]:
        """Return the own past, the newest first."""
        return _lines(reversed(self.own), self.lot.unit)

    @property
    def peer_rows(self) -> list[KnownLine]:
        """Return the values of peers, by name."""
        return _lines(self.peers, self.lot.unit)

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is known to compare with."""
        return not self.own and not self.peers

    @property
    def needed_words(self) -> str:
        """Write the pace that the promise needs."""
        return per_year(self.needed, self.lot.unit) if self.needed is not None else ""

    @property
    def past_words(self) -> str:
        """Write the pace of the past years."""
        return per_year(self.past, self.lot.unit) if self.past is not None else ""

    @property
    def times(self) -> str:
        """Write how many times the past pace is needed; empty where the past stood or fell."""
        if self.needed is None or self.past is None or self.past <= 0:
            return ""
        return decimals(self.needed / self.past, 1)

    @property
    def span_words(self) -> str:
        """Write the range that own past and peers span."""
        if self.span is None:
            return ""
        unit = self.lot.unit
        if self.span.least == self.span.most:
            return figure(self.span.least, unit)
        words = {"least": figure(self.span.least, unit), "most": figure(self.span.most, unit)}
        return _("%(least)s sampai %(most)s") % words

    @property
    def better_than_all(self) -> bool:
        """Say whether the promise goes beyond everything that is known."""
        if self.span is None or not self.peers or self.lot.end_value is None:
            return False
        end = Fraction(self.lot.end_value)
        if self.lot.direction == Lot.Direction.HIGHER:
            return end > self.span.most
        return end < self.span.least

    @property
    def sentence(self) -> str:
        """Say in a sentence how the needed pace compares with the past one."""
        if self.needed is None:
            return _("Isi titik nol dan titik akhir dengan tanggalnya untuk melihat lajunya.")
        words = {"needed": self.needed_words, "past": self.past_words, "times": self.times}
        if self.past is None:
            return _("Perlu %(needed)s. Nilai tahun-tahun lalu belum diisi.") % words
        if self.times:
            text = _("Perlu %(needed)s, %(times)s kali laju tahun-tahun lalu (%(past)s).")
            return text % words
        return _("Perlu %(needed)s, sedangkan selama ini %(past)s.") % words


def feasibility_of(
    lot: Lot, *, value: Decimal | None = None, on: date | None = None
) -> Feasibility:
    """Return what is known of a lot beside its planned end, or beside another value and day."""
    rows = list(KnownValue.objects.filter(lot=lot).order_by("peer", "day"))
    start = _measured(lot.baseline, lot.baseline_on)
    end = _measured(lot.end_value if value is None else value, lot.end_on if on is None else on)
    better = Better(lot.direction)
    return Feasibility(
        lot=lot,
        own=[each for each in rows if not each.peer],
        peers=[each for each in rows if each.peer],
        span=span_of(Fraction(each.value) for each in rows),
        needed=pace(start=start, end=end, better=better) if start and end else None,
        past=past_pace(known=history_of(lot), now=start, better=better) if start else None,
    )


def _lines(rows: Iterable[KnownValue], unit: str) -> list[KnownLine]:
    return [
        KnownLine(each.peer, each.day, figure(each.value, unit), each.source) for each in rows
    ]  # fmt: skip


def _measured(value: Decimal | None, on: date | None) -> Measured | None:
    return None if value is None or on is None else Measured(on, Fraction(value))
