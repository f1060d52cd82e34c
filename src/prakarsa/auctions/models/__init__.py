"""The tables of the performance auction, by noun."""

from prakarsa.auctions.models.lots import (
    DataTest,
    KnownValue,
    Lot,
    LotAgency,
    LotEvent,
    LotFile,
    Segment,
)
from prakarsa.auctions.models.offers import Decision, Offer, OfferFile
from prakarsa.auctions.models.periods import (
    AuctionPeriod,
    Mission,
    PanelMember,
    Presence,
    ReportedFact,
    Round,
    Tie,
)

__all__ = [
    "AuctionPeriod",
    "DataTest",
    "Decision",
    "KnownValue",
    "Lot",
    "LotAgency",
    "LotEvent",
    "LotFile",
    "Mission",
    "Offer",
    "OfferFile",
    "PanelMember",
    "Presence",
    "ReportedFact",
    "Round",
    "Segment",
    "Tie",
]
