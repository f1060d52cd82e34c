"""Codes that people type: of an authenticator application (RFC 6238), and for recovery."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import struct
import unicodedata
from datetime import datetime
from urllib.parse import quote, urlencode

from prakarsa.foundation.keys import ALPHABET

STEP_SECONDS, DIGITS = 30, 6
# A phone's clock may be one step early or late.
TOLERATED_STEPS = 1
RECOVERY_CODES, RECOVERY_LETTERS, RECOVERY_GROUP = 10, 12, 4
# Slow enough that a copied table of digests is of no use: 31 ** 12 codes at 50,000 rounds each.
ROUNDS = 50_000


def new_secret() -> str:
    """Return 160 random bits in base32, as applications take them."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def application_address(*, secret: str, account: str, issuer: str) -> str:
    """Return what the picture for the application says."""
    label = quote(f"{issuer}:{account}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer})}"


def application_code(*, secret: str, counter: int) -> str:
    """Return the code of one step of 30 seconds since 1970 (RFC 4226 section 5.3)."""
    key = base64.b32decode(secret)
    digest = hmac.digest(key, struct.pack(">Q", counter), "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def matching_counter(*, secret: str, code: str, at: datetime, after: int) -> int | None:
    """Return the step a code belongs to, if it is near `at` and later than the last one used."""
    present = int(at.timestamp()) // STEP_SECONDS
    typed = plain(code).encode()
    for counter in range(present - TOLERATED_STEPS, present + TOLERATED_STEPS + 1):
        expected = application_code(secret=secret, counter=counter).encode()
        if hmac.compare_digest(expected, typed) and counter > after:
            return counter
    return None


def new_recovery_code() -> str:
    """Return twelve random letters and digits (59 bits) in groups that are easy to copy."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(RECOVERY_LETTERS))
    groups = range(0, RECOVERY_LETTERS, RECOVERY_GROUP)
    return "-".join(letters[start : start + RECOVERY_GROUP] for start in groups)


def recovery_digest(*, code: str, owner: str) -> str:
    """Return what is kept of a person's recovery code; `owner` is the person's opaque key."""
    typed = plain(code).encode()
    return hashlib.pbkdf2_hmac("sha256", typed, owner.encode(), ROUNDS).hex()


def plain(code: str) -> str:
    """Return a code without what people and telephones put between its signs."""
    text = unicodedata.normalize("NFKC", code).lower()
    return "".join(sign for sign in text if sign.isalnum())
