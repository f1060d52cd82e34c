"""Editions (years) of an innovation."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, F, QuerySet, When

from prakarsa.calendars.queries import current_edition_year
from prakarsa.registry.models import Innovation, Submission


def edition_year_of(innovation: Innovation, *, at: datetime) -> int:
    """Return the edition an innovation is working for: its newest, else the region's current."""
    newest = latest_submission(innovation)
    if newest is not None:
        return newest.edition_year
    return current_edition_year(innovation.region, at)


def latest_submission(innovation: Innovation) -> Submission | None:
    """Return the newest edition's submission, if there is one."""
    return submissions_of(innovation).first()


def submissions_of(innovation: Innovation) -> QuerySet[Submission]:
    """Return the submissions of an innovation that were not called off, newest edition first."""
    return innovation.submissions.filter(withdrawn_at=None).order_by("-edition_year")


def reported_columns() -> dict[str, Case]:
    """Return, by name, what an edition judges a submission by: as handed in, else as it is now."""
    columns = {
        "affair": ("reported_affair", "innovation__main_affair"),
        "design_words": ("reported_words", "innovation__design_words"),
        "implemented_on": ("reported_implemented_on", "innovation__implemented_on"),
        "developed_on": ("reported_developed_on", "innovation__developed_on"),
    }
    return {
        name: Case(When(reported_words__isnull=True, then=F(now)), default=F(then))
        for name, (then, now) in columns.items()
    }


def years_to_carry_to(innovation: Innovation, *, at: datetime) -> list[int]:
    """Return the later editions among the region's current one and the next."""
    current = current_edition_year(innovation.region, at)
    newest = latest_submission(innovation)
    done = newest.edition_year if newest else current - 1
    return [year for year in (current, current + 1) if year > done]
