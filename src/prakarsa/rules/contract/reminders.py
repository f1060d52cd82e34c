"""Which reminder of a due day is to be sent today, at most one."""

from collections.abc import Sequence
from datetime import date

# A machine that stood still for a weekend still sends what it missed; older news helps nobody.
CATCH_UP_DAYS = 3


def reminder_due(today: date, *, due_on: date, days_from_due: Sequence[int]) -> int | None:
    """Return the day, counted from the due day, whose reminder stands for today; None for none.

    It is the last one that has come, while it is fresh: two that were missed become one.
    """
    passed = (today - due_on).days
    come = [each for each in days_from_due if each <= passed]
    if not come or passed - max(come) > CATCH_UP_DAYS:
        return None
    return max(come)
