"""People who act at the same moment, each on a connection of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from django.db import connection, connections

from prakarsa.organisations.models import Agency
from prakarsa.organisations.roles import AGENCY_ROLES, Role
from prakarsa.organisations.seats import Seat, seat_of
from tests.worlds import World, make_person

PATIENCE_SECONDS = 120


def crowd() -> int:
    """Return how many act at once: 50 on PostgreSQL, 8 on SQLite."""
    return 50 if connection.vendor == "postgresql" else 8


def seats(world: World, role: Role, count: int, agency: Agency | None = None) -> list[Seat]:
    """Return people of a role in the home region (those of agencies: in the ward or another)."""
    place = (agency or world.ward) if role in AGENCY_ROLES else None
    people = [
        make_person(f"{role.value} {number}", role, world.home, place) for number in range(count)
    ]
    rows = [person.memberships.select_related("region", "agency", "person") for person in people]
    return [seat_of(each.get()) for each in rows]


def together(doers: Sequence[Callable[[], object]]) -> list[str]:
    """Let all begin together; return, sorted, what each returned or was refused with."""
    gate, told = threading.Barrier(len(doers)), []
    given = connections["default"]
    kind, settings = type(given), given.settings_dict

    def begin(doer: Callable[[], object]) -> None:
        own = kind({**settings}, "default")
        connections["default"] = own
        gate.wait(timeout=PATIENCE_SECONDS)
        try:
            told.append(str(doer()))
        except Exception as refusal:
            told.append(f"{type(refusal).__name__}: {refusal}")
        finally:
            own.close()

    threads = [threading.Thread(target=begin, args=(doer,)) for doer in doers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE_SECONDS)
    return sorted(told)
