"""The mail server of the demo: nothing leaves the machine, everything shows on screen."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from prakarsa.accounts.models import Person
from prakarsa.foundation.time import now
from prakarsa.notices.letters import one_line
from prakarsa.notices.models import Mail
from prakarsa.notices.sending import OUR_MAIL


class OutboxBackend(BaseEmailBackend):
    """Keep each message as a mail that was sent at once, one per recipient with an account."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store messages that other packages send directly; our own are in the outbox already."""
        return sum(self._keep(message) for message in email_messages)

    def _keep(self, message: EmailMessage) -> int:
        # Building the message refuses line breaks in headers, as a real server's client does.
        message.message()
        if OUR_MAIL not in message.extra_headers:
            for person in Person.objects.filter(email__in=message.recipients()):
                Mail.objects.create(
                    person=person, subject=one_line(str(message.subject)), body=str(message.body),
                    created_at=now(), sent_at=now(), attempts=1,
                )  # fmt: skip
        return 1
