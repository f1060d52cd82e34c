"""Acts that ask for, write or redeem a one-time letter: invitation, reset, confirmed address."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from prakarsa.accounts.actions.issuing import call_back, issue_link, recall
from prakarsa.accounts.actions.people import set_password
from prakarsa.accounts.letters import Written, ask_for, write
from prakarsa.accounts.lockout import forget_attempts
from prakarsa.accounts.models import Letter, Person
from prakarsa.accounts.queries import (
    account_actor,
    is_opened,
    living_letter,
    normalised_address,
    person_with_address,
    region_code_of,
)
from prakarsa.audit.actions import record
from prakarsa.audit.actors import ANONYMOUS, Actor, Target, system_actor

UNKNOWN = Target(kind="accounts.person")
RESETS_PER_HOUR = 3
Purpose = Letter.Purpose


@transaction.atomic
def open_account(
    *, actor: Actor, email: str, name: str, at: datetime, region_code: str = ""
) -> Person:
    """Return the account of an address, a new one that nobody can sign in to if need be.

    Whoever calls has checked that the actor may, and gives the role.
    """
    person = person_with_address(email)
    if person is None:
        person = Person(email=normalised_address(email), name=name, created_at=at)
        person.set_unusable_password()
        person.save()
        _record(actor, "accounts.person.created", person, at, region_code)
    return person


@transaction.atomic
def send_invitation(*, actor: Actor, person: Person, at: datetime, region_code: str = "") -> None:
    """Ask for the letter that opens an account for the first time, again if need be."""
    ask_for(Purpose.INVITATION.value, to=person.email, person=person, at=at)
    _record(actor, "accounts.invitation.sent", person, at, region_code)


@transaction.atomic
def end_invitation_letters(*, person: Person, at: datetime) -> None:
    """Let the letters that open an account die; part of an act that records it."""
    letters = person.letters.filter(purpose=Purpose.INVITATION, used_at=None, expires_at__gt=at)
    letters.update(expires_at=at)


@transaction.atomic
def remove_unopened(*, person: Person, at: datetime) -> None:
    """Remove an account that nobody ever opened; whoever calls knows that no role waits for it."""
    region_code = region_code_of(person)
    _record(system_actor("sweep"), "accounts.person.removed", person, at, region_code)
    person.delete()


@transaction.atomic
def accept_invitation(
    *, token: str, name: str, password: str, at: datetime, address: str = ""
) -> Person | None:
    """Set name and first password; nothing happens when the letter no longer works."""
    letter = redeem_letter(token, Purpose.INVITATION, at)
    if letter is None:
        return None
    person = letter.person
    set_password(person=person, password=password, at=at)
    person.name = name
    person.save(update_fields=["name"])
    _record_own(person, "accounts.invitation.accepted", at, address)
    return person


@transaction.atomic
def request_reset(*, email: str, at: datetime, address: str = "") -> None:
    """Ask for a reset letter; whether there is an account is looked up by the worker only.

    So the answer costs the same for every address, and its time tells nothing either.
    """
    ask_for(Purpose.RESET.value, to=normalised_address(email), person=None, at=at)
    actor = Actor(ANONYMOUS, "public", address)
    record(actor=actor, act="accounts.reset.asked", target=UNKNOWN, at=at)


@transaction.atomic
def reset_password(*, token: str, password: str, at: datetime, address: str = "") -> Person | None:
    """Set a new password by a letter; all sessions end, and the account is no longer locked."""
    letter = _redeem_alone(token, Purpose.RESET, at)
    if letter is None:
        return None
    set_password(person=letter.person, password=password, at=at)
    forget_attempts(letter.person.email)
    _record_own(letter.person, "accounts.password.reset", at, address)
    return letter.person


@transaction.atomic
def request_address(*, person: Person, new_email: str, at: datetime, address: str = "") -> None:
    """Ask for a confirmation to the new address and a warning to the old one.

    Nothing is sent to an address that another account has; that too is seen by the worker only.
    """
    ask_for(Purpose.ADDRESS.value, to=normalised_address(new_email), person=person, at=at)
    ask_for("address_asked", to=person.email, person=person, at=at)
    _record_own(person, "accounts.address.asked", at, address)


@transaction.atomic
def confirm_address(*, token: str, at: datetime, address: str = "") -> Person | None:
    """Take over the confirmed address; nothing happens when it was taken meanwhile."""
    letter = _redeem_alone(token, Purpose.ADDRESS, at)
    if letter is None or person_with_address(letter.new_email) is not None:
        return None
    person = letter.person
    call_back(person, at=at)
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


@transaction.atomic
def write_letter(
    *, kind: str, to: str, person: Person | None, earlier: Letter | None, at: datetime
) -> Written | None:
    """Write a letter that was asked for; nothing when nobody is to get it.

    `earlier` is the letter of a try that did not reach the mail server: its link is replaced.
    """
    reader = person_with_address(to) if kind == Purpose.RESET else person
    if reader is None or not reader.is_active:
        return None
    if kind not in Purpose.values:
        return write(kind, person=reader, to=to)
    purpose = Purpose(kind)
    # One at a time per person: two workers together may not pass the limit either.
    reader = Person.objects.select_for_update(no_key=True).get(pk=reader.pk)
    if not _is_due(purpose, reader, to=to, earlier=earlier, at=at):
        return None
    new_email = to if purpose == Purpose.ADDRESS else ""
    to = new_email or reader.email
    letter, link = issue_link(
        person=reader, purpose=purpose, at=at, new_email=new_email, earlier=earlier
    )
    if purpose == Purpose.RESET and earlier is None:
        _record(system_actor("letters"), "accounts.reset.sent", reader, at, region_code_of(reader))
    return write(kind, person=reader, to=to, link=link, letter=letter)


def _is_due(
    purpose: Letter.Purpose, person: Person, *, to: str, earlier: Letter | None, at: datetime
) -> bool:
    """Say whether a letter still has a use; a reset revives no invitation, nor the reverse."""
    if earlier is not None and earlier.used_at is not None:
        return False
    if purpose == Purpose.ADDRESS:
        return person_with_address(to) is None
    if purpose == Purpose.INVITATION:
        return not is_opened(person)
    recent = person.letters.filter(purpose=purpose, created_at__gt=at - timedelta(hours=1))
    others = [letter for letter in recent if letter != earlier]
    return is_opened(person) and len(others) < RESETS_PER_HOUR


def redeem_letter(token: str, purpose: Letter.Purpose, at: datetime) -> Letter | None:
    """Use a letter up; nothing when it no longer works; part of the act that it opens."""
    letter = living_letter(token=token, purpose=purpose, at=at, lock=True)
    if letter is not None:
        letter.used_at = at
        letter.save(update_fields=["used_at"])
    return letter


def _redeem_alone(token: str, purpose: Letter.Purpose, at: datetime) -> Letter | None:
    """Use a letter up for an act after which the others die, those in the outbox first of all."""
    letter = living_letter(token=token, purpose=purpose, at=at)
    if letter is None:
        return None
    recall(letter.person)
    return redeem_letter(token, purpose, at)


def _record_own(person: Person, act: str, at: datetime, address: str) -> None:
    _record(account_actor(person, address=address), act, person, at, region_code_of(person))


def _record(actor: Actor, act: str, person: Person, at: datetime, region_code: str) -> None:
    record(actor=actor, act=act, target=person, at=at, region_code=region_code)
