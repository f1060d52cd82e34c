"""Daily work of this package: remind of windows that close soon."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from prakarsa.calendars.telling import remind_of_closing
from prakarsa.jobs.kinds import daily_kind
from prakarsa.jobs.running import Work


@daily_kind("calendars.reminders", hour=7, label=_("Pengingat penutupan"))
def remind(work: Work) -> dict[str, Any]:
    """Remind the operators of windows that close in 14, 7, 3 or 1 days."""
    return {"ends": remind_of_closing(at=work.at)}
