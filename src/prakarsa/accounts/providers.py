"""An institution's identity provider: OpenID Connect 1.0, code flow with PKCE.

The token's signature is checked always, also when it came over our own connection; its issuer,
audience, nonce and age too. Who somebody is, is issuer and subject; every other claim is ignored.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings

from prakarsa.foundation.outgoing import CallFailed, Server, ask_for_json, is_at

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
REQUIRED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
CLOCKS_DIFFER_SECONDS = 60
LONGEST_SUBJECT = 255
LATEST_MOMENT = 10**11
# What libraries raise for parts that are not of the kind the standard wants.
ODD = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
KEPT_SECONDS, FAILURE_KEPT_SECONDS = 600, 15
# An address without an answer failed.
_kept: dict[str, tuple[float, dict[str, Any] | None]] = {}


class IdentityRefused(Exception):
    """An answer of the provider that proves nothing; the text is for the log, not for people."""


@dataclass(frozen=True, slots=True)
class Provider:
    """The provider of the settings."""

    issuer: str
    client_id: str
    client_secret: str
    name: str
    may_be_private: bool

    @property
    def server(self) -> Server:
        """Return the only server that is called: the issuer's own."""
        parts = urlsplit(self.issuer)
        return Server(f"{parts.scheme}://{parts.netloc}", self.may_be_private)


@dataclass(frozen=True, slots=True)
class Question:
    """What we ask the provider once, and keep in the browser session until the answer."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Proven:
    """Whom the provider knows: issuer and subject, and when they last typed their password."""

    issuer: str
    subject: str
    proved_at: float


def provider() -> Provider | None:
    """Return the provider of the settings, or nothing when none is set."""
    values: dict[str, Any] | None = settings.PRAKARSA_OIDC
    return Provider(**values) if values else None


def new_question() -> Question:
    """Return three random texts: against a foreign answer, a replayed token, a stolen code."""
    return Question(*(secrets.token_urlsafe(32) for _ in range(3)))


def address_to_ask(
    provider: Provider, question: Question, *, callback: str, is_again: bool = False
) -> str:
    """Return where the browser asks; `is_again` has the provider ask for its password again."""
    challenge = hashlib.sha256(question.verifier.encode()).digest()
    fields = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": callback,
        "scope": "openid",
        "state": question.state,
        "nonce": question.nonce,
        "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        **({"prompt": "login", "max_age": "0"} if is_again else {}),
    }
    address = _described(provider)["authorization_endpoint"]
    return f"{address}{'&' if '?' in address else '?'}{urlencode(fields)}"


def redeem(provider: Provider, question: Question, *, code: str, callback: str) -> Proven:
    """Return whom a code stands for; raise IdentityRefused or CallFailed when for nobody."""
    described = _described(provider)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": callback,
        "code_verifier": question.verifier,
    }
    headers = {}
    methods = described.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if not isinstance(methods, list):
        raise IdentityRefused("no list of methods")
    if "client_secret_basic" in methods:
        pair = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        form |= {"client_id": provider.client_id, "client_secret": provider.client_secret}
    answer = ask_for_json(provider.server, described["token_endpoint"], form=form, headers=headers)
    return _proven(provider, str(answer.get("id_token", "")), question)


def _described(provider: Provider) -> dict[str, Any]:
    """Return the provider's description of itself; its issuer and servers must be the set ones."""
    url = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
    described = _asked_lately(provider, url)
    if described.get("issuer") != provider.issuer:
        raise IdentityRefused("another issuer describes itself")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not is_at(provider.server, str(described.get(name, ""))):
            raise IdentityRefused(f"{name} lies on another server")
    return described


def _asked_lately(provider: Provider, url: str, *, is_fresh: bool = False) -> dict[str, Any]:
    """Ask, or take the answer of the last ten minutes; that there was none counts for seconds.

    Else everybody who wants to sign in would wait for a provider that is away, and hold a place
    that all other pages need.
    """
    since, answer = _kept.get(url, (0.0, {}))
    age = time.monotonic() - since
    if answer is None and age < FAILURE_KEPT_SECONDS:
        raise CallFailed("no answer a moment ago")
    if is_fresh or not answer or age > KEPT_SECONDS:
        answer = _ask(provider, url)
    return answer


def _ask(provider: Provider, url: str) -> dict[str, Any]:
    answer = None
    try:
        answer = ask_for_json(provider.server, url)
    finally:
        _kept[url] = (time.monotonic(), answer)
    return answer


def _proven(provider: Provider, token: str, question: Question) -> Proven:
    import jwt

    try:
        claims = jwt.decode(
            token,
            _key_of(provider, token),
            algorithms=ALGORITHMS,
            issuer=provider.issuer,
            audience=provider.client_id,
            leeway=CLOCKS_DIFFER_SECONDS,
            options={"require": REQUIRED},
        )
    except (jwt.PyJWTError, *ODD) as problem:
        raise IdentityRefused(type(problem).__name__) from problem
    if claims["nonce"] != question.nonce:
        raise IdentityRefused("another nonce")
    audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    party = claims.get("azp", provider.client_id if len(audiences) == 1 else None)
    if party != provider.client_id:
        raise IdentityRefused("meant for another party")
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise IdentityRefused("no subject")
    return Proven(provider.issuer, subject, _moment(claims.get("auth_time", 0)))


def _moment(claim: Any) -> float:
    """Return seconds since 1970, of which the standard wants a number (OIDC Core, section 2)."""
    if not isinstance(claim, int | float) or not 0 <= claim < LATEST_MOMENT:
        raise IdentityRefused("no moment")
    return float(claim)


def _key_of(provider: Provider, token: str) -> Any:
    """Return the provider's key that a token names; a new key is fetched when it is unknown."""
    import jwt

    name = jwt.get_unverified_header(token).get("kid")
    url = _described(provider)["jwks_uri"]
    for is_fresh in (False, True):
        try:
            known = jwt.PyJWKSet.from_dict(_asked_lately(provider, url, is_fresh=is_fresh))
        except jwt.PyJWTError as problem:
            raise IdentityRefused("no keys") from problem
        keys = [key for key in known.keys if key.public_key_use in (None, "sig")]
        fitting = [key for key in keys if key.key_id == name]
        if len(fitting) == 1:
            return fitting[0]
    raise IdentityRefused("unknown key")


def as_kept(question: Question) -> dict[str, str]:
    """Return a question in the form a session can hold."""
    return asdict(question)


__all__ = [
    "CallFailed",
    "IdentityRefused",
    "Proven",
    "Provider",
    "Question",
    "address_to_ask",
    "as_kept",
    "new_question",
    "provider",
    "redeem",
]
