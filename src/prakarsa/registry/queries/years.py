"""Editions (years) of an innovation."""

from __future__ import annotations

from datetime import datetime

from prakarsa.foundation.time import local_day
from prakarsa.organisations.models import Region
from prakarsa.registry.models import Innovation, Submission


def current_edition(region: Region, *, at: datetime) -> int:
    """Return the edition a region reports for at a moment."""
    return local_day(at, region.zone).year


def edition_of(innovation: Innovation, *, at: datetime) -> int:
    """Return the edition an innovation is working for: its newest, else the region's current."""
    newest = latest_submission(innovation)
    if newest is not None:
        return newest.edition_year
    return current_edition(innovation.region, at=at)


def latest_submission(innovation: Innovation) -> Submission | None:
    """Return the newest edition's submission, if there is one."""
    return innovation.submissions.order_by("-edition_year").first()
