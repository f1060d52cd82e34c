"""M03: of verdicts given at once exactly one counts, and the others read why."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, connections

from prakarsa.evidence.actions import Verdict, decide_level
from prakarsa.evidence.models import Answer, LevelEntry
from prakarsa.evidence.refusals import Stale
from prakarsa.organisations.roles import Role
from prakarsa.organisations.seats import Seat, seat_of
from tests.evidence.builders import claimed, make_innovation, open_window
from tests.worlds import AT, make_person, make_world


def crowd() -> int:
    """Return how many act at once: 50 on PostgreSQL, 8 on SQLite."""
    return 50 if connection.vendor == "postgresql" else 8


class Crowd:
    """People who decide at the same moment, each on a connection of their own."""

    def __init__(self, answer: Answer, seats: list[Seat]) -> None:
        self.answer, self.seats = answer, seats
        self.gate = threading.Barrier(len(seats))
        self.settings: dict[str, Any] = connections["default"].settings_dict
        self.outcomes: list[str] = []

    def run(self) -> list[str]:
        threads = [threading.Thread(target=self.decide, args=(seat,)) for seat in self.seats]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=120)
        return sorted(self.outcomes)

    def decide(self, seat: Seat) -> None:
        kind = type(connections["default"])
        own = kind({**self.settings}, "default")
        connections["default"] = own
        self.gate.wait(timeout=60)
        try:
            decide_level(
                seat=seat,
                answer=self.answer,
                verdict=Verdict.ACCEPT,
                level=2,
                reason="",
                version=self.answer.version,
                at=AT,
            )
            self.outcomes.append("decided")
        except Stale:
            self.outcomes.append("stale")
        finally:
            own.close()


def test_M03_one_of_many_verdicts_counts(shared_database: str) -> None:
    world = make_world()
    open_window(world.home)
    answer = claimed(world, make_innovation(world))
    seats = []
    for number in range(crowd()):
        person = make_person(f"Verifikator {number}", Role.VERIFIER, world.home, None)
        rows = person.memberships.select_related("region", "agency", "person")
        seats.append(seat_of(rows.get()))
    outcomes = Crowd(answer, seats).run()
    assert outcomes == ["decided"] + ["stale"] * (len(seats) - 1)
    assert LevelEntry.objects.filter(kind="verified").count() == 1
    assert Answer.objects.get(pk=answer.pk).version == answer.version + 1


@pytest.mark.postgres
def test_M03_is_tried_with_fifty_on_postgresql() -> None:
    assert crowd() == 50
