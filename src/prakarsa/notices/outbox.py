"""The way out for mails of libraries: into the outbox, like our own."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from prakarsa.accounts.queries import person_with_address
from prakarsa.foundation.time import now
from prakarsa.notices.actions import post_mail


class OutboxBackend(BaseEmailBackend):
    """Put each message into the outbox, once per recipient; nothing speaks to a server here."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep messages for the worker, in the transaction they are sent in."""
        return sum(self._keep(message) for message in email_messages)

    def _keep(self, message: EmailMessage) -> int:
        # Building the message refuses line breaks in headers, as a real server's client does.
        message.message()
        for address in message.recipients():
            post_mail(
                person=person_with_address(address), address=address, at=now(),
                subject=str(message.subject), body=str(message.body),
            )  # fmt: skip
        return 1
