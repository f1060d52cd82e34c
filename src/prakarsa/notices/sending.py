"""Hand mails of the outbox to the mail server: one try at a time, outside any transaction."""

from __future__ import annotations

from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from prakarsa.accounts.actions import write_letter
from prakarsa.foundation.logs import current_request
from prakarsa.jobs.kinds import JobRefused
from prakarsa.notices.actions import post_mail
from prakarsa.notices.letters import digest_for, one_line
from prakarsa.notices.models import Mail, Notice
from prakarsa.notices.queries import awaiting_digest

# A double click is not a second wish.
SAME_WISH = timedelta(minutes=1)


class MailServerAway(Exception):
    """The server did not take the mail this time; the words it used may name the recipient."""


def send(mail: Mail, *, at: datetime) -> None:
    """Send one mail; raise JobRefused when a repeat will not help, MailServerAway when it may.

    A crash between the server's answer and our note of it repeats the mail under the same
    Message-ID; that window cannot be closed from this side.
    """
    message = _prepare(mail.key, at=at)
    if message is None:
        return
    try:
        message.send()
    except SMTPRecipientsRefused:
        problem = _("Peladen surel menolak alamat penerima.")
        Mail.objects.filter(pk=mail.pk).update(state=Mail.State.FAILED, problem=problem)
        raise JobRefused(problem) from None
    except (SMTPException, OSError) as fault:
        Mail.objects.filter(pk=mail.pk).update(problem=_("Peladen surel belum dapat dihubungi."))
        raise MailServerAway(type(fault).__name__) from None
    kept = {} if settings.PRAKARSA_KEEPS_MAILS else {"body": "", "address": ""}
    Mail.objects.filter(pk=mail.pk).update(state=Mail.State.SENT, sent_at=at, problem="", **kept)


@transaction.atomic(durable=True)
def _prepare(key: str, *, at: datetime) -> EmailMessage | None:
    """Note the try and return the message; nothing when nobody is to get one (any more)."""
    mail, same = _held(key)
    if mail.state != Mail.State.WAITING:
        return None
    mail.attempts, mail.tried_at = mail.attempts + 1, at
    is_closed = mail.person is not None and not mail.person.is_active
    message = None if is_closed or _is_second_wish(same, at=at) else _written(mail, at=at)
    if message is None:
        mail.state, mail.body, mail.address = Mail.State.DROPPED, "", ""
        mail.problem = _("Akun penerima nonaktif.") if is_closed else ""
    mail.save()
    return message


def _held(key: str) -> tuple[Mail, list[Mail]]:
    """Return a row and those of the same wish, held in one order: nobody drops them meanwhile."""
    rows = Mail.objects.select_for_update(no_key=True, of=("self",))
    rows = rows.select_related("person", "letter")
    wish = Mail.objects.values_list("fingerprint", flat=True).get(key=key)
    held = list((rows.filter(fingerprint=wish) if wish else rows.filter(key=key)).order_by("pk"))
    mail = next(row for row in held if row.key == key)
    return mail, [row for row in held if row is not mail]


def _is_second_wish(same: list[Mail], *, at: datetime) -> bool:
    """Say whether the same letter was tried for another row just now."""
    moments = [row.tried_at for row in same if row.state != Mail.State.DROPPED]
    return any(moment is not None and moment > at - SAME_WISH for moment in moments)


def _written(mail: Mail, *, at: datetime) -> EmailMessage | None:
    """Return the message for the one recipient; a letter of the account is written only now."""
    if not mail.kind:
        return _message(mail, to=mail.recipient, body=mail.body)
    letter = write_letter(
        kind=mail.kind, to=mail.address, person=mail.person, earlier=mail.letter, at=at
    )
    if letter is None:
        return None
    mail.person, mail.letter, mail.subject = letter.person, letter.letter, one_line(letter.subject)
    if settings.PRAKARSA_KEEPS_MAILS:
        mail.body = letter.body
    return _message(mail, to=letter.to, body=letter.body)


def _message(mail: Mail, *, to: str, body: str) -> EmailMessage:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">")
    headers = {
        "Message-ID": f"<{mail.key}@{domain}>",
        "Auto-Submitted": "auto-generated",
        # The code of the request that led to it, for whoever asks what became of a mail.
        "X-Request-Id": current_request() or mail.key,
    }
    server = get_connection(settings.PRAKARSA_MAIL_SERVER)
    return EmailMessage(mail.subject, body, to=[to], headers=headers, connection=server)


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
