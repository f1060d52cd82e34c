"""Write one-time letters and short notices, and send them when the transaction has held.

Subjects name nobody. A mail that cannot be sent is logged without its address and breaks
nothing, so that answers stay equal for known and unknown accounts.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from prakarsa.accounts.models import Letter, Person
from prakarsa.accounts.queries import account_stamp, digest_of

Purpose = Letter.Purpose
LIFETIMES = {
    Purpose.INVITATION: timedelta(days=7),
    Purpose.RESET: timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
    Purpose.ADDRESS: timedelta(days=1),
}
ROUTES = {
    Purpose.INVITATION: "accounts:invitation",
    Purpose.RESET: "accounts:reset-confirm",
    Purpose.ADDRESS: "accounts:address-confirm",
}
SUBJECTS: dict[str, Promise] = {
    "invitation": _("Undangan ke Prakarsa"),
    "reset": _("Atur ulang kata sandi Prakarsa"),
    "address": _("Konfirmasi alamat surel Anda"),
    "password_changed": _("Kata sandi Prakarsa Anda diubah"),
    "address_asked": _("Permintaan ganti alamat surel"),
}


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one recipient, in the recipient's language."""

    template: str
    person: Person
    to: str
    link: str = ""
    expires_at: datetime | None = None


def issue(*, person: Person, purpose: Letter.Purpose, at: datetime, new_email: str = "") -> None:
    """Store a new letter (only the digest of its token) and mail its link."""
    token = secrets.token_urlsafe(32)
    letter = Letter.objects.create(
        person=person,
        purpose=purpose,
        token_digest=digest_of(token),
        account_stamp=account_stamp(person),
        new_email=new_email,
        created_at=at,
        expires_at=at + LIFETIMES[purpose],
    )
    link = f"{settings.PRAKARSA_ADDRESS}{reverse(ROUTES[purpose], args=[token])}"
    send(Mail(purpose.value, person, new_email or person.email, link, letter.expires_at))


def send(mail: Mail) -> None:
    """Send a mail once the transaction has held."""
    transaction.on_commit(_sender(mail))


def _sender(mail: Mail) -> Callable[[], None]:
    def deliver() -> None:
        with translation.override(mail.person.language):
            subject = str(SUBJECTS[mail.template])
            body = render_to_string(f"accounts/mail/{mail.template}.txt", {"mail": mail})
        try:
            send_mail(subject, body, None, [mail.to])
        except (SMTPException, OSError) as problem:
            structlog.get_logger(__name__).error(
                "mail not sent", template=mail.template, problem=type(problem).__name__
            )

    return deliver
