"""Daily work: one job per kind and day, whichever worker notices first."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from prakarsa.jobs.actions import enqueue_for_system
from prakarsa.jobs.kinds import all_kinds
from prakarsa.jobs.leases import DAILY
from prakarsa.jobs.models import Job


def enqueue_due(at: datetime) -> list[Job]:
    """Ask for each daily kind whose hour has come today (in the installation's zone)."""
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    due = {
        f"{DAILY}{kind.name}:{local.date()}": kind.name
        for kind in all_kinds().values()
        if kind.hour is not None and local.hour >= kind.hour
    }
    known = set(
        Job.objects.filter(idempotency_key__in=due).values_list("idempotency_key", flat=True)
    )
    return [
        enqueue_for_system(kind=name, parameters={}, idempotency_key=key, at=at)
        for key, name in sorted(due.items())
        if key not in known
    ]
