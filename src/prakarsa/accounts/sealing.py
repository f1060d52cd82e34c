"""Seal secrets at rest with keys derived from the secret key; former keys still open them."""

from __future__ import annotations

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"prakarsa: secrets of accounts"


class Unreadable(Exception):
    """A seal that no key we know opens: the secret key was changed without naming the old one."""


def seal(text: str) -> str:
    """Return a text that only our keys open."""
    return _cipher_now().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return what was sealed; raise Unreadable when it was not by us, or with a forgotten key."""
    try:
        return _cipher_now().decrypt(sealed.encode()).decode()
    except InvalidToken as problem:
        raise Unreadable from problem


def reseal(sealed: str) -> str:
    """Return the same secret under the present key; unchanged when it lies under it already."""
    try:
        _single(settings.SECRET_KEY).decrypt(sealed.encode())
    except InvalidToken:
        return seal(unseal(sealed))
    return sealed


def _cipher_now() -> MultiFernet:
    return _cipher((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@cache
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([_single(key) for key in keys])


@cache
def _single(key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
