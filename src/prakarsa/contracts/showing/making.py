"""The page on which a contract is made from a lot: what it would say."""

from __future__ import annotations

from dataclasses import dataclass

from prakarsa.auctions.models import Decision, Lot
from prakarsa.auctions.permissions import may_try
from prakarsa.auctions.states import Act as LotAct
from prakarsa.contracts.content import Text
from prakarsa.contracts.drafting import first_text
from prakarsa.contracts.showing.texts import Line, PartyLine, lines_of, party_lines
from prakarsa.organisations.seats import Seat


@dataclass(frozen=True, slots=True)
class MakingPage:
    """What the first text of a lot's contract would say, without its number."""

    text: Text

    @property
    def lines(self) -> list[Line]:
        """Return what the text would say."""
        return lines_of(self.text)

    @property
    def parties(self) -> list[PartyLine]:
        """Return the agencies with their shares."""
        return party_lines(self.text)


def making_page_for(seat: Seat, lot: Lot) -> MakingPage | None:
    """Return the page, or None when no contract can be made of the lot now."""
    if not may_try(seat, lot, LotAct.CONTRACT):
        return None
    decision = Decision.objects.select_related("offer").get(lot=lot)
    return MakingPage(first_text(lot, decision, number=""))
