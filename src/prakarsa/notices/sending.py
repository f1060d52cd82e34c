"""Hand mails of the outbox to the mail server; outside any transaction."""

from __future__ import annotations

from datetime import datetime
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from prakarsa.jobs.kinds import JobRefused
from prakarsa.notices.actions import post_mail
from prakarsa.notices.letters import digest_for
from prakarsa.notices.models import Mail, Notice
from prakarsa.notices.queries import awaiting_digest

OUR_MAIL = "X-Prakarsa-Mail"


def send(mail: Mail, *, at: datetime) -> None:
    """Send one mail; raise JobRefused when a repeat will not help, OSError when it may.

    A crash between the server's answer and our note of it repeats the mail under the same
    Message-ID; that window cannot be closed from this side.
    """
    if mail.sent_at is not None:
        return
    Mail.objects.filter(pk=mail.pk).update(attempts=F("attempts") + 1)
    if not mail.person.is_active:
        _give_up(mail, _("Akun penerima nonaktif."))
    try:
        message_of(mail).send()
    except SMTPRecipientsRefused:
        _give_up(mail, _("Peladen surel menolak alamat penerima."))
    except (SMTPException, OSError):
        Mail.objects.filter(pk=mail.pk).update(problem=_("Peladen surel belum dapat dihubungi."))
        raise
    Mail.objects.filter(pk=mail.pk).update(sent_at=at, problem="")


def message_of(mail: Mail) -> EmailMessage:
    """Return the message for the one recipient."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">")
    headers = {
        "Message-ID": f"<{mail.key}@{domain}>",
        "Auto-Submitted": "auto-generated",
        OUR_MAIL: mail.key,
    }
    return EmailMessage(mail.subject, mail.body, to=[mail.person.email], headers=headers)


def _give_up(mail: Mail, problem: str) -> None:
    Mail.objects.filter(pk=mail.pk).update(problem=problem)
    raise JobRefused(problem)


def post_digests(*, at: datetime) -> int:
    """Put one summary per person with unread messages into the outbox; return how many."""
    by_person: dict[int, list[Notice]] = {}
    for notice in awaiting_digest(at):
        by_person.setdefault(notice.person_id, []).append(notice)
    for notices in by_person.values():
        _post_digest(notices, at=at)
    return len(by_person)


@transaction.atomic
def _post_digest(notices: list[Notice], *, at: datetime) -> None:
    person = notices[0].person
    with translation.override(person.language):
        subject = _("Prakarsa: ringkasan pesan Anda")
        mail = post_mail(person=person, subject=subject, body=digest_for(notices), at=at)
    keys = [notice.pk for notice in notices]
    Notice.objects.filter(pk__in=keys, mail__isnull=True).update(mail=mail)
