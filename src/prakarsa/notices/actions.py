"""Tell a person something, once; and what the person does with it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise

from prakarsa.accounts.models import Person
from prakarsa.audit.actions import record
from prakarsa.jobs.actions import enqueue_for_system
from prakarsa.notices.letters import letter_for, one_line, subject_for
from prakarsa.notices.models import Delivery, Mail, Notice, Preference, Topic
from prakarsa.notices.queries import ALWAYS_AT_ONCE, deliveries_of
from prakarsa.organisations.seats import Seat

Words = str | Promise
SEND = "notices.mail"
MAIL_KEPT, NOTICE_KEPT = timedelta(days=30), timedelta(days=365)


@transaction.atomic
def notify(
    *,
    person: Person,
    topic: str,
    title: Words,
    body: Words = "",
    link: str = "",
    event_key: str,
    at: datetime,
) -> Notice:
    """Write one message; the same event for the same person again gives the first one.

    Title and body may be lazy (`format_lazy(gettext_lazy(...), name=...)`): they are then put
    into the recipient's language. The link is a path of this site that checks rights itself.
    """
    if link and (not link.startswith("/") or link.startswith(("//", "/\\"))):
        raise ValueError("A message links only to a path of this site.")
    delivery = deliveries_of(person)[Topic(topic).value]
    with translation.override(person.language):
        notice, is_new = Notice.objects.get_or_create(
            person=person,
            event_key=event_key,
            defaults={
                "topic": topic, "title": one_line(str(title))[:200], "body": str(body)[:1000],
                "link": link, "created_at": at, "delivery": delivery,
            },
        )  # fmt: skip
        if is_new and delivery == Delivery.AT_ONCE:
            notice.mail = post_mail(
                person=person, subject=subject_for(topic), body=letter_for(notice), at=at
            )
            notice.save(update_fields=["mail"])
    return notice


@transaction.atomic
def post_mail(*, person: Person, subject: str, body: str, at: datetime) -> Mail:
    """Put one mail to one person into the outbox; a worker sends it after the commit."""
    mail = Mail.objects.create(person=person, subject=one_line(subject), body=body, created_at=at)
    enqueue_for_system(
        kind=SEND, parameters={"mail": mail.key}, idempotency_key=f"mail:{mail.key}", at=at
    )
    return mail


@transaction.atomic
def read_notice(*, seat: Seat, notice: Notice, at: datetime) -> Notice:
    """Mark an own message as read; a repeat changes nothing."""
    if seat.person is None or notice.person_id != seat.person.pk:
        raise PermissionDenied
    if Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=at):
        notice.read_at = at
        record(actor=seat.actor, act="notices.notice.read", target=notice, at=at)
    return notice


@transaction.atomic
def read_all(*, seat: Seat, at: datetime) -> int:
    """Mark all own messages as read; return how many there were."""
    if seat.person is None:
        raise PermissionDenied
    count = Notice.objects.filter(person=seat.person, read_at__isnull=True).update(read_at=at)
    if count:
        record(
            actor=seat.actor, act="notices.notice.read_all", target=seat.person, at=at,
            after={"count": count},
        )  # fmt: skip
    return count


@transaction.atomic
def choose_delivery(*, seat: Seat, topic: Topic, delivery: Delivery, at: datetime) -> None:
    """Keep how one topic is to be mailed; matters of the account cannot be silenced."""
    if seat.person is None or topic in ALWAYS_AT_ONCE:
        raise PermissionDenied
    before = deliveries_of(seat.person)[topic.value]
    if before == delivery:
        return
    Preference.objects.update_or_create(
        person=seat.person, topic=topic, defaults={"delivery": delivery}
    )
    record(
        actor=seat.actor, act="notices.preference.changed", target=seat.person, at=at,
        before={topic.value: before}, after={topic.value: delivery},
    )  # fmt: skip


@transaction.atomic
def sweep_messages(*, at: datetime) -> int:
    """Remove mails after 30 days and messages after a year."""
    mails, _rows = Mail.objects.filter(created_at__lt=at - MAIL_KEPT).delete()
    notices, _rows = Notice.objects.filter(created_at__lt=at - NOTICE_KEPT).delete()
    return mails + notices
