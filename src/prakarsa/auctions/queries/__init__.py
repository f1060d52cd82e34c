"""Named reads of the auction, by noun."""

from prakarsa.auctions.queries.lots import history_of, lot_for, visible_lots
from prakarsa.auctions.queries.panel import Panel, Sitting, panel_of, tied_agencies
from prakarsa.auctions.queries.periods import period_for, visible_periods

__all__ = [
    "Panel",
    "Sitting",
    "history_of",
    "lot_for",
    "panel_of",
    "period_for",
    "tied_agencies",
    "visible_lots",
    "visible_periods",
]
