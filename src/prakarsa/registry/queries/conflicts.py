"""Two values side by side: what someone typed, and what was saved in the meantime."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from prakarsa.organisations.queries import names_of
from prakarsa.registry.models import Revision
from prakarsa.registry.queries.history import who
from prakarsa.registry.snapshots import Difference, differences, plain_values


@dataclass(frozen=True, slots=True)
class Conflict:
    """Who changed the record when; `before` of each difference is saved, `after` was typed."""

    who: str
    at: datetime
    differences: list[Difference]


def conflict_of(latest: Revision, typed: Mapping[str, Any]) -> Conflict:
    """Compare what was typed with the newest revision."""
    saved = latest.snapshot
    mine = saved | plain_values(typed)
    names = names_of([latest.actor_key])
    return Conflict(who(latest.actor_key, names), latest.at, differences(saved, mine))
