"""One lot in a list: whose it is, what it promises, and what the negotiation won."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from prakarsa.auctions.models import Decision, Lot, Offer
from prakarsa.auctions.showing.values import figure, signed, sooner
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
        if self.opening is None or decision is None or decision.value is None:
            return None
        assert decision.day is not None
        return movement(
            before=Offered(Fraction(self.opening.value), self.opening.day),
            after=Offered(Fraction(decision.value), decision.day),
            better=Better(self.lot.direction),
        )

    @property
    def won_words(self) -> str:
        """Write what the negotiation won: harder is positive in either direction."""
        won = self.won
        if won is None:
            return ""
        return f"{signed(won.value, self.lot.unit)} · {sooner(won.days)}"


def lot_lines(lots: Iterable[Lot]) -> list[LotLine]:
    """Return the lots with first offer and decision, read in two queries."""
    rows = list(lots)
    openings = {each.lot_id: each for each in Offer.objects.filter(lot__in=rows, number=1)}
    decisions = {each.lot_id: each for each in Decision.objects.filter(lot__in=rows)}
    return [LotLine(each, openings.get(each.pk), decisions.get(each.pk)) for each in rows]
