"""The page on which a text is read and signed."""

from __future__ import annotations

from dataclasses import dataclass

from prakarsa.contracts.content import Place
from prakarsa.contracts.models import PerformanceContract
from prakarsa.contracts.permissions import can_sign
from prakarsa.contracts.queries.versions import Turn, agency_of, turn_of, waiting_version
from prakarsa.contracts.showing.texts import (
    Line,
    PartyLine,
    PlaceLine,
    lines_of,
    party_lines,
    place_lines,
)
from prakarsa.organisations.seats import Seat


@dataclass(frozen=True, slots=True)
class SigningPage:
    """A text that waits: what it says, who has signed, and whether it is this seat's turn."""

    contract: PerformanceContract
    turn: Turn
    is_own_turn: bool

    @property
    def lines(self) -> list[Line]:
        """Return what the text says."""
        return lines_of(self.turn.text)

    @property
    def parties(self) -> list[PartyLine]:
        """Return the agencies with their shares."""
        return party_lines(self.turn.text)

    @property
    def places(self) -> list[PlaceLine]:
        """Return the places to sign on."""
        return place_lines(self.turn, is_waiting=True)


def signing_page_for(seat: Seat, contract: PerformanceContract) -> SigningPage | None:
    """Return the page of the text that waits, or None when none does."""
    version = waiting_version(contract)
    if version is None:
        return None
    turn = turn_of(version)
    is_own = turn.place is not None and signs_on(seat, contract, turn.place)
    return SigningPage(contract, turn, is_own)


def signs_on(seat: Seat, contract: PerformanceContract, place: Place) -> bool:
    """Say whether a place to sign is the seat's."""
    agency = agency_of(contract, place)
    return can_sign(seat, place, agency_id=agency.pk if agency else None)
