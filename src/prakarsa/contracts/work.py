"""Daily work of contracts: remind agencies of the quarters that are due."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from prakarsa.contracts.actions.reminding import send_reminder
from prakarsa.contracts.queries.reminders import due_reminders
from prakarsa.foundation.time import local_day
from prakarsa.jobs.kinds import daily_kind
from prakarsa.jobs.running import Work
from prakarsa.organisations.models import Region


@daily_kind("contracts.remind", hour=6, label=gettext_lazy("Pengingat tenggat kontrak"))
def remind(work: Work) -> dict[str, Any]:
    """Remind each agency once for each day that the book names; what went out stays out."""
    sent = people = 0
    for region in Region.objects.filter(contracts__isnull=False).distinct().order_by("pk"):
        for due in due_reminders(region, local_day(work.at, region.zone)):
            people += send_reminder(actor=work.actor, due=due, at=work.at)
            sent += 1
            work.progress(sent)
    return {"reminders": sent, "people": people}
