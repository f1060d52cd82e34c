"""Find people, their letters and their devices."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Lower

from prakarsa.accounts.models import DeviceSession, Identity, Letter, Person
from prakarsa.audit.actors import Actor

ACCOUNT_HOLDER = "account_holder"


def normalised_address(text: str) -> str:
    """Return an address as it is stored and compared."""
    return text.strip().lower()


def person_with_address(email: str) -> Person | None:
    """Return the account of an address, active or not."""
    people = Person.objects.alias(lower=Lower("email"))
    return people.filter(lower=normalised_address(email)).first()


def identity_of(*, issuer: str, subject: str) -> Identity | None:
    """Return the link of a subject to an active account: by issuer and subject, nothing else."""
    rows = Identity.objects.filter(issuer=issuer, subject=subject, person__is_active=True)
    return rows.select_related("person").first()


def is_opened(person: Person) -> bool:
    """Say whether somebody has ever opened this account, with a password or an institution's."""
    return person.has_usable_password() or person.identities.exists()


def account_actor(person: Person, *, address: str = "") -> Actor:
    """Return the actor for what people do to their own account, in no office's role."""
    return Actor(key=str(person.key), role=ACCOUNT_HOLDER, address=address)


def region_code_of(person: Person) -> str:
    """Return the region whose auditor reads this person's sign-ins: that of the newest membership.

    The relation is added by `organisations` above us; here only its region is asked.
    """
    rows = person.memberships.filter(region__isnull=False).order_by("-valid_from", "pk")
    return rows.values_list("region_id", flat=True).first() or ""


def digest_of(token: str) -> str:
    """Return what is stored of a letter's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def account_stamp(person: Person) -> str:
    """Return the state a letter is bound to: it dies when password or address changes."""
    content = f"{person.key}\n{person.password}\n{person.email}"
    return hashlib.sha256(content.encode()).hexdigest()


def living_letter(
    *, token: str, purpose: Letter.Purpose, at: datetime, lock: bool = False
) -> Letter | None:
    """Return the letter of a token if it is unused, in time, of this purpose and still bound."""
    rows = Letter.objects.filter(
        token_digest=digest_of(token), purpose=purpose, used_at=None, expires_at__gt=at
    )
    letter = (rows.select_for_update(no_key=True) if lock else rows).first()
    if letter is None or not letter.person.is_active:
        return None
    # Linking an institution's account opens one and leaves the stamp as it was.
    if purpose == Letter.Purpose.INVITATION and is_opened(letter.person):
        return None
    return letter if letter.account_stamp == account_stamp(letter.person) else None


def devices_of(person: Person, *, at: datetime) -> QuerySet[DeviceSession]:
    """Return the devices whose session still lives, the last used first."""
    return DeviceSession.objects.filter(
        person=person,
        last_seen_at__gt=at - timedelta(seconds=settings.PRAKARSA_IDLE_SECONDS),
        created_at__gt=at - timedelta(seconds=settings.SESSION_COOKIE_AGE),
    ).order_by("-last_seen_at", "pk")


def is_password_stale(person: Person, *, at: datetime) -> bool:
    """Say whether the operator's profile asks for a new password by now; it does not by default."""
    days: int = settings.PRAKARSA_PASSWORD_DAYS
    if days == 0 or not person.has_usable_password():
        return False
    since = person.password_changed_at or person.created_at
    return at - since > timedelta(days=days)


def has_example_accounts() -> bool:
    """Say whether this database holds accounts of the demo, which production refuses."""
    return Person.objects.filter(is_example=True, is_active=True).exists()
