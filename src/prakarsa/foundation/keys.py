"""Short random names for records that stand in an address."""

from __future__ import annotations

import secrets

from django.db import models

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 12


def new_key() -> str:
    """Return 12 random characters (about 59 bits), easy to read aloud."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def key_field() -> models.CharField[str, str]:
    """Return the column for a record's public name; guessing one finds nothing."""
    return models.CharField(max_length=LENGTH, unique=True, default=new_key, editable=False)
