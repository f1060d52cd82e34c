"""Named reads of messages."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404

from prakarsa.accounts.models import Person
from prakarsa.notices.models import Delivery, Mail, Notice, Preference, Topic
from prakarsa.notices.permissions import can_see_outgoing
from prakarsa.organisations.seats import Seat

# Finished work shows in the application; matters of the account are always mailed.
DEFAULTS = {
    Topic.PROOF: Delivery.AT_ONCE,
    Topic.TARGET: Delivery.AT_ONCE,
    Topic.AUCTION: Delivery.AT_ONCE,
    Topic.JOB: Delivery.NEVER,
    Topic.ACCOUNT: Delivery.AT_ONCE,
}
DIGEST_LOOKS_BACK = timedelta(days=7)
ALWAYS_AT_ONCE = frozenset({Topic.ACCOUNT})


def unread_count(person: Person) -> int:
    """Return the number beside the bell."""
    return Notice.objects.filter(person=person, read_at__isnull=True).count()


def notices_of(seat: Seat, *, topic: str = "") -> QuerySet[Notice]:
    """Return the person's own messages: unread first, newest first; then those read last."""
    if seat.person is None:
        return Notice.objects.none()
    rows = Notice.objects.filter(person=seat.person)
    rows = rows.filter(topic=topic) if topic else rows
    return rows.order_by(F("read_at").desc(nulls_first=True), "-created_at", "-pk")


def counts_by_topic(seat: Seat) -> dict[str, int]:
    """Return how many messages the person has in each topic."""
    rows = notices_of(seat).order_by().values("topic").annotate(count=Count("pk"))
    return {row["topic"]: row["count"] for row in rows}


def notice_for(seat: Seat, key: str) -> Notice:
    """Return one own message; raise Http404 for another's exactly as for a missing one."""
    notice = notices_of(seat).filter(key=key).first()
    if notice is None:
        raise Http404
    return notice


def deliveries_of(person: Person) -> dict[str, Delivery]:
    """Return how each topic reaches a person by e-mail."""
    chosen = dict(Preference.objects.filter(person=person).values_list("topic", "delivery"))
    return {
        topic.value: DEFAULTS[topic]
        if topic in ALWAYS_AT_ONCE
        else Delivery(chosen.get(topic, DEFAULTS[topic]))
        for topic in Topic
    }


def awaiting_digest(at: datetime) -> QuerySet[Notice]:
    """Return the unread messages that the next daily summary carries, person by person."""
    waiting = Q(delivery=Delivery.DIGEST, mail__isnull=True, read_at__isnull=True)
    recent = Q(created_at__gt=at - DIGEST_LOOKS_BACK)
    rows = Notice.objects.filter(waiting, recent, person__is_active=True).select_related("person")
    return rows.order_by("person_id", "created_at", "pk")


def outbox() -> QuerySet[Mail]:
    """Return all mails, newest first: for the screen of the demo only."""
    return Mail.objects.exclude(state=Mail.State.DROPPED).select_related("person")


def outgoing(seat: Seat, *, state: str = "") -> QuerySet[Mail]:
    """Return the mails that left or should have, newest first, without to whom and what."""
    if not can_see_outgoing(seat):
        return Mail.objects.none()
    rows = Mail.objects.exclude(state=Mail.State.DROPPED).defer("address", "body")
    rows = rows.filter(state=state) if state else rows
    return rows.order_by("-pk")


def counts_by_state(seat: Seat) -> dict[str, int]:
    """Return how many outgoing mails are in each state."""
    rows = outgoing(seat).order_by().values("state").annotate(count=Count("pk"))
    return {row["state"]: row["count"] for row in rows}
