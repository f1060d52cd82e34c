"""The one-time links of letters, made and let die: parts of acts that record it."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from prakarsa.accounts.letters import LIFETIMES, ROUTES
from prakarsa.accounts.models import Letter, Person
from prakarsa.accounts.queries import account_stamp, digest_of
from prakarsa.foundation.addresses import full_address

KINDS = [Letter.Purpose.ADDRESS.value, Letter.Purpose.RESET.value]


def issue_link(
    *, person: Person, purpose: Letter.Purpose, at: datetime, new_email: str, earlier: Letter | None
) -> tuple[Letter, str]:
    """Store the digest of a new token and return its link; an earlier try's link dies with it."""
    token = secrets.token_urlsafe(32)
    letter = earlier or Letter(person=person, purpose=purpose)
    letter.token_digest = digest_of(token)
    letter.account_stamp = account_stamp(person)
    letter.new_email = new_email
    letter.created_at = at
    letter.expires_at = at + LIFETIMES[purpose]
    letter.save()
    return letter, full_address(reverse(ROUTES[purpose], args=[token]))


def call_back(person: Person, *, at: datetime) -> None:
    """Let links to a new address or password die, sent or not; part of an act that records it.

    Whoever had the account may have asked for them.
    """
    recall(person)
    letters = person.letters.filter(purpose__in=KINDS, used_at=None, expires_at__gt=at)
    letters.update(expires_at=at)


def recall(person: Person) -> None:
    """Take those links out of the outbox; before anything else of the person is locked.

    A worker that writes a letter holds its row there before it looks at the person.
    """
    import_string(settings.PRAKARSA_LETTER_RECALL)(person=person, kinds=KINDS)
