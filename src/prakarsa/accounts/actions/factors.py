"""Acts on second factors and recovery codes: added, used, removed, reset by an administrator."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog
from django.db import transaction

from prakarsa.accounts.actions.devices import end_all_sessions, forget_devices
from prakarsa.accounts.actions.issuing import call_back
from prakarsa.accounts.codes import (
    RECOVERY_CODES,
    matching_counter,
    new_recovery_code,
    recovery_digest,
)
from prakarsa.accounts.letters import ask_for
from prakarsa.accounts.models import Factor, Person, RecoveryCode
from prakarsa.accounts.passkeys import Passkey, read_known
from prakarsa.accounts.queries import account_actor, region_code_of
from prakarsa.accounts.sealing import Unreadable, reseal, seal, unseal
from prakarsa.audit.actions import record
from prakarsa.audit.actors import Actor

Kind = Factor.Kind
# Each is sent to the browser whenever it is asked for one.
MOST_PASSKEYS = 10


@transaction.atomic
def add_application(
    *, person: Person, secret: str, code: str, at: datetime, address: str = "", keep: str = ""
) -> list[str] | None:
    """Keep the application that showed this code; one that was there before is replaced.

    Returns the recovery codes when they are the person's first, and None when the code is wrong.
    """
    counter = matching_counter(secret=secret, code=code, at=at, after=0)
    if counter is None:
        return None
    stored = _locked(person)
    stored.factors.filter(kind=Kind.APPLICATION).delete()
    Factor.objects.create(
        person=stored,
        kind=Kind.APPLICATION,
        sealed_secret=seal(secret),
        last_counter=counter,
        created_at=at,
        last_used_at=at,
    )
    return _after_adding(stored, Kind.APPLICATION, at, address, keep)


@transaction.atomic
def add_passkey(
    *, person: Person, passkey: Passkey, name: str, at: datetime, address: str = "", keep: str = ""
) -> list[str] | None:
    """Keep a passkey; returns as `add_application` does, None when somebody has it already.

    None as well when the person has as many as one may have.
    """
    stored = _locked(person)
    if (
        has_most_passkeys(stored)
        or Factor.objects.filter(credential_digest=passkey.digest).exists()
    ):
        return None
    Factor.objects.create(
        person=stored,
        kind=Kind.PASSKEY,
        name=name,
        credential=passkey.credential,
        credential_digest=passkey.digest,
        last_counter=passkey.counter,
        created_at=at,
    )
    return _after_adding(stored, Kind.PASSKEY, at, address, keep)


def has_most_passkeys(person: Person) -> bool:
    """Say whether a person has so many passkeys that one must go before the next."""
    return person.factors.filter(kind=Kind.PASSKEY).count() >= MOST_PASSKEYS


def use_application_code(*, person: Person, code: str, at: datetime) -> bool:
    """Say whether a code is right and was not used before; part of an act that records it."""
    factor = person.factors.select_for_update(no_key=True).filter(kind=Kind.APPLICATION).first()
    if factor is None:
        return False
    try:
        secret = unseal(factor.sealed_secret)
    except Unreadable:
        structlog.get_logger(__name__).error("factor unreadable", factor=factor.pk)
        return False
    counter = matching_counter(secret=secret, code=code, at=at, after=factor.last_counter)
    if counter is None:
        return False
    factor.last_counter, factor.last_used_at = counter, at
    factor.save(update_fields=["last_counter", "last_used_at"])
    return True


def use_passkey(
    *, person: Person, answer: str, state: dict[str, Any], site: str, at: datetime
) -> bool:
    """Say whether a passkey of the person signed our question; part of an act that records it."""
    # The lock comes first, so that two answers with one counter do not both pass.
    list(person.factors.select_for_update(no_key=True).filter(kind=Kind.PASSKEY))
    found = read_known(answer, person=person, state=state, site=site)
    if found is None:
        return False
    factor, counter = found
    factor.last_counter, factor.last_used_at = counter, at
    factor.save(update_fields=["last_counter", "last_used_at"])
    return True


@transaction.atomic
def use_recovery_code(*, person: Person, code: str, at: datetime, address: str = "") -> bool:
    """Use up one recovery code, and tell the person; say whether it was one of theirs."""
    digest = recovery_digest(code=code, owner=str(person.key))
    rows = person.recovery_codes.select_for_update(no_key=True).filter(digest=digest, used_at=None)
    found = rows.first()
    if found is None:
        return False
    found.used_at = at
    found.save(update_fields=["used_at"])
    left = person.recovery_codes.filter(used_at=None).count()
    ask_for("recovery_used", to=person.email, person=person, at=at)
    _record_own(person, "accounts.recovery.used", at, address, {"left": left})
    return True


@transaction.atomic
def renew_recovery_codes(*, person: Person, at: datetime, address: str = "") -> list[str]:
    """Replace all recovery codes by new ones, which are returned this once."""
    stored = _locked(person)
    codes = _write_recovery_codes(stored, at)
    ask_for("recovery_renewed", to=stored.email, person=stored, at=at)
    _record_own(stored, "accounts.recovery.renewed", at, address, {"count": len(codes)})
    return codes


@transaction.atomic
def remove_factor(
    *, person: Person, factor: Factor, at: datetime, address: str = "", keep: str = ""
) -> None:
    """Remove one of one's own factors; with the last one the recovery codes go too."""
    stored = _locked(person)
    kind = factor.kind
    stored.factors.filter(pk=factor.pk).delete()
    _keep_fact(stored)
    if not stored.has_second_factor:
        stored.recovery_codes.all().delete()
    forget_devices(stored, keep=keep)
    ask_for("factor_removed", to=stored.email, person=stored, at=at)
    _record_own(stored, "accounts.factor.removed", at, address, {"kind": kind})


@transaction.atomic
def reset_factors(*, actor: Actor, person: Person, reason: str, at: datetime) -> None:
    """Take all factors and codes from a person who lost them, and end their sessions.

    Whoever calls has checked that the actor may. Two entries: what was reset and why, and the
    sessions that ended.
    """
    call_back(person, at=at)
    stored = _locked(person)
    kinds = sorted(stored.factors.values_list("kind", flat=True))
    stored.factors.all().delete()
    stored.recovery_codes.all().delete()
    _keep_fact(stored)
    ask_for("factor_reset", to=stored.email, person=stored, at=at)
    record(
        actor=actor,
        act="accounts.factor.reset",
        target=stored,
        at=at,
        region_code=region_code_of(stored),
        before={"kinds": kinds},
        after={"reason": reason},
    )
    end_all_sessions(actor=actor, person=stored, at=at)


def reseal_factors() -> int:
    """Bring sealed secrets under the present key; returns how many; part of the daily sweep."""
    count = 0
    for factor in Factor.objects.select_for_update(no_key=True).filter(kind=Kind.APPLICATION):
        try:
            sealed = reseal(factor.sealed_secret)
        except Unreadable:
            structlog.get_logger(__name__).error("factor unreadable", factor=factor.pk)
            continue
        if sealed != factor.sealed_secret:
            factor.sealed_secret = sealed
            factor.save(update_fields=["sealed_secret"])
            count += 1
    return count


def _locked(person: Person) -> Person:
    return Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def _after_adding(
    person: Person, kind: Factor.Kind, at: datetime, address: str, keep: str
) -> list[str]:
    _keep_fact(person)
    forget_devices(person, keep=keep)
    has_codes = person.recovery_codes.filter(used_at=None).exists()
    codes = [] if has_codes else _write_recovery_codes(person, at)
    ask_for("factor_added", to=person.email, person=person, at=at)
    _record_own(person, "accounts.factor.added", at, address, {"kind": kind.value})
    return codes


def _keep_fact(person: Person) -> None:
    person.has_second_factor = person.factors.exists()
    person.save(update_fields=["has_second_factor"])


def _write_recovery_codes(person: Person, at: datetime) -> list[str]:
    codes = [new_recovery_code() for _ in range(RECOVERY_CODES)]
    person.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(
            person=person, digest=recovery_digest(code=code, owner=str(person.key)), created_at=at
        )
        for code in codes
    )
    return codes


def _record_own(
    person: Person, act: str, at: datetime, address: str, after: dict[str, object]
) -> None:
    record(
        actor=account_actor(person, address=address),
        act=act,
        target=person,
        at=at,
        region_code=region_code_of(person),
        after=after,
    )
