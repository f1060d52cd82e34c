"""Where an innovation stands in its edition: what is missing, may it be submitted now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from prakarsa.calendars.queries import current_edition_year, opening_of
from prakarsa.registry.models import Innovation, Submission
from prakarsa.registry.parts import Part
from prakarsa.registry.queries.history import WrittenNote, notes_of
from prakarsa.registry.queries.readiness import Gap, gaps_of
from prakarsa.registry.queries.tasks import Task, tasks_of
from prakarsa.registry.queries.years import latest_submission


@dataclass(frozen=True, slots=True)
class Reporting:
    """The edition, its submission when there is one, gaps, notes, and the parts with all of it."""

    edition_year: int
    submission: Submission | None
    gaps: list[Gap]
    notes: list[WrittenNote]
    tasks: list[Task]
    is_open: bool
    deadline: datetime | None

    @property
    def answers_to_renew(self) -> list[str]:
        """The indicators whose answers came along from an earlier edition and await a look."""
        marked = self.submission.to_renew if self.submission else []
        return [name for name in marked if name not in Part.values]

    @property
    def is_ready(self) -> bool:
        """Say whether it could be submitted now."""
        return self.is_open and not self.gaps and not self.answers_to_renew


def reporting_of(innovation: Innovation, *, at: datetime) -> Reporting:
    """Return where an innovation stands; it should come from `profile_for`."""
    region, agency = innovation.region, innovation.agency
    submission = latest_submission(innovation)
    year = submission.edition_year if submission else current_edition_year(region, at)
    to_renew = submission.to_renew if submission else []
    gaps = gaps_of(innovation, edition_year=year, to_renew=to_renew)
    notes = notes_of(innovation)
    opening = opening_of(region=region, agency=agency, edition_year=year, at=at)
    return Reporting(
        edition_year=year,
        submission=submission,
        gaps=gaps,
        notes=notes,
        tasks=tasks_of(innovation, submission=submission, gaps=gaps, notes=notes),
        is_open=opening.is_open,
        deadline=opening.deadline,
    )
