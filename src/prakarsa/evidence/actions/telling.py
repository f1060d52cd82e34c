"""A returned proof: the innovation comes back with it, and the unit's operators are told."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from prakarsa.evidence.models import Answer, LevelEntry
from prakarsa.evidence.queries import is_newest
from prakarsa.foundation.time import local_day
from prakarsa.notices.actions import notify
from prakarsa.notices.models import Topic
from prakarsa.organisations.queries import people_of
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat
from prakarsa.registry.actions import Note, return_innovation
from prakarsa.registry.models import Innovation, ReturnNote
from prakarsa.registry.permissions import can_return

LONGEST_NOTE = 1000


def return_with_answer(*, seat: Seat, answer: Answer, entry: LevelEntry, at: datetime) -> None:
    """Return the innovation with a note about this proof, which also tells its operators.

    One already returned gets the note, a published one stays published, and so does whatever is
    being prepared for a later edition; then the operators are told of this proof alone.
    """
    if answer.submission is None:
        return
    if not is_newest(answer.submission):
        tell_operators(answer=answer, entry=entry, at=at)
        return
    innovation = answer.submission.innovation
    text = f"No. {answer.indicator}: {entry.reason}"[:LONGEST_NOTE]
    if can_return(seat, innovation):
        return_innovation(seat=seat, innovation=innovation, notes=[Note(text)], at=at)
        return
    tell_operators(answer=answer, entry=entry, at=at)
    if innovation.state == Innovation.State.RETURNED:
        ReturnNote.objects.create(
            innovation=innovation, text=text, author_key=seat.actor.key, at=at
        )


def tell_operators(*, answer: Answer, entry: LevelEntry, at: datetime) -> None:
    """Send each operator of the unit one message in their own language."""
    submission = answer.submission
    if submission is None:
        return
    innovation, agency = submission.innovation, submission.innovation.agency
    today = local_day(at, innovation.region.zone)
    for person in people_of(agency, [Role.OPERATOR], today) if agency else ():
        with override(person.language):
            names = {"number": answer.indicator, "innovation": innovation.name}
            notify(
                person=person,
                topic=Topic.PROOF,
                title=_("Bukti No. %(number)s %(innovation)s dikembalikan") % names,
                body=entry.reason,
                link=reverse("evidence:answer", args=[innovation.key, answer.indicator]),
                event_key=f"evidence.returned.{entry.pk}",
                at=at,
            )
