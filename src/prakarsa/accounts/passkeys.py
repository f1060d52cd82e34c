"""Passkeys (WebAuthn): what the browser is asked, and whether its answer holds.

The checks of the answer are those of the library; ours are the exact address of the site, one
use of each question, and the signature counter.
"""

from __future__ import annotations

import base64
import hashlib
import json
import struct
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from prakarsa.accounts.models import Factor, Person

if TYPE_CHECKING:
    from fido2.server import Fido2Server
    from fido2.webauthn import AttestedCredentialData

LONGEST_ANSWER = 16 * 1024
# What the library raises for an answer that is bent, cut off or nested without end.
UNREADABLE = (
    ValueError, TypeError, LookupError, AttributeError, RecursionError, struct.error,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Passkey:
    """A new passkey: its public half in base64, the digest of its id, and its counter."""

    credential: str
    digest: str
    counter: int


@dataclass(frozen=True, slots=True)
class Question:
    """What the browser is asked (JSON), and what we must remember until it answers."""

    options: dict[str, Any]
    state: dict[str, Any]


def site_address(request: HttpRequest) -> str:
    """Return the address passkeys are bound to: in production the configured one."""
    if settings.IS_PRODUCTION:
        return str(settings.PRAKARSA_ADDRESS)
    return f"{request.scheme}://{request.get_host()}"


def can_have_passkeys(site: str) -> bool:
    """Say whether browsers offer passkeys here: they need a name, and https except on localhost."""
    parts = urlsplit(site)
    host = parts.hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return parts.scheme == "https" or host == "localhost"
    return False


def ask_for_new(person: Person, *, site: str) -> Question:
    """Ask for a new passkey, other than those the person has."""
    from fido2.webauthn import (
        PublicKeyCredentialUserEntity,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    user = PublicKeyCredentialUserEntity(
        id=person.key.bytes, name=person.email, display_name=person.name
    )
    options, state = _server(site).register_begin(
        user,
        [credential for _factor, credential in _known(person)],
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return Question(dict(options), state)


def read_new(answer: str, *, state: dict[str, Any], site: str) -> Passkey | None:
    """Return the passkey of an answer, or nothing when it does not answer our question."""
    try:
        data = _server(site).register_complete(state, _object(answer))
    except UNREADABLE:
        return None
    found = data.credential_data
    if found is None:
        return None
    return Passkey(
        credential=base64.b64encode(bytes(found)).decode(),
        digest=hashlib.sha256(found.credential_id).hexdigest(),
        counter=data.counter,
    )


def ask_for_known(person: Person, *, site: str) -> Question:
    """Ask for one of the passkeys a person has."""
    from fido2.webauthn import UserVerificationRequirement

    options, state = _server(site).authenticate_begin(
        [credential for _factor, credential in _known(person)],
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return Question(dict(options), state)


def read_known(
    answer: str, *, person: Person, state: dict[str, Any], site: str
) -> tuple[Factor, int] | None:
    """Return the passkey that signed and its counter; nothing when the signature does not hold.

    A counter that does not grow means that a copy of the key is in use (WebAuthn section 6.1.1).
    """
    from fido2.webauthn import AuthenticationResponse

    known = _known(person)
    try:
        response = AuthenticationResponse.from_dict(_object(answer))
        used = _server(site).authenticate_complete(
            state, [credential for _factor, credential in known], response
        )
    except UNREADABLE:
        return None
    counter = response.response.authenticator_data.counter
    factor = next(
        factor for factor, credential in known if credential.credential_id == used.credential_id
    )
    has_grown = counter > factor.last_counter or counter == factor.last_counter == 0
    return (factor, counter) if has_grown else None


def _object(answer: str) -> dict[str, Any]:
    """Return the object that the browser wrote; raise ValueError for anything else."""
    read = json.loads(answer)
    if not isinstance(read, dict):
        raise ValueError("no object")
    return read


def _known(person: Person) -> list[tuple[Factor, AttestedCredentialData]]:
    from fido2.webauthn import AttestedCredentialData

    rows = person.factors.filter(kind=Factor.Kind.PASSKEY).order_by("pk")
    return [(row, AttestedCredentialData(base64.b64decode(row.credential))) for row in rows]


def _server(site: str) -> Fido2Server:
    from fido2.server import Fido2Server
    from fido2.webauthn import PublicKeyCredentialRpEntity

    name = urlsplit(site).hostname or ""
    site_itself = PublicKeyCredentialRpEntity(id=name, name="Prakarsa")
    return Fido2Server(site_itself, verify_origin=lambda origin: origin == site)
