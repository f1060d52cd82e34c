"""Requests of people about their own data, and the clock of 3 x 24 hours (UU 27/2022).

The audit chain holds them: a request is open until an entry answers it by its number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from prakarsa.accounts.models import Person
from prakarsa.audit.actions import record
from prakarsa.audit.actors import Actor, Target
from prakarsa.audit.models import AuditEntry
from prakarsa.audit.queries import PERSON
from prakarsa.operations.permissions import can_answer_requests
from prakarsa.organisations.seats import Seat

RECEIVED, ANSWERED = "operations.request.received", "operations.request.answered"
READ = "operations.requests.read"
# The job that makes a copy of what is held.
COPYING = "operations.copy"
TIME_TO_ANSWER = timedelta(hours=72)


class Wish(models.TextChoices):
    """What people may ask (UU 27/2022 articles 5 to 13)."""

    COPY = "copy", _("Salinan data")
    CORRECTION = "correction", _("Pembetulan")
    RESTRICTION = "restriction", _("Pembatasan")
    ERASURE = "erasure", _("Penghapusan")


@dataclass(frozen=True, slots=True)
class Request:
    """One request that nobody has answered yet."""

    number: int
    person_key: str
    wish: str
    received_at: datetime

    @property
    def due_at(self) -> datetime:
        """Return until when it must be answered."""
        return self.received_at + TIME_TO_ANSWER

    @property
    def words(self) -> str:
        """Return what is asked, as people read it."""
        return str(Wish(self.wish).label)

    def asks(self, person: Person, wish: Wish) -> bool:
        """Say whether it is this wish of this person."""
        return (self.person_key, self.wish) == (str(person.key), wish.value)


@transaction.atomic
def receive_request(*, actor: Actor, person: Person, wish: Wish, at: datetime) -> Request:
    """Write down that a person asks something about their data; the clock begins."""
    entry = record(actor=actor, act=RECEIVED, target=person, at=at, after={"wish": wish})
    return Request(entry.sequence, entry.target_key, wish, entry.at)


@transaction.atomic
def answer_request(*, actor: Actor, request: Request, how: str, at: datetime) -> None:
    """Write down how a request was answered; the words name no data."""
    record(
        actor=actor,
        act=ANSWERED,
        target=Target(kind=PERSON, key=request.person_key),
        at=at,
        after={"request": request.number, "how": how},
    )


@transaction.atomic
def take_request(*, seat: Seat, person: Person, wish: str, at: datetime) -> Request:
    """Write down on the page what a person asked; a wish that waits already is not asked twice."""
    if not can_answer_requests(seat):
        raise PermissionDenied
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if any(each.asks(person, Wish(wish)) for each in open_requests()):
        raise ValidationError(gettext("Permintaan ini sudah dicatat dan belum dijawab."))
    return receive_request(actor=seat.actor, person=person, wish=Wish(wish), at=at)


@transaction.atomic
def close_request(*, seat: Seat, request: Request, how: str, at: datetime) -> None:
    """Answer a request on the page; of two who do so at once the second reads that it is done."""
    if not can_answer_requests(seat):
        raise PermissionDenied
    Person.objects.select_for_update(no_key=True).filter(key=request.person_key).first()
    if request not in open_requests():
        raise ValidationError(gettext("Permintaan ini sudah dijawab."))
    answer_request(actor=seat.actor, request=request, how=how, at=at)


@transaction.atomic
def record_requests_read(*, seat: Seat, at: datetime, request: Request | None = None) -> None:
    """Write down that somebody read who asked what: the list, or one request."""
    key = request.person_key if request else ""
    after = {"request": request.number} if request else {}
    target = Target(kind=PERSON, key=key)
    record(actor=seat.actor, act=READ, target=target, at=at, after=after)


def open_requests() -> list[Request]:
    """Return the requests that wait for an answer, the oldest first."""
    answers = AuditEntry.objects.filter(region_code="", act=ANSWERED).select_related("payload")
    answered = {(entry.payload.body or {}).get("after", {}).get("request") for entry in answers}
    rows = AuditEntry.objects.filter(region_code="", act=RECEIVED).select_related("payload")
    return [
        Request(
            entry.sequence,
            entry.target_key,
            # The words of a request go with an erasure; nothing else takes them away.
            str((entry.payload.body or {}).get("after", {}).get("wish", Wish.ERASURE.value)),
            entry.at,
        )
        for entry in rows.order_by("sequence")
        if entry.sequence not in answered
    ]


def find_request(number: int) -> Request | None:
    """Return a request that waits, by its number."""
    return next((each for each in open_requests() if each.number == number), None)
