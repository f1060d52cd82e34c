"""A password hasher that counts, for tests that compare the cost of two answers."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.hashers import Argon2PasswordHasher


class CountingHasher(Argon2PasswordHasher):
    """Argon2 with a count of computed hashes, cheap enough for many tries."""

    time_cost = 1
    memory_cost = 1024
    parallelism = 1
    calls: ClassVar[int] = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).calls += 1
        return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        type(self).calls += 1
        return super().verify(password, encoded)

    def harden_runtime(self, *_arguments: Any) -> None:
        """Do nothing more: all hashes here cost the same."""
