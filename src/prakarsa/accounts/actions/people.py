"""Acts on one's own account: name, language, theme, password."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from prakarsa.accounts.actions.devices import forget_devices
from prakarsa.accounts.actions.issuing import call_back
from prakarsa.accounts.letters import ask_for
from prakarsa.accounts.lockout import forget_attempts
from prakarsa.accounts.models import Person
from prakarsa.accounts.queries import account_actor, region_code_of
from prakarsa.audit.actions import record

ERASED_NAME = "Orang yang datanya dihapus"
PROFILE = ("name", "language", "theme")


@transaction.atomic
def change_profile(
    *, person: Person, name: str, language: str, theme: str, at: datetime, address: str = ""
) -> Person:
    """Change what a person may change of the own account without proving who they are."""
    stored = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    before = {field: getattr(stored, field) for field in PROFILE}
    stored.name, stored.language, stored.theme = name, language, theme
    stored.save(update_fields=PROFILE)
    record(
        actor=account_actor(stored, address=address),
        act="accounts.profile.changed",
        target=stored,
        at=at,
        region_code=region_code_of(stored),
        before=before,
        after={field: getattr(stored, field) for field in PROFILE},
    )
    return stored


@transaction.atomic
def change_password(
    *, person: Person, password: str, at: datetime, address: str = "", keep: str = ""
) -> None:
    """Set a new password; every session but the one with the key `keep` ends, every letter dies."""
    set_password(person=person, password=password, at=at, keep=keep)
    record(
        actor=account_actor(person, address=address),
        act="accounts.password.changed",
        target=person,
        at=at,
        region_code=region_code_of(person),
    )


def set_password(*, person: Person, password: str, at: datetime, keep: str = "") -> None:
    """Store a password, end the sessions and tell the person; part of an act that records it.

    Links that somebody asked for before die, those on their way too: whoever changes a password
    because of a thief keeps nothing that the thief began.
    """
    call_back(person, at=at)
    person.set_password(password)
    person.password_changed_at = at
    person.save(update_fields=["password", "password_changed_at"])
    forget_devices(person, keep=keep)
    ask_for("password_changed", to=person.email, person=person, at=at)


def blank_account(*, person: Person) -> None:
    """Take out of an account all that names its person, and close it; part of an act that records.

    The key stays, for what the person did stays.
    """
    forget_attempts(person.email)
    forget_devices(person)
    for related in (person.letters, person.factors, person.recovery_codes, person.identities):
        related.all().delete()
    person.name, person.nip = ERASED_NAME, ""
    person.email = f"{person.key}@dihapus.invalid"
    person.is_active = person.has_second_factor = False
    person.last_login = None
    person.set_unusable_password()
    person.save()
