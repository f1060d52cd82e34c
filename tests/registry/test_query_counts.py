"""G01: the pages ask the database equally often for one row and for many."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from prakarsa.organisations.roles import Role
from prakarsa.registry import actions
from prakarsa.registry.models import Innovation
from prakarsa.registry.parts import Part
from tests.registry.innovations import make_complete, make_draft
from tests.worlds import World

pytestmark = pytest.mark.django_db
MOST = 12


@pytest.fixture(autouse=True)
def clock(at: datetime) -> Any:
    with time_machine.travel(at, tick=False):
        yield


def queries(client: Client, address: str) -> int:
    """Return how many queries a page asks, once the session is warm."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
        if answer.streaming:
            b"".join(answer.streaming_content)
    assert answer.status_code == 200
    return len(captured)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SECRETARIAT])
def test_G01_the_list_asks_equally_often_for_1_3_and_60_rows(
    world: World, at: datetime, role: Role
) -> None:
    operator, client = world.seat(Role.OPERATOR), world.client(role)
    counts = []
    for wanted in (1, 3, 60):
        while Innovation.objects.count() < wanted:
            make_draft(operator, at, f"Inovasi {Innovation.objects.count()}")
        counts.append(queries(client, reverse("registry:list")))
    assert len(set(counts)) == 1, counts
    assert counts[0] <= MOST


def test_G01_the_export_asks_equally_often(world: World, at: datetime) -> None:
    operator, client = world.seat(Role.OPERATOR), world.client(Role.OPERATOR)
    counts = []
    for wanted in (1, 3, 30):
        while Innovation.objects.count() < wanted:
            make_draft(operator, at, f"Inovasi {Innovation.objects.count()}")
        counts.append(queries(client, reverse("registry:export", args=["csv"])))
    assert len(set(counts)) == 1, counts


def test_G01_a_profile_asks_equally_often_whatever_it_holds(world: World, at: datetime) -> None:
    operator, client = world.seat(Role.OPERATOR), world.client(Role.OPERATOR)
    innovation = make_complete(operator, at)
    pages = [
        reverse(f"registry:{name}", args=[innovation.key])
        for name in ("detail", "benefits", "history", "tasks", "submit")
    ]
    before = [queries(client, page) for page in pages]
    benefit = {
        "measure": "Lama", "unit": "hari", "direction": "lower", "baseline": Decimal(3),
        "baseline_on": date(2024, 1, 1), "result": Decimal(1), "result_on": date(2025, 1, 1),
        "method": "Register", "source": "Kelurahan",
    }  # fmt: skip
    for count in (1, 8):
        lists = {
            Part.PARTNERS: [
                {"kind": "media", "name": f"Mitra {n}", "part": ""} for n in range(count)
            ],
            Part.AWARDS: [{"name": f"Juara {n}", "year": 2025, "source": ""} for n in range(count)],
            Part.BENEFITS: [benefit] * count,
        }
        for part, rows in lists.items():
            innovation = actions.change_innovation(
                seat=operator, innovation=innovation, part=part, values={_rows(part): rows}, at=at
            )
    assert [queries(client, page) for page in pages] == before
    assert max(before) <= MOST + 10


def _rows(part: Part) -> str:
    return {Part.PARTNERS: "partners", Part.AWARDS: "awards", Part.BENEFITS: "benefits"}[part]
