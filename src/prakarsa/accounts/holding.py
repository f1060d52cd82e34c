"""How long a browser session holds what it was given for a moment: ten minutes."""

from __future__ import annotations

from datetime import datetime

HELD_SECONDS = 10 * 60


def is_still_held(since: float, *, at: datetime) -> bool:
    """Say whether ten minutes have not passed since; a clock that was set back holds nothing."""
    return 0 <= at.timestamp() - since <= HELD_SECONDS
