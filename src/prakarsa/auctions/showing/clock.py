"""The clock of a turn: counted on the server, shown to everybody alike, and never a hard limit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from prakarsa.auctions.models import Lot
from prakarsa.foundation.writing import active_locale

MINUTE = 60
# A turn that is over by more than this was left for another day, not forgotten in the room.
LONGEST_OVER = timedelta(hours=1)
TURNS = (Lot.State.PRESENTED, Lot.State.COUNTERED)


@dataclass(frozen=True, slots=True)
class Clock:
    """Seconds left of a turn; below zero it is over, and the turn stands all the same."""

    left: int

    @property
    def is_over(self) -> bool:
        """Say whether the time of the turn has passed."""
        return self.left < 0

    @property
    def face(self) -> str:
        """Write minutes and seconds: 06.20."""
        minutes, seconds = divmod(abs(self.left), MINUTE)
        return f"{minutes:02d}{self.separator}{seconds:02d}"

    @property
    def separator(self) -> str:
        """Return what stands between minutes and seconds in the active language."""
        return ":" if active_locale() == "en_GB" else "."


def clock_of(lot: Lot, at: datetime) -> Clock | None:
    """Return the clock of the turn that runs; None where no turn does, or one was left for long."""
    if lot.state not in TURNS:
        return None
    left = timedelta(minutes=lot.period.turn_minutes) - (at - lot.state_since)
    return None if left < -LONGEST_OVER else Clock(int(left.total_seconds()))
