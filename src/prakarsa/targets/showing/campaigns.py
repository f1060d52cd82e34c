"""The list of a region's targets as a seat sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from prakarsa.organisations.seats import Seat
from prakarsa.rules.target.coverage import Tally, UnitCoverage
from prakarsa.targets.queries import Answer, answers_for
from prakarsa.targets.wording import goal_sentence, mark_of, period_words


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """A target in the list: how many units met it, and where the own unit stands."""

    answer: Answer
    own: UnitCoverage | None

    @property
    def is_running(self) -> bool:
        """Say whether the target runs now."""
        return self.answer.is_running

    @property
    def tally(self) -> Tally:
        """Return the counts of all units."""
        return self.answer.coverage.tally

    @property
    def under_way_too(self) -> int:
        """Return met and under way together: where the hatched part of the bar ends."""
        return self.tally.met + self.tally.under_way

    @property
    def period(self) -> str:
        """Return the period in words."""
        return period_words(self.answer.terms.first, self.answer.terms.last)

    @property
    def own_mark(self) -> tuple[str, str] | None:
        """Return the mark of the own unit."""
        return mark_of(self.own) if self.own else None

    @property
    def own_goal(self) -> str:
        """Return what the own unit is asked for."""
        return goal_sentence(self.answer.campaign, self.own.owed) if self.own else ""


@dataclass(frozen=True, slots=True)
class Outlook:
    """All targets of a region: those that run, in front, and the others."""

    lines: list[CampaignLine]

    @property
    def running(self) -> int:
        """Count the targets that run now."""
        return sum(line.is_running for line in self.lines)


def outlook_for(seat: Seat, at: datetime) -> Outlook:
    """Return the targets a seat follows."""
    lines = []
    for answer in answers_for(seat, at):
        own = answer.by_agency.get(seat.agency.pk) if seat.agency else None
        lines.append(CampaignLine(answer, own))
    return Outlook(sorted(lines, key=lambda line: not line.is_running))
