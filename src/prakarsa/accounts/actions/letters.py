"""Acts that write or redeem a one-time letter: invitation, reset, confirmed address."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from prakarsa.accounts.actions.people import set_password
from prakarsa.accounts.letters import Mail, issue, send
from prakarsa.accounts.lockout import forget_attempts
from prakarsa.accounts.models import Letter, Person
from prakarsa.accounts.queries import (
    account_actor,
    living_letter,
    normalised_address,
    person_with_address,
    region_code_of,
)
from prakarsa.audit.actions import record
from prakarsa.audit.actors import ANONYMOUS, Actor, Target

UNKNOWN = Target(kind="accounts.person")
RESETS_PER_HOUR = 3


@transaction.atomic
def invite_person(
    *, actor: Actor, email: str, name: str, at: datetime, region_code: str = ""
) -> Person:
    """Return the account of an address, new if need be; one without a password is sent a letter.

    Whoever calls has checked that the actor may invite; the membership is given by them too.
    """
    person = person_with_address(email)
    if person is None:
        person = Person(email=normalised_address(email), name=name, created_at=at)
        person.set_unusable_password()
        person.save()
        _record(actor, "accounts.person.created", person, at, region_code)
    if person.is_active and not person.has_usable_password():
        send_invitation(actor=actor, person=person, at=at, region_code=region_code)
    return person


@transaction.atomic
def send_invitation(*, actor: Actor, person: Person, at: datetime, region_code: str = "") -> None:
    """Send the letter that opens an account for the first time, again if need be."""
    issue(person=person, purpose=Letter.Purpose.INVITATION, at=at)
    _record(actor, "accounts.invitation.sent", person, at, region_code)


@transaction.atomic
def accept_invitation(
    *, token: str, name: str, password: str, at: datetime, address: str = ""
) -> Person | None:
    """Set name and first password; nothing happens when the letter no longer works."""
    letter = _redeem(token, Letter.Purpose.INVITATION, at)
    if letter is None:
        return None
    person = letter.person
    person.name = name
    person.save(update_fields=["name"])
    set_password(person=person, password=password, at=at)
    _record_own(person, "accounts.invitation.accepted", at, address)
    return person


@transaction.atomic
def request_reset(*, email: str, at: datetime, address: str = "") -> None:
    """Mail a reset letter where there is an account; the caller cannot tell whether there was.

    An account that never accepted its invitation gets none: a reset revives no other letter.
    """
    person = person_with_address(email)
    can_reset = person is not None and person.is_active and person.has_usable_password()
    if person is None or not can_reset:
        actor = Actor(ANONYMOUS, "public", address)
        record(actor=actor, act="accounts.reset.asked", target=UNKNOWN, at=at)
        return
    recent = person.letters.filter(
        purpose=Letter.Purpose.RESET, created_at__gt=at - timedelta(hours=1)
    )
    if recent.count() < RESETS_PER_HOUR:
        issue(person=person, purpose=Letter.Purpose.RESET, at=at)
    _record(
        Actor(ANONYMOUS, "public", address), "accounts.reset.asked", person, at,
        region_code_of(person),
    )  # fmt: skip


@transaction.atomic
def reset_password(*, token: str, password: str, at: datetime, address: str = "") -> Person | None:
    """Set a new password by a letter; all sessions end, and the account is no longer locked."""
    letter = _redeem(token, Letter.Purpose.RESET, at)
    if letter is None:
        return None
    set_password(person=letter.person, password=password, at=at)
    forget_attempts(letter.person.email)
    _record_own(letter.person, "accounts.password.reset", at, address)
    return letter.person


@transaction.atomic
def request_address(*, person: Person, new_email: str, at: datetime, address: str = "") -> None:
    """Mail a confirmation to the new address and a warning to the old one.

    Nothing is sent to an address that another account has, and the answer is the same.
    """
    wanted = normalised_address(new_email)
    if person_with_address(wanted) is None:
        issue(person=person, purpose=Letter.Purpose.ADDRESS, at=at, new_email=wanted)
    send(Mail("address_asked", person, person.email))
    _record_own(person, "accounts.address.asked", at, address)


@transaction.atomic
def confirm_address(*, token: str, at: datetime, address: str = "") -> Person | None:
    """Take over the confirmed address; nothing happens when it was taken meanwhile."""
    letter = _redeem(token, Letter.Purpose.ADDRESS, at)
    if letter is None or person_with_address(letter.new_email) is not None:
        return None
    person = letter.person
    before = {"email": person.email}
    person.email = letter.new_email
    person.save(update_fields=["email"])
    record(
        actor=account_actor(person, address=address),
        act="accounts.address.changed",
        target=person,
        at=at,
        region_code=region_code_of(person),
        before=before,
        after={"email": person.email},
    )
    return person


def _redeem(token: str, purpose: Letter.Purpose, at: datetime) -> Letter | None:
    letter = living_letter(token=token, purpose=purpose, at=at, lock=True)
    if letter is not None:
        letter.used_at = at
        letter.save(update_fields=["used_at"])
    return letter


def _record_own(person: Person, act: str, at: datetime, address: str) -> None:
    _record(account_actor(person, address=address), act, person, at, region_code_of(person))


def _record(actor: Actor, act: str, person: Person, at: datetime, region_code: str) -> None:
    record(actor=actor, act=act, target=person, at=at, region_code=region_code)
