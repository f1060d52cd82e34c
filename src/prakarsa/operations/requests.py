"""Requests of people about their own data, and the clock of 3 x 24 hours (UU 27/2022).

The audit chain holds them: a request is open until an entry answers it by its number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from prakarsa.accounts.models import Person
from prakarsa.audit.actions import record
from prakarsa.audit.actors import Actor, Target
from prakarsa.audit.models import AuditEntry
from prakarsa.audit.queries import PERSON

RECEIVED, ANSWERED = "operations.request.received", "operations.request.answered"
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
