"""Erase what is held of a person, and say where their name still stands in others' words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import CharField, JSONField, Model, Q, TextField
from django.db.models.functions import Cast

from prakarsa.accounts.actions import blank_account
from prakarsa.accounts.models import Person
from prakarsa.audit.actions import erase_payloads, record
from prakarsa.audit.actors import Actor
from prakarsa.files.models import UploadSession
from prakarsa.foundation.time import WIB, local_day
from prakarsa.notices.models import Mail, Notice, Preference
from prakarsa.organisations.models import Invitation, Membership
from prakarsa.organisations.seats import valid_on


class StillServing(Exception):
    """The person holds a role: it ends first, and whoever takes over is named."""


@dataclass(frozen=True, slots=True)
class Erased:
    """How many payloads of the audit were erased, and which tables still name the person."""

    payloads: int
    mentions: dict[str, int]


@transaction.atomic
def erase_person(*, actor: Actor, person: Person, reason: str, at: datetime) -> Erased:
    """Erase name, address, numbers, messages and audit payloads; what they did stays, unnamed.

    Raises StillServing. The audit keeps that and why, and its chain still verifies.
    """
    rows = Membership.objects.filter(valid_on(local_day(at, WIB)), person=person)
    if rows.exists():
        raise StillServing
    words = {person.name, person.email, person.nip} - {""}
    for model in (Invitation, UploadSession, Notice, Mail, Preference):
        model._default_manager.filter(person=person).delete()
    Membership.objects.filter(person=person).exclude(ended_because="").update(ended_because="-")
    blank_account(person=person)
    # A single short name is a part of many words: what holds it is pointed out, not erased.
    sure = {word for word in words if "@" in word or " " in word or word.isdigit()}
    payloads = erase_payloads(
        actor=actor, person_key=str(person.key), reason=reason, at=at, words=sure
    )
    record(
        actor=actor,
        act="operations.person.erased",
        target=person,
        at=at,
        after={"reason": reason, "payloads": payloads},
    )
    return Erased(payloads, mentions_of(words))


def mentions_of(words: set[str]) -> dict[str, int]:
    """Return how many rows of each table still hold one of the words, where there are any."""
    found: dict[str, int] = {}
    for package in settings.OUR_PACKAGES:
        for model in apps.get_app_config(package).get_models():
            count = _count(model, words)
            if count:
                found[model._meta.label] = count
    return found


def _count(model: type[Model], words: set[str]) -> int:
    rows, asked = model._default_manager.all(), Q()
    for number, name in enumerate(_texts(model)):
        rows = rows.alias(**{f"text_{number}": Cast(name, TextField())})
        for word in words | {json.dumps(word)[1:-1] for word in words}:
            asked |= Q(**{f"text_{number}__icontains": word})
    return rows.filter(asked).count() if asked else 0


def _texts(model: type[Model]) -> Iterator[str]:
    for field in model._meta.concrete_fields:
        if isinstance(field, CharField | TextField | JSONField):
            yield field.name
