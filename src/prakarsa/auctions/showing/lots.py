"""One lot in a list: whose it is, what it promises, and what the negotiation won."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from prakarsa.auctions.models import Decision, Lot, Offer
from prakarsa.auctions.showing.moves import span_words
from prakarsa.auctions.showing.values import figure, signed
from prakarsa.foundation.writing import enumeration
from prakarsa.rules.contract.offers import Movement, Offered, movement
from prakarsa.rules.progress import Better


@dataclass(frozen=True, slots=True)
class LotLine:
    """A lot with its first offer and its decision, where it has them."""

    lot: Lot
    opening: Offer | None
    decision: Decision | None

    @property
    def agencies(self) -> str:
        """Name the agencies that answer for the lot, the one in charge first."""
        return enumeration(each.agency.name for each in self.lot.agencies.all())

    @property
    def end_value(self) -> Decimal | None:
        """Return what was decided, else what the lot plans."""
        if self.decision is not None and self.decision.value is not None:
            return self.decision.value
        return self.lot.end_value

    @property
    def end_on(self) -> date | None:
        """Return the day decided, else the one planned."""
        if self.decision is not None and self.decision.day is not None:
            return self.decision.day
        return self.lot.end_on

    @property
    def way(self) -> str:
        """Write baseline and end in a line."""
        words = {
            "start": figure(self.lot.baseline, self.lot.unit),
            "end": figure(self.end_value, self.lot.unit),
        }
        return _("%(start)s menjadi %(end)s") % words

    @property
    def won(self) -> Movement | None:
        """Return how much harder the decision is than the agency's first offer."""
        decision = self.decision
        if self.opening is None or decision is None:
            return None
        if decision.value is None or decision.day is None:
            return None
        return movement(
            before=Offered(Fraction(self.opening.value), self.opening.day),
            after=Offered(Fraction(decision.value), decision.day),
            better=Better(self.lot.direction),
        )

    @property
    def won_words(self) -> str:
        """Write how the decision differs from the first offer, on both axes."""
        opening, decision = self.opening, self.decision
        if opening is None or decision is None or decision.value is None or decision.day is None:
            return ""
        raised = Fraction(decision.value) - Fraction(opening.value)
        value = signed(raised, self.lot.unit) if raised else _("nilai sama")
        return f"{value}, {_days(opening.day, decision.day)}"


def _days(before: date, after: date) -> str:
    if before == after:
        return _("tanggal sama")
    text = _("%(span)s lebih cepat") if after < before else _("%(span)s lebih lambat")
    return text % {"span": span_words(before, after)}


def lot_lines(lots: Iterable[Lot]) -> list[LotLine]:
    """Return the lots with first offer and decision, read in two queries."""
    rows = list(lots)
    openings = {each.lot_id: each for each in Offer.objects.filter(lot__in=rows, number=1)}
    decisions = {each.lot_id: each for each in Decision.objects.filter(lot__in=rows)}
    return [LotLine(each, openings.get(each.pk), decisions.get(each.pk)) for each in rows]
