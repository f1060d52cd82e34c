"""Tell a person something, once; and what the person does with it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from prakarsa.accounts.models import Person
from prakarsa.audit.actions import record
from prakarsa.foundation.time import local_day
from prakarsa.jobs.actions import enqueue_for_system
from prakarsa.notices.letters import fingerprint_of, letter_for, one_line, subject_for
from prakarsa.notices.models import Delivery, Mail, Notice, Preference, Topic
from prakarsa.notices.permissions import can_see_outgoing
from prakarsa.notices.queries import ALWAYS_AT_ONCE, deliveries_of
from prakarsa.organisations.queries import administrators
from prakarsa.organisations.seats import Seat

Words = str | Promise
SEND = "notices.mail"
DROPPED_KEPT, MAIL_KEPT, NOTICE_KEPT = timedelta(days=1), timedelta(days=30), timedelta(days=365)


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
                "language": person.language, "link": link, "created_at": at, "delivery": delivery,
            },
        )  # fmt: skip
        if is_new and delivery == Delivery.AT_ONCE:
            notice.mail = post_mail(
                person=person, subject=subject_for(topic), body=letter_for(notice), at=at
            )
            notice.save(update_fields=["mail"])
    return notice


@transaction.atomic
def post_mail(
    *, person: Person | None, subject: str, body: str, at: datetime, address: str = ""
) -> Mail:
    """Put one mail into the outbox, to a person or an address; a worker sends it."""
    mail = Mail.objects.create(
        person=person, address=address, subject=one_line(subject)[:200], body=body, created_at=at
    )
    _enqueue(mail, at=at)
    return mail


@transaction.atomic
def post_letter(*, kind: str, to: str, person: Person | None, at: datetime) -> Mail:
    """Put a letter of the account into the outbox; what it says is written when it leaves.

    The work is the same whether or not the address belongs to an account.
    """
    mail = Mail.objects.create(
        kind=kind, address=to, person=person, created_at=at, fingerprint=fingerprint_of(kind, to)
    )
    _enqueue(mail, at=at)
    return mail


@transaction.atomic
def recall_letters(*, person: Person, kinds: list[str]) -> None:
    """Drop letters of these kinds to a person that have not left; part of an act that records it.

    A letter that was asked for from outside names only the address, not the person behind it.
    """
    is_theirs = Q(person=person) | Q(person=None, address=person.email)
    unsent = Q(state__in=[Mail.State.WAITING, Mail.State.FAILED], kind__in=kinds)
    Mail.objects.filter(is_theirs & unsent).update(
        state=Mail.State.DROPPED, body="", address="", problem=""
    )


@transaction.atomic
def resend_mail(*, seat: Seat, mail: Mail, at: datetime) -> Mail:
    """Let the worker try a mail again that it had given up; a repeat is harmless."""
    if not can_see_outgoing(seat):
        raise PermissionDenied
    mail = Mail.objects.select_for_update(no_key=True, of=("self",)).get(pk=mail.pk)
    if mail.state == Mail.State.FAILED:
        mail.state, mail.problem = Mail.State.WAITING, ""
        mail.save(update_fields=["state", "problem"])
        _enqueue(mail, at=at)
        record(actor=seat.actor, act="notices.mail.resent", target=mail, at=at)
    return mail


@transaction.atomic
def give_up_mail(*, key: str, problem: str, at: datetime) -> None:
    """Note that a mail is no longer tried, and tell the administrators once a day."""
    mail = Mail.objects.select_for_update(no_key=True, of=("self",)).filter(key=key).first()
    if mail is None or mail.state not in (Mail.State.WAITING, Mail.State.FAILED):
        return
    mail.state, mail.problem = Mail.State.FAILED, mail.problem or problem[:300]
    mail.save(update_fields=["state", "problem"])
    day = local_day(at, settings.TIME_ZONE)
    for person in administrators(on=day):
        notify(
            person=person,
            topic=Topic.JOB,
            title=gettext_lazy("Ada surel yang tidak terkirim"),
            body=gettext_lazy("Periksa peladen surel, lalu kirim lagi."),
            link=reverse("notices:outgoing"),
            event_key=f"mail-failed:{day}",
            at=at,
        )


def _enqueue(mail: Mail, *, at: datetime) -> None:
    enqueue_for_system(
        kind=SEND,
        parameters={"mail": mail.key},
        idempotency_key=f"mail:{mail.key}:{mail.attempts}",
        at=at,
    )


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
    """Remove mails after 30 days, those that nobody was to get after one, messages after a year."""
    Mail.objects.filter(state=Mail.State.DROPPED, created_at__lt=at - DROPPED_KEPT).delete()
    mails, _rows = Mail.objects.filter(created_at__lt=at - MAIL_KEPT).delete()
    notices, _rows = Notice.objects.filter(created_at__lt=at - NOTICE_KEPT).delete()
    return mails + notices
