"""Acts on a person's account at an institution: linked, used, unlinked."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from prakarsa.accounts.actions.devices import forget_devices
from prakarsa.accounts.actions.letters import end_invitation_letters, redeem_letter
from prakarsa.accounts.letters import ask_for
from prakarsa.accounts.models import Identity, Letter, Person
from prakarsa.accounts.queries import account_actor, region_code_of
from prakarsa.audit.actions import record
from prakarsa.audit.actors import ANONYMOUS, Actor, Target


@transaction.atomic
def link_identity(
    *,
    person: Person,
    issuer: str,
    subject: str,
    at: datetime,
    address: str = "",
    keep: str = "",
) -> Identity:
    """Let a person sign in as this subject too; raise ValidationError when it is taken.

    Whoever calls has seen the person prove both: the account here and the one there.
    """
    try:
        with transaction.atomic():
            identity = Identity.objects.create(
                person=person, issuer=issuer, subject=subject, created_at=at
            )
    except IntegrityError:
        raise ValidationError(
            _("Akun lembaga ini sudah dihubungkan, atau akun Anda sudah punya yang lain.")
        ) from None
    forget_devices(person, keep=keep)
    ask_for("identity_linked", to=person.email, person=person, at=at)
    _record(person, "accounts.identity.linked", at, address, {"issuer": issuer})
    return identity


@transaction.atomic
def accept_invitation_as(
    *, token: str, issuer: str, subject: str, at: datetime, address: str = ""
) -> Person | None:
    """Open an invited account to a subject instead of a password; nothing without the letter."""
    letter = redeem_letter(token, Letter.Purpose.INVITATION, at)
    if letter is None:
        return None
    end_invitation_letters(person=letter.person, at=at)
    link_identity(person=letter.person, issuer=issuer, subject=subject, at=at, address=address)
    _record(letter.person, "accounts.invitation.accepted", at, address, {"issuer": issuer})
    return letter.person


def use_identity(*, identity: Identity, at: datetime) -> None:
    """Note when a link was last used; the sign-in that follows is what is recorded."""
    Identity.objects.filter(pk=identity.pk).update(last_used_at=at)


@transaction.atomic
def unlink_identity(
    *, person: Person, identity: Identity, at: datetime, address: str = "", keep: str = ""
) -> None:
    """Take an identity away; raise ValidationError when it is the person's only way in."""
    if not person.has_usable_password():
        raise ValidationError(_("Buat kata sandi lebih dulu, agar Anda tetap dapat masuk."))
    issuer = identity.issuer
    person.identities.filter(pk=identity.pk).delete()
    forget_devices(person, keep=keep)
    ask_for("identity_unlinked", to=person.email, person=person, at=at)
    _record(person, "accounts.identity.unlinked", at, address, {"issuer": issuer})


@transaction.atomic
def refuse_identity(*, problem: str, at: datetime, address: str = "") -> None:
    """Record that an institution's answer was not taken; `problem` is ours, never theirs."""
    record(
        actor=Actor(ANONYMOUS, "public", address),
        act="accounts.identity.refused",
        target=Target(kind="accounts.person"),
        at=at,
        after={"problem": problem},
    )


def _record(person: Person, act: str, at: datetime, address: str, after: dict[str, object]) -> None:
    record(
        actor=account_actor(person, address=address),
        act=act,
        target=person,
        at=at,
        region_code=region_code_of(person),
        after=after,
    )
