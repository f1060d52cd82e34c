"""Tell a full disk from other faults, whoever reports it: the system, SQLite or PostgreSQL."""

from __future__ import annotations

import errno

from django.db import DatabaseError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
# What PostgreSQL and SQLite say.
_STATE, _WORDS = "53100", "disk is full"


def is_disk_full(problem: BaseException | None) -> bool:
    """Say whether something failed because there is no room."""
    if isinstance(problem, OSError):
        return problem.errno in _FULL
    if not isinstance(problem, DatabaseError):
        return False
    return getattr(problem.__cause__, "sqlstate", "") == _STATE or _WORDS in str(problem)
