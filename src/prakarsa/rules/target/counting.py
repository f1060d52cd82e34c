"""What counts towards a target.

A campaign asks units for innovations that reach a milestone (submitted, verified or published)
within its period, first and last day included. No law defines this; the rule is ours:

1. An innovation counts when it reached the milestone on a day of the period and still holds it:
   one that was returned afterwards holds neither "submitted" nor "verified". The first such day
   is the day it counts from. A milestone is reached by the act itself: an innovation published
   from an imported list was never verified here and does not count as verified.
2. When only new innovations count, it must also be new in the period: put to use in it (by its
   day, or by its year where the day is unknown), or first submitted in it. An innovation that is
   older elsewhere but reported for the first time is new to the region's report.
3. An innovation that ended on or before the last day of the period does not count; one that ended
   later keeps counting for the period it served.
4. A campaign written down after its period is retrospective: when something was typed in says
   nothing about that past. There the milestone must be held at all, and the innovation's own day
   or year of use decides whether, and when, it falls in the period.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Milestone(StrEnum):
    """How far an innovation must have come."""

    SUBMITTED = "submitted"
    VERIFIED = "verified"
    PUBLISHED = "published"


class Work(StrEnum):
    """What an innovation is waiting for while it is worked on, the least advanced first."""

    DRAFT = "draft"
    RETURNED = "returned"
    SUBMITTED = "submitted"
    VERIFIED = "verified"


_BEFORE = {
    Milestone.SUBMITTED: frozenset({Work.DRAFT, Work.RETURNED}),
    Milestone.VERIFIED: frozenset({Work.DRAFT, Work.RETURNED, Work.SUBMITTED}),
    Milestone.PUBLISHED: frozenset(Work),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a campaign asks: from the first to the last day, both included.

    `as_of` is the day the question is put; what happened later is not known yet.
    """

    first: date
    last: date
    as_of: date
    milestone: Milestone
    only_new: bool
    is_retrospective: bool = False

    def holds(self, day: date | None) -> bool:
        """Say whether a known day lies in the period."""
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the rule needs of one innovation.

    `reached` names the days on which a milestone was reached and is still held, `work` where it
    stands while it is worked on, `used_since` the day it was put to use (or only `used_year`).
    """

    key: int
    unit: int | None
    service: int | None = None
    reached: Mapping[Milestone, tuple[date, ...]] = field(default_factory=dict)
    work: Work | None = None
    used_since: date | None = None
    used_year: int | None = None
    first_submitted: date | None = None
    retired: date | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """An innovation that counts, and since which day; None where only the year is known."""

    key: int
    since: date | None


class Reason(StrEnum):
    """Why an innovation does not count."""

    ENDED = "ended"
    NOT_NEW = "not_new"
    IN_WORK = "in_work"
    NOT_REACHED = "not_reached"


def count(facts: Facts, terms: Terms) -> Counted | None:
    """Return the innovation as counted, or None when it does not count (rules 1 to 4)."""
    if _has_ended(facts, terms):
        return None
    if terms.is_retrospective:
        return _count_looking_back(facts, terms)
    if terms.only_new and not is_new(facts, terms):
        return None
    until = min(terms.last, terms.as_of)
    days = (day for day in facts.reached.get(terms.milestone, ()) if terms.first <= day <= until)
    since = min(days, default=None)
    return None if since is None else Counted(facts.key, since)


def why_not(facts: Facts, terms: Terms) -> Reason:
    """Return why an innovation that does not count does not."""
    if _has_ended(facts, terms):
        return Reason.ENDED
    if is_in_work(facts, terms):
        return Reason.IN_WORK
    may_be_old = not terms.only_new or is_new(facts, terms)
    return Reason.NOT_REACHED if may_be_old else Reason.NOT_NEW


def _has_ended(facts: Facts, terms: Terms) -> bool:
    return facts.retired is not None and facts.retired <= terms.last


def is_new(facts: Facts, terms: Terms) -> bool:
    """Say whether it was put to use, or first submitted, in the period (rule 2)."""
    return _is_used_in(facts, terms) or terms.holds(facts.first_submitted)


def is_in_work(facts: Facts, terms: Terms) -> bool:
    """Say whether an innovation that does not count is on the way to the milestone."""
    if facts.work not in _BEFORE[terms.milestone]:
        return False
    if terms.is_retrospective:
        return _is_used_in(facts, terms)
    return not terms.only_new or facts.first_submitted is None or is_new(facts, terms)


def _is_used_in(facts: Facts, terms: Terms) -> bool:
    if facts.used_since is not None:
        return terms.holds(facts.used_since)
    return facts.used_year is not None and terms.first.year <= facts.used_year <= terms.last.year


def _count_looking_back(facts: Facts, terms: Terms) -> Counted | None:
    if not facts.reached.get(terms.milestone):
        return None
    if terms.only_new and not _is_used_in(facts, terms):
        return None
    if not terms.only_new and not _is_used_by_the_end(facts, terms):
        return None
    return Counted(facts.key, facts.used_since if terms.holds(facts.used_since) else None)


def _is_used_by_the_end(facts: Facts, terms: Terms) -> bool:
    if facts.used_since is not None:
        return facts.used_since <= terms.last
    return facts.used_year is not None and facts.used_year <= terms.last.year
