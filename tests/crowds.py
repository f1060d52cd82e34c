"""Many who act at the same moment, each on a connection of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from django.db import connection, connections

from prakarsa.evidence.refusals import CannotAct
from prakarsa.organisations.models import Agency
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat, seat_of
from prakarsa.registry.actions import NameTaken, StaleInnovation
from tests.worlds import World, make_person


def crowd() -> int:
    """Return how many act at once: 50 on PostgreSQL, 8 on SQLite."""
    return 50 if connection.vendor == "postgresql" else 8


def at_once(doers: Sequence[Callable[[], str]]) -> list[str]:
    """Let all begin together; return what each was told, in alphabetical order."""
    gate, told = threading.Barrier(len(doers)), []
    settings = connections["default"].settings_dict
    kind = type(connections["default"])

    def begin(doer: Callable[[], str]) -> None:
        own = kind({**settings}, "default")
        connections["default"] = own
        gate.wait(timeout=60)
        try:
            told.append(doer())
        except StaleInnovation as stale:
            told.append(f"too late: {stale.latest.act}")
        except NameTaken as taken:
            told.append(f"taken: {taken.existing.name}")
        except CannotAct as refusal:
            told.append(type(refusal).__name__)
        finally:
            own.close()

    threads = [threading.Thread(target=begin, args=(doer,)) for doer in doers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return sorted(told)


def seats(world: World, role: Role, agency: Agency | None = None) -> list[Seat]:
    """Return as many people of a role as act at once, operators in the ward."""
    unit = agency or (world.ward if role is Role.OPERATOR else None)
    people = [
        make_person(f"{role.value} {number}", role, world.home, unit) for number in range(crowd())
    ]
    rows = [person.memberships.select_related("region", "agency", "person") for person in people]
    return [seat_of(each.get()) for each in rows]
