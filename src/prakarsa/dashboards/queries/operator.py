"""The operator's home: the one act that is due, what follows, the own innovations, the deadline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import (
    Case,
    Count,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce

from prakarsa.calendars.queries import current_opening
from prakarsa.evidence.models import Answer
from prakarsa.evidence.queries import AnswerRow, answers_of, words_of
from prakarsa.evidence.queries.checklists import ChecklistLine, checklist_in
from prakarsa.organisations.queries import names_of
from prakarsa.organisations.seats import Seat
from prakarsa.registry.models import Innovation, ReturnNote, Submission
from prakarsa.registry.permissions import can_create, can_edit
from prakarsa.registry.queries import visible_innovations
from prakarsa.rules.index.edition import Edition, open_edition
from prakarsa.targets.queries import OwnTarget, own_target

State = Innovation.State
SHOWN, NEXT = 6, 4
# What asks for the operator's hands, most urgent first; the rest waits for others.
URGENCY = (State.RETURNED, State.DRAFT, State.SUBMITTED)


@dataclass(frozen=True, slots=True)
class Voice:
    """Someone's words, who said them and when."""

    text: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OperatorHome:
    """Everything of the page."""

    innovation: Innovation | None
    first: ChecklistLine | None
    voice: Voice | None
    following: tuple[ChecklistLine, ...]
    innovations: tuple[Innovation, ...]
    total: int
    edition_year: int
    deadline: datetime | None
    target: OwnTarget | None
    may_record: bool
    closed_words: str

    @property
    def answer_key(self) -> str:
        """What stands for the innovation's edition in the address of an answer."""
        return f"{self.innovation.key}-{self.edition_year}" if self.innovation else ""

    @property
    def indicators(self) -> int:
        """How many indicators an innovation answers in this edition."""
        edition = open_edition(self.edition_year)
        return len(edition.sid) if isinstance(edition, Edition) else 0


def own_innovations(seat: Seat, edition_year: int) -> QuerySet[Innovation]:
    """Return the seat's innovations, those that ask for an act first, with counts of proof."""
    answers = Answer.objects.filter(
        submission__innovation=OuterRef("pk"), submission__edition_year=edition_year
    )
    urgency = [When(state=state, then=Value(place)) for place, state in enumerate(URGENCY)]
    return (
        visible_innovations(seat)
        .exclude(state=State.RETIRED)
        .annotate(
            verified_answers=_count_of(answers.filter(state=Answer.State.VERIFIED)),
            waiting_answers=_count_of(answers.filter(state=Answer.State.WAITING)),
            claimed_answers=_count_of(answers.filter(claimed_level__gte=1)),
            urgency=Case(*urgency, default=Value(len(URGENCY)), output_field=IntegerField()),
        )
        .order_by("urgency", "-changed_at")
    )


def _count_of(answers: QuerySet[Answer]) -> Coalesce:
    """Return how many there are of one innovation: a join would sort its texts once per answer."""
    rows = answers.order_by().values("submission__innovation").annotate(count=Count("pk"))
    return Coalesce(Subquery(rows.values("count")), 0)


def operator_home(seat: Seat, *, at: datetime) -> OperatorHome:
    """Read the operator's home; the number of queries does not grow with the innovations."""
    assert seat.region is not None
    opening = current_opening(region=seat.region, agency=seat.agency, at=at)
    year = opening.edition_year
    # How many there are in all stands beside each, because the page shows the first of them.
    rows = own_innovations(seat, year).annotate(total=Window(Count("pk")))
    shown = tuple(rows[:SHOWN])
    for each in shown:
        each.region = seat.region
    closed = words_of(opening, at=at)
    due = None if closed else next((each for each in shown if can_edit(seat, each)), None)
    lines, answers = _checklist(due, year)
    first = lines[0] if lines else None
    return OperatorHome(
        innovation=due,
        first=first,
        voice=_voice(due, first, answers),
        following=tuple(lines[1 : 1 + NEXT]),
        innovations=shown,
        total=shown[0].total if shown else 0,
        edition_year=year,
        deadline=opening.deadline,
        target=own_target(seat, at),
        may_record=can_create(seat),
        closed_words=closed,
    )


def _checklist(
    innovation: Innovation | None, year: int
) -> tuple[list[ChecklistLine], list[AnswerRow]]:
    if innovation is None:
        return [], []
    prefetch_related_objects([innovation], "submissions")
    editions = {each.edition_year: each for each in innovation.submissions.all()}
    submission = editions.get(year) or Submission(innovation=innovation, edition_year=year)
    submission.innovation = innovation
    rows = answers_of(submission)
    return checklist_in(submission, rows), rows


def _voice(
    innovation: Innovation | None, line: ChecklistLine | None, rows: list[AnswerRow]
) -> Voice | None:
    """Return who asked for the first act: the verdict on it, else the newest note of return.

    What the line says already is not said twice.
    """
    if innovation is None or innovation.state != State.RETURNED:
        return None
    verdicts = {row.indicator.code: row.verdict for row in rows if row.verdict}
    entry = verdicts.get(line.indicator) if line else None
    if entry is not None and line is not None:
        name = names_of([entry.actor_key]).get(entry.actor_key, "")
        return Voice("" if entry.reason == line.title else entry.reason, name, entry.at)
    note = ReturnNote.objects.filter(innovation=innovation, resolved_at=None).first()
    if note is None:
        return None
    return Voice(note.text, names_of([note.author_key]).get(note.author_key, ""), note.at)
